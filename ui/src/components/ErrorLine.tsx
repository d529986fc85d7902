import { OctagonX } from "lucide-react";
import styles from "./ErrorLine.module.css";
import { Icon } from "./Icon";

/** What went wrong, beside the button that was pressed. */
export function ErrorLine({ error }: { error: { message: string; detail?: string } | null }) {
	if (error === null) {
		return null;
	}
	return (
		<p className={styles.line} role="alert" data-testid="error-line">
			<Icon of={OctagonX} size="small" />
			<span>
				{error.message}
				{error.detail && <code className={styles.detail}>{error.detail}</code>}
			</span>
		</p>
	);
}
