import { CopyLine } from "../../components/CopyLine";
import styles from "./Panel.module.css";

/** What the access is, and whom to ask. */
export function AskForAccess({ address, again }: { address: string; again: boolean }) {
	return (
		<section className={styles.panel} aria-labelledby="gate-ask">
			<h2 id="gate-ask">{again ? "Ask for a new entitlement" : "Ask for access"}</h2>
			<p className={styles.text}>
				The console authorizes Salesforce for all of your company’s LinkPoint Connect(ME) users at
				once. Connect(ME) support opens it for your organization.
			</p>
			<div className={styles.line}>
				<CopyLine text={address} label="Copy the address" />
			</div>
		</section>
	);
}
