import type { LucideIcon } from "lucide-react";
import type { ComponentPropsWithRef } from "react";
import { classes } from "./classes";
import { Icon } from "./Icon";
import styles from "./LinkButton.module.css";

/** A button that reads like a link: filters, small changes, folding. */
export function LinkButton({
	icon,
	small = false,
	className,
	children,
	...rest
}: ComponentPropsWithRef<"button"> & { icon?: LucideIcon; small?: boolean }) {
	return (
		<button
			type="button"
			{...rest}
			className={classes(styles.link, small && styles.small, className)}
		>
			{icon && <Icon of={icon} size="small" />}
			{children}
		</button>
	);
}
