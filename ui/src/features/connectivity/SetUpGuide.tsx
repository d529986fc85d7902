import { ListChecks, UserCog } from "lucide-react";
import { Card } from "../../components/Card";
import { Checkbox } from "../../components/Checkbox";
import { CopyButton } from "../../components/CopyButton";
import { ErrorLine } from "../../components/ErrorLine";
import { Icon } from "../../components/Icon";
import type { Connectivity } from "../../ipc/bindings";
import { useCommand } from "../../ipc/useCommand";
import styles from "./SetUpGuide.module.css";
import { SetUpSteps, stepsAsText } from "./SetUpSteps";

const ACCOUNT = [
	"Made only for this purpose; no active LPC user",
	"Permissions “View All Data” and “API Enabled”",
	"May sign in through the browser (not API-only)",
	"One of its own in each sandbox",
];

export function SetUpGuide({ connectivity }: { connectivity: Connectivity }) {
	const { organizationId } = connectivity;
	const confirm = useCommand("confirm_no_lpc_user");
	const confirmed = confirm.isPending
		? confirm.variables.confirmed
		: connectivity.confirmedNoLpcUser;
	return (
		<Card
			title="Set up once per environment"
			icon={ListChecks}
			flush
			aside={<CopyButton text={asText(connectivity)} label="Copy all steps" word="Copy all" />}
		>
			<div className={styles.account}>
				<h2>
					<Icon of={UserCog} />
					The service account
				</h2>
				<ul>
					{ACCOUNT.map((line) => (
						<li key={line}>{line}</li>
					))}
				</ul>
				<Checkbox
					label="I confirm that no LPC user works with this account."
					note="All else is checked after sign-in."
					testId="confirm-no-lpc-user"
					checked={confirmed}
					onChange={(next) => confirm.mutate({ organizationId, confirmed: next })}
				/>
				<ErrorLine error={confirm.error} />
			</div>
			<SetUpSteps connectivity={connectivity} />
		</Card>
	);
}

function asText(connectivity: Connectivity): string {
	return [
		...stepsAsText(connectivity),
		"",
		"The service account:",
		...ACCOUNT.map((line) => `- ${line}`),
	].join("\n");
}
