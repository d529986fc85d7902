import { FileUp, RefreshCw } from "lucide-react";
import { Button } from "../../components/Button";
import { Card } from "../../components/Card";
import { classes } from "../../components/classes";
import { Fact, Facts } from "../../components/Facts";
import { Day } from "../../components/Moment";
import { ErrorLine } from "../../components/Notice";
import text from "../../components/text.module.css";
import { useGate } from "../../ipc/queries";
import styles from "./AccessCard.module.css";
import { EntitlementFiles } from "./EntitlementFiles";
import { GateNotice, included } from "./GateNotice";
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
				<Facts>
					<Fact name="Customer">{facts.customer}</Fact>
					<Fact name="Edition">{facts.edition}</Fact>
					<Fact name="Organizations">
						<code className={styles.ids}>{included(facts)}</code>
					</Fact>
					<Fact
						name={gate.problem?.kind === "expired" ? "Expired" : "Expires"}
						testId="access-expires"
					>
						<Day at={facts.expires} last />
					</Fact>
				</Facts>
			)}
			<EntitlementFiles gate={gate} />
			<div className={classes(text.actions, styles.actions)}>
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
