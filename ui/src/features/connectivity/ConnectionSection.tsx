import { classes } from "../../components/classes";
import type { Connection, Connectivity } from "../../ipc/bindings";
import { ApiBudgetCard } from "./ApiBudgetCard";
import { ConnectionCard } from "./ConnectionCard";
import styles from "./ConnectivityView.module.css";
import { IdleLimitCard } from "./IdleLimitCard";

/** The connected account, and how long it holds. */
export function ConnectionSection({
	connectivity,
	connection,
}: {
	connectivity: Connectivity;
	connection: Connection;
}) {
	return (
		<div className={classes(styles.columns, styles.even)}>
			<ConnectionCard connectivity={connectivity} connection={connection} />
			<div className={styles.stack}>
				<IdleLimitCard
					state={connectivity.state}
					connection={connection}
					held={connectivity.keyStoreProblem?.consequence === "heldForSession"}
				/>
				{connection.apiUsage && (
					<ApiBudgetCard usage={connection.apiUsage} own={connection.ownCalls} />
				)}
			</div>
		</div>
	);
}
