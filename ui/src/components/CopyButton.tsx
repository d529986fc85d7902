import { Check, Copy, X } from "lucide-react";
import { useCopy } from "./Clipboard";
import styles from "./CopyButton.module.css";
import { classes } from "./classes";
import { Icon } from "./Icon";

const ICONS = { idle: Copy, copied: Check, failed: X } as const;
const SAID = { idle: "", copied: "Copied", failed: "Could not copy" } as const;

/** Copies a text. `label` names what; `word` shows a word beside the icon. */
export function CopyButton({
	text,
	label,
	word,
	attached = false,
}: {
	text: string;
	label: string;
	word?: string;
	/** Sits at the end of a box and takes its height. */
	attached?: boolean;
}) {
	const [state, copy] = useCopy();
	return (
		<button
			type="button"
			className={classes(
				styles.copy,
				word !== undefined && styles.worded,
				attached && styles.attached,
			)}
			aria-label={state === "idle" ? label : SAID[state]}
			title={state === "idle" ? label : SAID[state]}
			data-copied={state === "copied" || undefined}
			onClick={() => copy(text)}
		>
			<Icon of={ICONS[state]} size="small" />
			{word !== undefined && (state === "idle" ? word : SAID[state])}
			<span className={styles.said} role="status">
				{SAID[state]}
			</span>
		</button>
	);
}
