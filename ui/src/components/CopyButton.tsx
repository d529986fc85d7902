import { Check, Copy, X } from "lucide-react";
import { useCopy } from "./Clipboard";
import styles from "./CopyButton.module.css";
import { classes } from "./classes";
import { Icon } from "./Icon";
import shared from "./text.module.css";

const ICONS = { idle: Copy, copied: Check, failed: X } as const;
const SAID = { idle: "", copied: "Copied", failed: "Could not copy" } as const;

interface Props {
	text: string;
	label: string;
	word?: string;
	/** Sits at the end of a box and takes its height. */
	attached?: boolean;
}

/** Copies a text. `label` names what; `word` shows a word beside the icon. */
export function CopyButton({ text, label, word, attached = false }: Props) {
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
			<span className={shared.hidden} role="status">
				{SAID[state]}
			</span>
		</button>
	);
}
