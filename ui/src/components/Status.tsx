import type { LucideIcon } from "lucide-react";
import { classes } from "./classes";
import { Icon } from "./Icon";
import styles from "./Status.module.css";

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
