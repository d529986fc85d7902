import { Check, Copy, X } from "lucide-react";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from "react";
import styles from "./Copy.module.css";
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

/** A value that is only read and copied. */
export function CopyLine({ text, label, id }: { text: string; label: string; id?: string }) {
	return (
		<div className={styles.line}>
			<code id={id} title={text}>
				{text}
			</code>
			<CopyButton text={text} label={label} attached />
		</div>
	);
}

/** Salesforce's own words, verbatim, with Copy attached. */
export function RawText({ text, tone = "bad" }: { text: string; tone?: "bad" | "warning" }) {
	return (
		<div className={classes(styles.raw, tone === "warning" && styles.warning)}>
			<code data-testid="raw-text" translate="no">
				{text}
			</code>
			<CopyButton text={text} label="Copy the text" word="Copy" attached />
		</div>
	);
}

type CopyText = (text: string) => Promise<void>;

const Context = createContext<CopyText>(() => Promise.reject(new Error("No clipboard.")));

/** Says how a text is copied, so that the kit does not need to know. */
export function ClipboardProvider({ copy, children }: { copy: CopyText; children: ReactNode }) {
	return <Context value={copy}>{children}</Context>;
}

type CopyState = "idle" | "copied" | "failed";

/** How long *Copied* stays. */
const SHOWN_MS = 2000;

export function useCopy(): [CopyState, (text: string) => void] {
	const copy = useContext(Context);
	const [state, setState] = useState<CopyState>("idle");

	useEffect(() => {
		if (state === "idle") {
			return;
		}
		const timer = setTimeout(() => setState("idle"), SHOWN_MS);
		return () => clearTimeout(timer);
	}, [state]);

	const run = useCallback(
		(text: string) => {
			copy(text).then(
				() => setState("copied"),
				() => setState("failed"),
			);
		},
		[copy],
	);
	return [state, run];
}
