import { OctagonX, Unplug } from "lucide-react";
import { ConfirmDialog } from "../../components/ConfirmDialog";
import { CopyButton } from "../../components/CopyButton";
import { ErrorLine } from "../../components/ErrorLine";
import { type Fact, Facts } from "../../components/Facts";
import { Ago } from "../../components/Moment";
import { RawText } from "../../components/RawText";
import { Status } from "../../components/Status";
import { formatCount, formatWithWeekday } from "../../components/time";
import { EnvironmentPill } from "../../domain/EnvironmentPill";
import type { ApiError, Connection, Connectivity } from "../../ipc/bindings";
import text from "../../styles/text.module.css";

/** Asks whether to sign in again now. Opens with its tab or by a click, never over typing. */
export function LostDialog({
	open,
	connectivity,
	connection,
	busy,
	error,
	onYes,
	onNo,
}: {
	open: boolean;
	connectivity: Connectivity;
	connection: Connection;
	busy: boolean;
	error: ApiError | null;
	onYes: () => void;
	onNo: () => void;
}) {
	const { fault, organizationName } = connectivity;
	const since = fault?.since ?? null;
	const facts: Fact[] = [
		{
			name: "Service account",
			value: (
				<span className={text.cut} title={connection.username}>
					{connection.username}
				</span>
			),
		},
		{
			name: "User ID",
			value: (
				<>
					<code>{connection.userId}</code>
					<CopyButton text={connection.userId} label="Copy user ID" />
				</>
			),
		},
		{ name: "Environment", value: <EnvironmentPill environment={connection.environment} /> },
	];
	if (since !== null) {
		facts.push({
			name: "Since",
			value: (
				<>
					{formatWithWeekday(since)} <Ago at={since} className={text.muted} />
				</>
			),
		});
	}
	if (fault !== null) {
		facts.push({
			name: "Suspended by it",
			value: (
				<Status tone="bad" icon={OctagonX} word={formatCount(fault.suspended, "user", "users")} />
			),
		});
	}
	return (
		<ConfirmDialog
			open={open}
			testId="lost-dialog"
			icon={Unplug}
			title="Salesforce connectivity was lost"
			question={
				<>
					Users of <b>{organizationName}</b> stay suspended until the service account signs in
					again. Do you want to sign in now?
				</>
			}
			yes="Yes"
			no="Not now"
			busy={busy}
			onYes={onYes}
			onNo={onNo}
		>
			<Facts narrow facts={facts} />
			{fault && <RawText text={fault.explanation.raw} />}
			<p className={text.hint}>
				Salesforce opens in your browser. If another account or organization signs in, nothing is
				changed and both are named.
			</p>
			<ErrorLine error={error} />
		</ConfirmDialog>
	);
}
