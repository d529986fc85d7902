import type { LucideIcon } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import styles from "./Band.module.css";
import { classes } from "./classes";
import { Icon, Spinner } from "./Icon";
import tones from "./tones.module.css";

/** A message above a list or in a card: icon, words of at most two lines each, buttons. */
export function Band({
	tone,
	icon,
	lead,
	detail,
	framed = true,
	children,
	className,
	...rest
}: ComponentProps<"section"> & {
	/** Without one it takes that of the card it stands in. */
	tone?: "good" | "warning" | "plain";
	/** Without one something runs. */
	icon?: LucideIcon;
	lead: ReactNode;
	detail: ReactNode;
	/** It stands by itself. */
	framed?: boolean;
	/** Buttons. */
	children?: ReactNode;
}) {
	return (
		<section
			{...rest}
			className={classes(
				tone && tones[tone],
				styles.band,
				framed && styles.framed,
				tone && styles[tone],
				className,
			)}
		>
			{icon === undefined ? (
				<Spinner />
			) : (
				<span className={styles.icon}>
					<Icon of={icon} size="large" />
				</span>
			)}
			<div className={styles.words}>
				<div className={styles.lead}>{lead}</div>
				<div className={styles.detail}>{detail}</div>
			</div>
			{children}
		</section>
	);
}
