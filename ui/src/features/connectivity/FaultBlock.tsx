import { CheckNowButton } from "../../domain/CheckNowButton";
import { ExplanationFacts } from "../../domain/ExplanationFacts";
import { ReconnectButton } from "../../domain/ReconnectButton";
import type { ConnectionFault, Connectivity } from "../../ipc/bindings";
import text from "../../styles/text.module.css";
import styles from "./FaultBlock.module.css";
import { RetryIn } from "./RetryIn";

/** Why the connection does not work, and the one button that helps. */
export function FaultBlock({
	connectivity,
	fault,
}: {
	connectivity: Connectivity;
	fault: ConnectionFault;
}) {
	const { state, organizationId } = connectivity;
	const { remedy } = fault.explanation;
	const reconnect = remedy === "reconnect" || state === "lost" || state === "keyLost";
	return (
		<div className={styles.block} data-testid="fault">
			<h2>{fault.explanation.title}</h2>
			<ExplanationFacts
				explanation={fault.explanation}
				tone={state === "unreachable" || state === "throttled" ? "warning" : "bad"}
			/>
			{state !== "off" && (
				<div className={styles.actions}>
					{reconnect && <ReconnectButton />}
					{!reconnect && remedy === "checkNow" && (
						<CheckNowButton organizationId={organizationId} />
					)}
					{fault.retryAt !== null && (
						<span className={text.hint}>
							Tried again by itself <RetryIn at={fault.retryAt} />.
						</span>
					)}
				</div>
			)}
		</div>
	);
}
