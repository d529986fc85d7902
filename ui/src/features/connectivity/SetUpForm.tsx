import { Card } from "../../components/Card";
import type { Connectivity } from "../../ipc/bindings";
import text from "../../styles/text.module.css";
import { AuthenticationOption } from "./AuthenticationOption";
import { ClientAppColumns } from "./ClientAppColumns";
import styles from "./ConnectivityView.module.css";
import { ServiceAccountSwitch } from "./ServiceAccountSwitch";
import { SetUpGuide } from "./SetUpGuide";

/** Before the first connection: what to enter on the left, how to get it on the right. */
export function SetUpForm({ connectivity }: { connectivity: Connectivity }) {
	return (
		<div className={styles.columns}>
			<div className={styles.stack}>
				<ServiceAccountSwitch connectivity={connectivity} />
				<Card title="Authentication option" tight>
					<AuthenticationOption />
				</Card>
				<Card
					title="External Client App"
					aside={
						<span className={text.hint}>Belongs to your Salesforce org; no secret is needed</span>
					}
					flush
				>
					<ClientAppColumns connectivity={connectivity} connectable />
				</Card>
				<p className={text.hint}>
					Opens your browser and always asks for the service account’s login. Nothing is saved
					before every check has passed.
				</p>
			</div>
			<SetUpGuide connectivity={connectivity} />
		</div>
	);
}
