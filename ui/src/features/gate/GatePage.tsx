import { Lock } from "lucide-react";
import { Icon } from "../../components/Icon";
import { Logo } from "../../components/Logo";
import type { Gate } from "../../ipc/bindings";
import { AskForAccess } from "./AskForAccess";
import { EntitlementFiles } from "./EntitlementFiles";
import { GateNotice } from "./GateNotice";
import styles from "./GatePage.module.css";
import { ImportEntitlement } from "./ImportEntitlement";
import { useFileDrop } from "./useFileDrop";
import { useImport } from "./useImport";
import { WhatToSend } from "./WhatToSend";

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
							<p className={styles.lead}>
								{again
									? "This entitlement cannot be used"
									: "Access is granted on request, to Enterprise customers"}
							</p>
						</div>
					</header>
					{problem && <GateNotice problem={problem} level={2} />}
					<section className={styles.card} aria-label="Access">
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
