import { Disclosure } from "../../components/Disclosure";
import type { Connectivity } from "../../ipc/bindings";
import { ClientAppColumns } from "./ClientAppColumns";
import styles from "./ClientAppsCard.module.css";
import { SetUpSteps } from "./SetUpSteps";

/** Once connected, keys and hosts are rarely needed: they fold away. */
export function ClientAppsCard({ connectivity }: { connectivity: Connectivity }) {
	return (
		<Disclosure
			title="External Client App"
			note="Consumer keys, callback URLs, My Domain, set-up steps"
			testId="client-apps"
		>
			<ClientAppColumns connectivity={connectivity} connectable={false} />
			<div className={styles.guide}>
				<SetUpSteps connectivity={connectivity} />
			</div>
		</Disclosure>
	);
}
