import type { LucideIcon } from "lucide-react";
import type { ComponentPropsWithRef } from "react";
import styles from "./Chip.module.css";
import { classes } from "./classes";
import { Icon } from "./Icon";
import { formatNumber } from "./time";

export interface ChipProps extends Omit<ComponentPropsWithRef<"button">, "children"> {
	label: string;
	icon?: LucideIcon;
	tone?: "good" | "bad";
	count: number | null;
	chosen: boolean;
	/** Stands behind the count. */
	trailing?: LucideIcon;
}

/** A filter with its count; the count stays when it is zero. */
export function Chip({
	label,
	icon,
	tone,
	count,
	chosen,
	trailing,
	className,
	...rest
}: ChipProps) {
	return (
		<button
			type="button"
			{...rest}
			className={classes(styles.chip, tone && styles[tone], chosen && styles.chosen, className)}
		>
			{icon && <Icon of={icon} size="small" />}
			{label}
			{count !== null && <span className={styles.count}>{formatNumber(count)}</span>}
			{trailing && <Icon of={trailing} size="small" />}
		</button>
	);
}
