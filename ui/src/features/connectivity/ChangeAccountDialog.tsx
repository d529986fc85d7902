import { UserCog } from "lucide-react";
import { Cut } from "../../components/Cut";
import { ConfirmDialog } from "../../components/Dialog";
import { Fact, Facts } from "../../components/Facts";
import { ErrorLine } from "../../components/Notice";
import text from "../../components/text.module.css";
import { EnvironmentPill } from "../../domain/EnvironmentPill";
import type { Connection, Connectivity } from "../../ipc/bindings";
import { useCommand } from "../../ipc/useCommand";

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
