import { CopyButton } from "../../components/CopyButton";
import { Facts } from "../../components/Facts";
import { formatAbsolute, formatNumber } from "../../components/time";
import { ExplanationFacts } from "../../domain/ExplanationFacts";
import {
	asText,
	checkedWords,
	duration,
	numberWords,
	ownFaultWords,
	TRIGGERS,
} from "../../domain/sessionWords";
import type { SessionRow } from "../../ipc/bindings";
import styles from "./SessionDetail.module.css";

/** Everything about one session, with the text that stopped it in full. */
export function SessionDetail({ row }: { row: SessionRow }) {
	return (
		<div className={styles.detail} data-testid="session-detail">
			<div className={styles.facts}>
				<Facts
					narrow
					facts={[
						{ name: "Started", value: formatAbsolute(row.started) },
						{
							name: "Ended",
							value:
								row.ended === null
									? "Still running"
									: `${formatAbsolute(row.ended)} (${duration(row)})`,
						},
						{ name: "Trigger", value: TRIGGERS[row.trigger] },
					]}
				/>
				<Facts
					narrow
					facts={[
						{ name: "Checked", value: checkedWords(row) },
						{
							name: "Changed",
							value:
								numberWords(row, row.changed) === "—"
									? "—"
									: `${formatNumber(row.changed)}, of these ${formatNumber(row.newlySuspended)} suspended`,
						},
						{ name: "Suspended", value: `${ownFaultWords(row)}, the connection aside` },
						{ name: "API calls", value: formatNumber(row.apiCalls) },
					]}
				/>
			</div>
			{row.error && (
				<ExplanationFacts
					explanation={row.error}
					titled
					tone={row.outcome === "failed" ? "bad" : "warning"}
				/>
			)}
			{row.outcome === "interrupted" && row.error === null && (
				<p className={styles.note}>
					The console was closed while this session ran. The next one went on where it stopped.
				</p>
			)}
			<div>
				<CopyButton text={asText(row)} label="Copy this session" word="Copy this session" />
			</div>
		</div>
	);
}
