import { OctagonX, Unplug } from "lucide-react";
import { CopyButton, RawText } from "../../components/Copy";
import { ConfirmDialog } from "../../components/Dialog";
import { Cut, Fact, Facts } from "../../components/Facts";
import { Ago } from "../../components/Moment";
import { ErrorLine } from "../../components/Notice";
import { Status } from "../../components/Status";
import text from "../../components/text.module.css";
import { formatCount, formatWithWeekday } from "../../components/time";
import { EnvironmentPill } from "../../domain/connectionState";
import type { ApiError, Connection, Connectivity } from "../../ipc/bindings";

interface Props {
	open: boolean;
	connectivity: Connectivity;
	connection: Connection;
	busy: boolean;
	error: ApiError | null;
	onYes: () => void;
	onNo: () => void;
}

/** Asks whether to sign in again now. Opens with its tab or by a click, never over typing. */
export function LostDialog({ open, connectivity, connection, busy, error, onYes, onNo }: Props) {
	const { fault, organizationName } = connectivity;
	const since = fault?.since ?? null;
	return (
		<ConfirmDialog
			open={open}
			testId="lost-dialog"
			icon={Unplug}
			title="Salesforce connectivity was lost"
			question={
				<>
					Users of <b>{organizationName}</b> stay suspended until the service account signs in again
					{fault?.retryAt != null &&
						" or Salesforce accepts the saved sign-in, which is tried from time to time"}
					. Do you want to sign in now?
				</>
			}
			yes="Yes"
			no="Not now"
			busy={busy}
			onYes={onYes}
			onNo={onNo}
		>
			<Facts narrow>
				<Fact name="Service account">
					<Cut>{connection.username}</Cut>
				</Fact>
				<Fact name="User ID">
					<code>{connection.userId}</code>
					<CopyButton text={connection.userId} label="Copy user ID" />
				</Fact>
				<Fact name="Environment">
					<EnvironmentPill environment={connection.environment} />
				</Fact>
				{since !== null && (
					<Fact name="Since">
						{formatWithWeekday(since)} <Ago at={since} className={text.muted} />
					</Fact>
				)}
				{fault && (
					<Fact name="Suspended by it">
						<Status
							tone="bad"
							icon={OctagonX}
							word={formatCount(fault.suspended, "user", "users")}
						/>
					</Fact>
				)}
			</Facts>
			{fault && <RawText text={fault.fault.raw} />}
			<p className={text.hint}>
				Salesforce opens in your browser. If another account or organization signs in, nothing is
				changed and both are named.
			</p>
			<ErrorLine error={error} />
		</ConfirmDialog>
	);
}
