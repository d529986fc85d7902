import type { LucideIcon } from "lucide-react";
import { classes } from "./classes";
import { Icon } from "./Icon";
import styles from "./Status.module.css";
import tones from "./tones.module.css";

export type Tone = "good" | "warning" | "bad" | "quiet" | "active" | "plain";

interface Props {
	tone: Tone;
	icon: LucideIcon;
	word: string;
	small?: boolean;
	turning?: boolean;
	title?: string;
}

/** A status in a line: icon of its own shape, word, and only then a color. */
export function Status({ tone, icon, word, small = false, turning = false, title }: Props) {
	return (
		<span className={classes(styles.status, styles[tone], small && styles.small)} title={title}>
			<Icon of={icon} size={small ? "small" : "normal"} turning={turning} />
			{word}
		</span>
	);
}

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
