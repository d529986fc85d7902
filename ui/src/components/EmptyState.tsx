import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import styles from "./EmptyState.module.css";
import { Icon } from "./Icon";

interface Props {
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
export function EmptyState({ icon, title, children, action, testId, role, level = 2 }: Props) {
	const Heading = level === 1 ? "h1" : "h2";
	return (
		<div className={styles.empty} data-testid={testId} role={role}>
			<span className={styles.icon}>
				<Icon of={icon} size="large" />
			</span>
			<Heading className={styles.title}>{title}</Heading>
			{children && <div className={styles.text}>{children}</div>}
			{action}
		</div>
	);
}
