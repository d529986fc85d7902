import type { LucideIcon } from "lucide-react";
import { classes } from "./classes";
import { Icon } from "./Icon";
import styles from "./Pill.module.css";
import type { Tone } from "./Status";
import tones from "./tones.module.css";

/** A small outlined word with an icon: environment, state. */
export function Pill({
	tone = "quiet",
	dashed = false,
	icon,
	turning = false,
	children,
	...rest
}: {
	tone?: Tone;
	dashed?: boolean;
	icon?: LucideIcon;
	turning?: boolean;
	children: string;
	"data-testid"?: string;
	"data-state"?: string;
}) {
	return (
		<span {...rest} className={classes(styles.pill, tones[tone], dashed && styles.dashed)}>
			{icon && <Icon of={icon} size="small" turning={turning} />}
			{children}
		</span>
	);
}
