import { LoaderCircle, type LucideIcon } from "lucide-react";
import type { ComponentPropsWithRef } from "react";
import styles from "./Button.module.css";
import { classes } from "./classes";
import { Icon } from "./Icon";

export interface ButtonProps extends ComponentPropsWithRef<"button"> {
	/** `dangerQuiet` opens a confirmation, `danger` stands only inside one. */
	look?: "primary" | "secondary" | "quiet" | "dangerQuiet" | "danger";
	size?: "normal" | "small";
	icon?: LucideIcon;
	/** The icon turns and the label stays while something runs. */
	busy?: boolean;
	/** Only the icon is shown; `aria-label` names it. */
	bare?: boolean;
	/** Why it cannot be pressed: it stays focusable, dashed, and says so. */
	reason?: string | null;
}

export function Button({
	look = "secondary",
	size = "normal",
	icon,
	busy = false,
	bare = false,
	reason = null,
	className,
	children,
	onClick,
	...rest
}: ButtonProps) {
	const inert = busy || reason !== null;
	return (
		<button
			type="button"
			title={reason ?? (bare ? rest["aria-label"] : undefined)}
			{...rest}
			aria-disabled={inert || undefined}
			aria-busy={busy || undefined}
			onClick={inert ? undefined : onClick}
			className={classes(
				styles.button,
				styles[look],
				size === "small" && styles.small,
				bare && styles.bare,
				reason !== null && styles.blocked,
				className,
			)}
		>
			{busy ? <Icon of={LoaderCircle} turning /> : icon && <Icon of={icon} />}
			{children}
		</button>
	);
}

/** Only its icon is shown; the label names it. */
export function IconButton({ label, size = "small", ...rest }: ButtonProps & { label: string }) {
	return <Button look="quiet" size={size} bare aria-label={label} {...rest} />;
}

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
			className={classes(styles.link, small && styles.linkButtonSmall, className)}
		>
			{icon && <Icon of={icon} size="small" />}
			{children}
		</button>
	);
}
