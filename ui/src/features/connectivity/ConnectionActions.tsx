import { PlugZap, Unplug, UserCog } from "lucide-react";
import { useState } from "react";
import { Button } from "../../components/Button";
import { ErrorLine } from "../../components/ErrorLine";
import type { Connection, Connectivity } from "../../ipc/bindings";
import { useCommand } from "../../ipc/useCommand";
import text from "../../styles/text.module.css";
import { ChangeAccountDialog } from "./ChangeAccountDialog";
import styles from "./ConnectionActions.module.css";
import { DisconnectDialog } from "./DisconnectDialog";
import { TestSteps } from "./TestSteps";

/** What can be done with a connection; what ends it stands apart. */
export function ConnectionActions({
	connectivity,
	connection,
}: {
	connectivity: Connectivity;
	connection: Connection;
}) {
	const { organizationId, serviceAccountLogin } = connectivity;
	const test = useCommand("test_connection");
	const [asking, setAsking] = useState<"change" | "disconnect" | null>(null);
	const off = serviceAccountLogin ? null : "Turn on Login using Salesforce Service Account first.";
	return (
		<div className={styles.block}>
			<div className={styles.actions}>
				<Button
					icon={PlugZap}
					busy={test.isPending}
					data-testid="test-connection"
					onClick={() => test.mutate({ organizationId })}
				>
					Test connection
				</Button>
				<Button
					icon={UserCog}
					reason={off}
					data-testid="change-account"
					onClick={() => setAsking("change")}
				>
					Change service account…
				</Button>
				<span className={text.grow} />
				<Button
					look="dangerQuiet"
					icon={Unplug}
					data-testid="disconnect"
					onClick={() => setAsking("disconnect")}
				>
					Disconnect…
				</Button>
			</div>
			<ErrorLine error={test.error} />
			<p className={text.hidden} role="status">
				{test.isPending && "Testing the connection"}
			</p>
			{test.data && <TestSteps test={test.data} />}
			<ChangeAccountDialog
				open={asking === "change"}
				connectivity={connectivity}
				connection={connection}
				onClose={() => setAsking(null)}
			/>
			<DisconnectDialog
				open={asking === "disconnect"}
				connectivity={connectivity}
				connection={connection}
				onClose={() => setAsking(null)}
			/>
		</div>
	);
}
