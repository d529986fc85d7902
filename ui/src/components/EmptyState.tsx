import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import styles from "./EmptyState.module.css";
import { Icon } from "./Icon";

/** Why nothing is listed, and the one way on. */
export function EmptyState({
	icon,
	title,
	children,
	action,
	testId,
	role,
}: {
	icon: LucideIcon;
	title: string;
	children?: ReactNode;
	action?: ReactNode;
	testId?: string;
	role?: "alert" | "status";
}) {
	return (
		<div className={styles.empty} data-testid={testId} role={role}>
			<span className={styles.icon}>
				<Icon of={icon} size="large" />
			</span>
			<h2 className={styles.title}>{title}</h2>
			{children && <div className={styles.text}>{children}</div>}
			{action}
		</div>
	);
}
