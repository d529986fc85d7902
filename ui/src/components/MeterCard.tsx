import { type ReactNode, useId } from "react";
import { classes } from "./classes";
import styles from "./MeterCard.module.css";
import text from "./text.module.css";

interface Props {
	title: string;
	value: ReactNode;
	children: ReactNode;
}

/** A small card around a meter: name at the left, value at the right, words below. */
export function MeterCard({ title, value, children }: Props) {
	const id = useId();
	return (
		<section className={classes(text.card, styles.card)} aria-labelledby={id}>
			<div className={styles.head}>
				<h2 id={id}>{title}</h2>
				<span className={styles.value}>{value}</span>
			</div>
			{children}
		</section>
	);
}
