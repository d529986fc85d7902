import { type ReactNode, useId } from "react";
import styles from "./MeterCard.module.css";

/** A small card around a meter: name at the left, value at the right, words below. */
export function MeterCard({
	title,
	value,
	children,
}: {
	title: string;
	value: ReactNode;
	children: ReactNode;
}) {
	const id = useId();
	return (
		<section className={styles.card} aria-labelledby={id}>
			<div className={styles.head}>
				<h2 id={id}>{title}</h2>
				<span className={styles.value}>{value}</span>
			</div>
			{children}
		</section>
	);
}
