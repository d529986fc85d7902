import { CopyButton } from "./CopyButton";
import styles from "./CopyLine.module.css";

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
