import type { LucideIcon } from "lucide-react";
import { CircleCheck, Info, OctagonX, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { classes } from "./classes";
import { Icon } from "./Icon";
import styles from "./Notice.module.css";
import text from "./text.module.css";
import tones from "./tones.module.css";

const ICONS = { bad: OctagonX, warning: TriangleAlert, good: CircleCheck, active: Info } as const;

/** A bordered message in place: what happened, its text, its cause, who can fix it, one button. */
export function Notice({
	tone,
	icon,
	title,
	note,
	children,
	actions,
	role,
	level = 2,
	...rest
}: {
	tone: keyof typeof ICONS;
	icon?: LucideIcon;
	title: ReactNode;
	/** Stands muted behind the title. */
	note?: ReactNode;
	children?: ReactNode;
	actions?: ReactNode;
	role?: "alert" | "status";
	/** Of its heading: one below that of what it stands in. */
	level?: 2 | 3;
	"data-testid"?: string;
}) {
	const Heading = level === 2 ? "h2" : "h3";
	return (
		<section {...rest} role={role} className={classes(text.stack, styles.notice, tones[tone])}>
			<div className={styles.head}>
				<span className={styles.icon}>
					<Icon of={icon ?? ICONS[tone]} />
				</span>
				<Heading className={styles.title}>
					{title}
					{note && <span className={classes(text.muted, styles.note)}> {note}</span>}
				</Heading>
			</div>
			{children}
			{actions && <div className={classes(text.actions, styles.actions)}>{actions}</div>}
		</section>
	);
}
