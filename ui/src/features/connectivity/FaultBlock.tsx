import { CheckNowButton } from "../../domain/CheckNowButton";
import { reconnectHelps } from "../../domain/connectionState";
import { ExplanationFacts } from "../../domain/ExplanationFacts";
import { ReconnectButton } from "../../domain/ReconnectButton";
import type { ConnectionFault, Connectivity } from "../../ipc/bindings";
import text from "../../styles/text.module.css";
import styles from "./FaultBlock.module.css";
import { RetryIn } from "./RetryIn";
import { STATUS_SENTENCES } from "./statusSentence";

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
	const reconnect = reconnectHelps(state, remedy);
	return (
		<div className={styles.block} data-testid="fault">
			{/* The status sentence may have said it already. */}
			{fault.explanation.title !== STATUS_SENTENCES[state].words && (
				<h2>{fault.explanation.title}</h2>
			)}
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
							Tries again by itself <RetryIn at={fault.retryAt} />.
						</span>
					)}
				</div>
			)}
		</div>
	);
}
