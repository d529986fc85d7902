import { UserCog } from "lucide-react";
import { ConfirmDialog } from "../../components/ConfirmDialog";
import { ErrorLine } from "../../components/ErrorLine";
import { Facts } from "../../components/Facts";
import { EnvironmentPill } from "../../domain/EnvironmentPill";
import type { Connection, Connectivity } from "../../ipc/bindings";
import { useCommand } from "../../ipc/useCommand";
import text from "../../styles/text.module.css";

/** Says what a change does before the browser opens. */
export function ChangeAccountDialog({
	open,
	connectivity,
	connection,
	onClose,
}: {
	open: boolean;
	connectivity: Connectivity;
	connection: Connection;
	onClose: () => void;
}) {
	const { organizationId } = connectivity;
	const change = useCommand("change_account");
	return (
		<ConfirmDialog
			open={open}
			testId="change-dialog"
			icon={UserCog}
			tone="accent"
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
			<Facts
				narrow
				facts={[
					{
						name: "Connected now",
						value: (
							<span className={text.cut} title={connection.username}>
								{connection.username}
							</span>
						),
					},
					{ name: "Environment", value: <EnvironmentPill environment={connection.environment} /> },
				]}
			/>
			<p className={text.hint}>
				Until you confirm, the connected account goes on working. Afterwards its token is revoked
				and everyone is read anew. Signing in with the same account is simply a reconnect.
			</p>
			<ErrorLine error={change.error} />
		</ConfirmDialog>
	);
}
