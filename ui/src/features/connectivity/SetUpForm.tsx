import { ListChecks, UserCog } from "lucide-react";
import { useId } from "react";
import { Card } from "../../components/Card";
import { Checkbox, RadioGroup, Switch } from "../../components/Choice";
import { CopyButton } from "../../components/Copy";
import { classes } from "../../components/classes";
import { Icon } from "../../components/Icon";
import { ErrorLine } from "../../components/Notice";
import { Pill } from "../../components/Status";
import text from "../../components/text.module.css";
import type { Connectivity } from "../../ipc/bindings";
import { useCommand } from "../../ipc/useCommand";
import { ClientAppColumns } from "./ClientAppColumns";
import styles from "./ConnectivityView.module.css";
import setUpGuide from "./SetUpGuide.module.css";
import { SetUpSteps, stepsAsText } from "./SetUpSteps";

/** Before the first connection: what to enter on the left, how to get it on the right. */
export function SetUpForm({ connectivity }: { connectivity: Connectivity }) {
	return (
		<div className={styles.columns}>
			<div className={text.stack}>
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

/** Two ways; the second is announced and cannot be chosen yet. */
function AuthenticationOption() {
	return (
		<RadioGroup
			label="Authentication option"
			testId="authentication"
			value="oauth"
			choices={[
				{
					value: "oauth",
					label: "Salesforce OAuth",
					note: "Sign in once as the service account; its refresh token authorizes the group.",
				},
				{
					value: "apiOnly",
					label: "API-only user",
					note: "A certificate instead of a browser sign-in.",
					badge: <Pill>Not available yet</Pill>,
					disabled: true,
				},
			]}
		/>
	);
}

const ACCOUNT = [
	"Made only for this purpose; no active LPC user",
	"Permissions “View All Data” and “API Enabled”",
	"May sign in through the browser (not API-only)",
	"One of its own in each sandbox",
];

function SetUpGuide({ connectivity }: { connectivity: Connectivity }) {
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
			<div className={setUpGuide.account}>
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

const LABEL = "Login using Salesforce Service Account";

export function ServiceAccountSwitch({ connectivity }: { connectivity: Connectivity }) {
	const id = useId();
	const change = useCommand("set_service_account_login");
	const enabled = change.isPending ? change.variables.enabled : connectivity.serviceAccountLogin;
	return (
		<section className={classes(text.card, styles.card)} aria-label={LABEL}>
			<Switch
				label={LABEL}
				describedBy={id}
				testId="service-account-switch"
				checked={enabled}
				onChange={(next) =>
					change.mutate({ organizationId: connectivity.organizationId, enabled: next })
				}
			/>
			<div className={text.grow}>
				<div className={text.strong}>{LABEL}</div>
				<p id={id} className={text.hint}>
					One service account authorizes Salesforce for every user of the group. No end user is ever
					prompted.
				</p>
				<ErrorLine error={change.error} />
			</div>
			<span
				className={classes(styles.word, enabled && styles.enabled)}
				data-testid="service-account-word"
			>
				{enabled ? "Enabled" : "Disabled"}
			</span>
		</section>
	);
}
