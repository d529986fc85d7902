import { Unplug, UserCog } from "lucide-react";
import { CopyButton, RawText } from "../../components/Copy";
import { ConfirmDialog } from "../../components/Dialog";
import { Cut, Fact, Facts } from "../../components/Facts";
import { ErrorLine } from "../../components/Notice";
import text from "../../components/text.module.css";
import { formatCount } from "../../components/time";
import { EnvironmentPill } from "../../domain/connectionState";
import type { Connection, Connectivity } from "../../ipc/bindings";
import { useUserCounts } from "../../ipc/queries";
import { useCommand } from "../../ipc/useCommand";
import styles from "./AccountDialogs.module.css";

export interface Connected {
	connectivity: Connectivity;
	connection: Connection;
}

export interface AskedProps extends Connected {
	open: boolean;
	onClose: () => void;
}

/** Says what a change does before the browser opens. */
export function ChangeAccountDialog({ open, connectivity, connection, onClose }: AskedProps) {
	const { organizationId } = connectivity;
	const change = useCommand("change_account");
	return (
		<ConfirmDialog
			open={open}
			testId="change-dialog"
			icon={UserCog}
			tone="active"
			title="Change the service account?"
			question="Sign in with another service account, or after the sandbox was refreshed. Both accounts are shown side by side before anything is saved."
			yes="Open the browser"
			no="Cancel"
			busy={change.isPending}
			onYes={() =>
				change.mutate(
					{ organizationId, environment: connection.environment },
					{ onSuccess: onClose },
				)
			}
			onNo={onClose}
		>
			<Facts narrow>
				<Fact name="Connected now">
					<Cut>{connection.username}</Cut>
				</Fact>
				<Fact name="Environment">
					<EnvironmentPill environment={connection.environment} />
				</Fact>
			</Facts>
			<p className={text.hint}>
				Until you confirm, the connected account goes on working. Afterwards its token is revoked
				and everyone is read anew. Signing in with the same account is simply a reconnect.
			</p>
			<ErrorLine error={change.error} />
		</ConfirmDialog>
	);
}

/** Revokes and forgets; what cannot be revoked is forgotten only on a second confirmation. */
export function DisconnectDialog({ open, connectivity, connection, onClose }: AskedProps) {
	const { organizationId, organizationName } = connectivity;
	const disconnect = useCommand("disconnect");
	const { data: counts } = useUserCounts(organizationId);
	const kept = disconnect.data?.disconnected === false ? disconnect.data : null;

	function close() {
		disconnect.reset();
		onClose();
	}

	return (
		<ConfirmDialog
			open={open}
			testId="disconnect-dialog"
			icon={Unplug}
			danger
			title={kept === null ? "Disconnect the service account?" : "The token could not be revoked"}
			question={
				kept === null ? (
					<>
						Sessions of <b>{organizationName}</b> stop, and nobody works through{" "}
						<b>{connection.username}</b> any more
						{counts !== undefined && !counts.loading && (
							<>: {formatCount(counts.members, "member is", "members are")} no longer checked</>
						)}
						.
					</>
				) : (
					"Nothing was changed. Salesforce did not take the revocation, so the token may live on there after you disconnect here."
				)
			}
			yes={kept === null ? "Disconnect" : "Disconnect anyway"}
			no="Cancel"
			busy={disconnect.isPending}
			onYes={() =>
				disconnect.mutate(
					{ organizationId, regardless: kept !== null },
					{ onSuccess: (answer) => answer.disconnected && close() },
				)
			}
			onNo={close}
		>
			{kept === null ? (
				<ul className={styles.list}>
					<li>The token is revoked at Salesforce, then forgotten on this computer.</li>
					<li>Users stay listed as they were last seen; consumer keys and hosts are kept.</li>
					<li>Connecting again needs the service account’s sign-in.</li>
				</ul>
			) : (
				<>
					{kept.notRevoked !== null && <RawText text={kept.notRevoked} tone="warning" />}
					<ol className={styles.list} data-testid="revoke-by-hand">
						{kept.byHand.map((step) => (
							<li key={step}>{step}</li>
						))}
					</ol>
					<p className={text.hint}>
						<CopyButton
							text={kept.byHand.join("\n")}
							label="Copy the steps"
							word="Copy the steps"
						/>
					</p>
				</>
			)}
			<ErrorLine error={disconnect.error} />
		</ConfirmDialog>
	);
}
