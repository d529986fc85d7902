import { CircleCheck, Info, type LucideIcon, OctagonX, TriangleAlert } from "lucide-react";
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

/** What went wrong, beside the button that was pressed. */
export function ErrorLine({ error }: { error: { message: string; detail?: string } | null }) {
	if (error === null) {
		return null;
	}
	return (
		<p className={styles.line} role="alert" data-testid="error-line">
			<Icon of={OctagonX} size="small" />
			<span>
				{error.message}
				{error.detail && <code className={styles.detail}>{error.detail}</code>}
			</span>
		</p>
	);
}

interface EmptyProps {
	icon: LucideIcon;
	title: string;
	children?: ReactNode;
	action?: ReactNode;
	testId?: string;
	role?: "alert" | "status";
	/** 1 where it is all that the window shows. */
	level?: 1 | 2;
}

/** Why nothing is listed, and the one way on. */
export function EmptyState({ icon, title, children, action, testId, role, level = 2 }: EmptyProps) {
	const Heading = level === 1 ? "h1" : "h2";
	return (
		<div className={styles.empty} data-testid={testId} role={role}>
			<span className={styles.emptyStateIcon}>
				<Icon of={icon} size="large" />
			</span>
			<Heading className={styles.emptyStateTitle}>{title}</Heading>
			{children && <div className={styles.text}>{children}</div>}
			{action}
		</div>
	);
}
