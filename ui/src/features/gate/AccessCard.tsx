import { FileUp, RefreshCw } from "lucide-react";
import { Button } from "../../components/Button";
import { Card } from "../../components/Card";
import { ErrorLine } from "../../components/ErrorLine";
import { Facts } from "../../components/Facts";
import { Day } from "../../components/Moment";
import { useGate } from "../../ipc/queries";
import styles from "./AccessCard.module.css";
import { EntitlementFiles } from "./EntitlementFiles";
import { GateNotice } from "./GateNotice";
import { useImport } from "./useImport";

/** In the settings: what the entitlement says, and the way to renew it before it ends. */
export function AccessCard() {
	const { data: gate } = useGate();
	const entitlement = useImport();
	const facts = gate?.entitlement ?? gate?.problem?.facts;
	if (gate === undefined) {
		return null;
	}
	return (
		<Card title="Access">
			{gate.rejected && <GateNotice problem={gate.rejected} />}
			{facts && (
				<Facts
					facts={[
						{ name: "Customer", value: facts.customer },
						{ name: "Edition", value: facts.edition },
						{
							name: "Organizations",
							value: (
								<code className={styles.ids}>
									{[...facts.organizations, ...(facts.sandboxes ? ["all sandboxes"] : [])].join(
										", ",
									)}
								</code>
							),
						},
						{
							name: gate.problem?.kind === "expired" ? "Expired" : "Expires",
							value: <Day at={facts.expires} last />,
							testId: "access-expires",
						},
					]}
				/>
			)}
			<EntitlementFiles gate={gate} />
			<div className={styles.actions}>
				<Button icon={FileUp} busy={entitlement.importing} onClick={entitlement.choose}>
					Import entitlement…
				</Button>
				<Button
					look="quiet"
					icon={RefreshCw}
					busy={entitlement.checking}
					title="Looks for a file that was put into the data folder"
					onClick={entitlement.check}
				>
					Check again
				</Button>
			</div>
			<ErrorLine error={entitlement.error} />
		</Card>
	);
}
