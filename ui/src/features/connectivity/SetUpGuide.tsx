import { ListChecks, UserCog } from "lucide-react";
import type { ReactNode } from "react";
import { Card } from "../../components/Card";
import { Checkbox } from "../../components/Checkbox";
import { CopyButton } from "../../components/CopyButton";
import { ErrorLine } from "../../components/ErrorLine";
import { Icon } from "../../components/Icon";
import type { Connectivity } from "../../ipc/bindings";
import { useCommand } from "../../ipc/useCommand";
import styles from "./SetUpGuide.module.css";

const SCOPES = ["api", "refresh_token", "id"];

interface Step {
	title: string;
	hint: ReactNode;
	/** For the copied list. */
	plain: string;
}

const STEPS: Step[] = [
	{
		title: "Open Setup › External Client App Manager › New",
		hint: (
			<>
				Distribution: <b>Local</b>. Only this org can use it.
			</>
		),
		plain: "Distribution: Local.",
	},
	{
		title: "Enable OAuth and paste the callback URL",
		hint: "Exactly as shown; each environment has its own app.",
		plain: "Exactly as listed below; each environment has its own app.",
	},
	{
		title: "Add three scopes",
		hint: SCOPES.map((scope) => (
			<span key={scope} className={styles.scope}>
				<code>{scope}</code>
				<CopyButton text={scope} label={`Copy the scope ${scope}`} />
			</span>
		)),
		plain: SCOPES.join(", "),
	},
	{
		title: "Permitted users, IP relaxation",
		hint: "Let the service account in; allow this computer’s network.",
		plain: "Let the service account in; allow this computer’s network.",
	},
	{
		title: "Keep PKCE, rotation and the 30-day limit on",
		hint: "Salesforce locks all three; this console is built for them.",
		plain: "Salesforce locks all three.",
	},
	{
		title: "Copy the consumer key into the field",
		hint: "Salesforce accepts a new app after 2 to 10 minutes.",
		plain: "Salesforce accepts a new app after 2 to 10 minutes.",
	},
];

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
			<ol className={styles.steps}>
				{STEPS.map((step, index) => (
					<li key={step.title}>
						<span className={styles.number} aria-hidden="true">
							{index + 1}
						</span>
						<div>
							<div className={styles.title}>{step.title}</div>
							<div className={styles.hint}>{step.hint}</div>
						</div>
					</li>
				))}
			</ol>
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
		</Card>
	);
}

function asText(connectivity: Connectivity): string {
	return [
		...STEPS.map((step, index) => `${index + 1}. ${step.title}. ${step.plain}`),
		"",
		...connectivity.clientApps.map((app) => `Callback URL, ${app.environment}: ${app.callbackUrl}`),
		"",
		"The service account:",
		...ACCOUNT.map((line) => `- ${line}`),
	].join("\n");
}
