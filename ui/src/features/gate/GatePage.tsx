import { Check, Copy, FileUp, Lock, RefreshCw, X } from "lucide-react";
import { type DragEvent, useEffect, useRef, useState } from "react";
import { Button } from "../../components/Button";
import { CopyLine, useCopy } from "../../components/Copy";
import { classes } from "../../components/classes";
import { Icon } from "../../components/Icon";
import { Logo } from "../../components/Logo";
import { ErrorLine } from "../../components/Notice";
import text from "../../components/text.module.css";
import type { Gate } from "../../ipc/bindings";
import { EntitlementFiles } from "./EntitlementFiles";
import { GateNotice } from "./GateNotice";
import styles from "./GatePage.module.css";
import { type EntitlementImport, useImport } from "./useImport";

/** Stands in the whole window until an entitlement opens the console. */
export function GatePage({ gate }: { gate: Gate }) {
	const entitlement = useImport();
	const drop = useFileDrop(entitlement.take);
	// What was tried last is what a person wants explained.
	const problem = gate.rejected ?? (gate.problem?.kind === "missing" ? null : gate.problem);
	const again = problem !== null;
	return (
		<div className={styles.page} data-testid="gate" data-ready="true" {...drop.handlers}>
			<main className={styles.main}>
				<div className={styles.column}>
					<header className={styles.head}>
						<span className={styles.mark}>
							<Logo />
						</span>
						<div>
							<h1>LPC Admin Console</h1>
							<p className={text.muted}>
								{again
									? "This entitlement cannot be used"
									: "Access is granted on request, to Enterprise customers"}
							</p>
						</div>
					</header>
					{problem && <GateNotice problem={problem} level={2} />}
					<section className={classes(text.card, styles.card)} aria-label="Access">
						<AskForAccess address={gate.supportAddress} again={again} />
						<ImportEntitlement entitlement={entitlement} again={again} over={drop.over} />
						<WhatToSend text={gate.request} />
					</section>
					<EntitlementFiles gate={gate} level={2} />
				</div>
			</main>
			<footer className={styles.foot}>
				<span className={styles.part}>
					<Icon of={Lock} size="small" />
					{gate.connected
						? "Sessions are stopped; the saved sign-in is kept alive"
						: "No data is read and nothing is sent before access is granted"}
				</span>
				<span>Version {gate.version}</span>
			</footer>
		</div>
	);
}

/** What the access is, and whom to ask. */
function AskForAccess({ address, again }: { address: string; again: boolean }) {
	return (
		<section className={styles.panel} aria-labelledby="gate-ask">
			<h2 id="gate-ask">{again ? "Ask for a new entitlement" : "Ask for access"}</h2>
			<p className={styles.text}>
				The console authorizes Salesforce for all of your company’s LinkPoint Connect(ME) users at
				once. Connect(ME) support opens it for your organization.
			</p>
			<div className={styles.line}>
				<CopyLine text={address} label="Copy the address" />
			</div>
		</section>
	);
}

interface ImportEntitlementProps {
	entitlement: EntitlementImport;
	again: boolean;
	/** A file is held over the window. */
	over: boolean;
}

/** The file that support sent: by button, by drop, or put into the data folder. */
function ImportEntitlement({ entitlement, again, over }: ImportEntitlementProps) {
	const button = useRef<HTMLButtonElement>(null);
	// The one thing to do here.
	useEffect(() => button.current?.focus({ preventScroll: true }), []);
	return (
		<section className={styles.panel} aria-labelledby="gate-import">
			<header className={classes(text.row, styles.askForAccessHead)}>
				<h2 id="gate-import">{again ? "Import another file" : "You have an entitlement"}</h2>
				<Button
					look="quiet"
					size="small"
					icon={RefreshCw}
					busy={entitlement.checking}
					data-testid="check-entitlement"
					title="Looks for a file that was put into the data folder"
					onClick={entitlement.check}
				>
					Check again
				</Button>
			</header>
			<p className={styles.text}>
				The <code>.entitlement</code> file that support sent you.
			</p>
			<div className={classes(styles.drop, over && styles.over)} data-testid="drop">
				<span className={styles.text}>
					{over ? "Let go to import it" : "Drop the file here, or"}
				</span>
				<Button
					ref={button}
					look="primary"
					icon={FileUp}
					busy={entitlement.importing}
					data-testid="import-entitlement"
					onClick={entitlement.choose}
				>
					Import entitlement…
				</Button>
			</div>
			<ErrorLine error={entitlement.error} />
		</section>
	);
}

const WORDS = {
	idle: [Copy, "Copy text"],
	copied: [Check, "Copied"],
	failed: [X, "Could not copy"],
} as const;

/** The text for support: about the company and the installation, never about a person. */
function WhatToSend({ text: request }: { text: string }) {
	const [state, copy] = useCopy();
	const [icon, word] = WORDS[state];
	return (
		<section className={styles.send} aria-labelledby="gate-send">
			<header className={styles.whatToSendHead}>
				<h2 id="gate-send">What to send</h2>
				<Button size="small" icon={icon} data-testid="copy-request" onClick={() => copy(request)}>
					{word}
				</Button>
				<span className={text.hidden} role="status">
					{state === "idle" ? "" : word}
				</span>
			</header>
			<pre data-testid="request" translate="no">
				{request}
			</pre>
		</section>
	);
}

/** Takes the first of the files that are dropped on an element. */
function useFileDrop(take: (file: File) => void) {
	const [over, setOver] = useState(false);
	const holdsFiles = (event: DragEvent) => event.dataTransfer.types.includes("Files");
	return {
		over,
		handlers: {
			onDragOver(event: DragEvent) {
				if (holdsFiles(event)) {
					event.preventDefault();
					event.dataTransfer.dropEffect = "copy";
					setOver(true);
				}
			},
			onDragLeave(event: DragEvent<HTMLElement>) {
				// Moving on to a child is no leaving.
				if (!event.currentTarget.contains(event.relatedTarget as Node | null)) {
					setOver(false);
				}
			},
			onDrop(event: DragEvent) {
				event.preventDefault();
				setOver(false);
				const file = event.dataTransfer.files[0];
				if (file !== undefined) {
					take(file);
				}
			},
		},
	};
}
