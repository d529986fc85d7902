import type { LucideIcon } from "lucide-react";
import { type ReactNode, useId } from "react";
import styles from "./Card.module.css";
import { classes } from "./classes";
import { Icon } from "./Icon";
import text from "./text.module.css";

interface Props {
	title: string;
	icon?: LucideIcon;
	/** Stands at the right end of the head. */
	aside?: ReactNode;
	/** The content brings its own padding. */
	flush?: boolean;
	/** Less room above and below the content. */
	tight?: boolean;
	children: ReactNode;
}

/** A titled surface. */
export function Card({ title, icon, aside, flush = false, tight = false, children }: Props) {
	const id = useId();
	return (
		<section className={text.card} aria-labelledby={id}>
			<header className={styles.head}>
				{icon && <Icon of={icon} />}
				<h2 id={id}>{title}</h2>
				<span className={styles.aside}>{aside}</span>
			</header>
			<div className={classes(!flush && styles.body, tight && styles.tight)}>{children}</div>
		</section>
	);
}
