import type { Connectivity } from "../../ipc/bindings";
import { ClientAppColumn } from "./ClientAppColumn";
import styles from "./ClientAppColumns.module.css";

export function ClientAppColumns({
	connectivity,
	connectable,
}: {
	connectivity: Connectivity;
	/** Shows the Connect buttons. */
	connectable: boolean;
}) {
	return (
		<div className={styles.columns}>
			{connectivity.clientApps.map((app) => (
				<ClientAppColumn
					key={app.environment}
					connectivity={connectivity}
					app={app}
					connectable={connectable}
				/>
			))}
		</div>
	);
}
