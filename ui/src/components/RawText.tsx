import { CopyButton } from "./CopyButton";
import { classes } from "./classes";
import styles from "./RawText.module.css";

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
