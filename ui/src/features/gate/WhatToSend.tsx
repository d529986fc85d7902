import { Check, Copy, X } from "lucide-react";
import { Button } from "../../components/Button";
import { useCopy } from "../../components/Clipboard";
import text from "../../styles/text.module.css";
import styles from "./WhatToSend.module.css";

const WORDS = {
	idle: [Copy, "Copy text"],
	copied: [Check, "Copied"],
	failed: [X, "Could not copy"],
} as const;

/** The text for support: about the company and the installation, never about a person. */
export function WhatToSend({ text: request }: { text: string }) {
	const [state, copy] = useCopy();
	const [icon, word] = WORDS[state];
	return (
		<section className={styles.send} aria-labelledby="gate-send">
			<header className={styles.head}>
				<h2 id="gate-send">What to send</h2>
				<Button size="small" icon={icon} data-testid="copy-request" onClick={() => copy(request)}>
					{word}
				</Button>
				<span className={text.hidden} role="status">
					{state === "idle" ? "" : word}
				</span>
			</header>
			<pre className={styles.text} data-testid="request" translate="no">
				{request}
			</pre>
		</section>
	);
}
