import type { ReactNode } from "react";
import { CopyButton } from "../../components/Copy";
import { ENVIRONMENT_WORDS } from "../../domain/connectionState";
import type { Connectivity } from "../../ipc/bindings";
import styles from "./SetUpGuide.module.css";

const SCOPES = [
	["api", "Manage user data via APIs"],
	["refresh_token", "Perform requests at any time"],
	["id", "Access the identity URL service"],
] as const;

const POLICIES = [
	[
		"Permitted Users",
		"All users may self-authorize, or admin approved with the account’s permission set",
	],
	["IP Relaxation", "Relax IP restrictions, or allow this computer’s network"],
	["Refresh Token Policy", "Expire if not used for 30 days"],
] as const;

interface Step {
	title: string;
	hint: ReactNode;
	/** For the copied list. */
	plain: string;
}

/** How the app comes to be, with every value to be copied; the same for both environments but the callback. */
export function SetUpSteps({ connectivity }: { connectivity: Connectivity }) {
	return (
		<ol className={styles.steps}>
			{steps(connectivity).map((step, index) => (
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
	);
}

/** The steps as they are sent to whoever administers Salesforce. */
export function stepsAsText(connectivity: Connectivity): string[] {
	return steps(connectivity).map((step, index) => `${index + 1}. ${step.title}. ${step.plain}`);
}

function steps({ clientApps }: Connectivity): Step[] {
	const policies = POLICIES.map(([name, value]) => `${name}: ${value}`);
	return [
		{
			title: "Open Setup › External Client App Manager › New",
			hint: (
				<>
					Distribution: <b>Local</b>. Only this org can use it; a sandbox needs its own app.
				</>
			),
			plain: "Distribution: Local. A sandbox needs its own app.",
		},
		{
			title: "Enable OAuth and paste the callback URL",
			hint: clientApps.map((app) => (
				<Value
					key={app.environment}
					name={ENVIRONMENT_WORDS[app.environment]}
					value={app.callbackUrl}
				/>
			)),
			plain: clientApps
				.map((app) => `${ENVIRONMENT_WORDS[app.environment]}: ${app.callbackUrl}`)
				.join("; "),
		},
		{
			title: "Add three scopes",
			hint: SCOPES.map(([scope, meaning]) => (
				<span key={scope} className={styles.scope} title={meaning}>
					<code>{scope}</code>
					<CopyButton text={scope} label={`Copy the scope ${scope}`} />
				</span>
			)),
			plain: SCOPES.map(([scope, meaning]) => `${scope} (${meaning})`).join(", "),
		},
		{
			title: "Require no secret; keep PKCE, rotation and the 30-day limit on",
			hint: "Untick both secrets (web server flow, refresh token flow). Salesforce locks the other three; this console is built for them.",
			plain: "Untick the secret for the web server flow and for the refresh token flow.",
		},
		{
			title: "Set the policies",
			hint: policies.map((policy) => (
				<span key={policy} className={styles.policy}>
					{policy}
				</span>
			)),
			plain: `${policies.join("; ")}.`,
		},
		{
			title: "Copy My Domain and the consumer key into the fields",
			hint: "My Domain first: it opens the right organization. Setup › My Domain shows it; the key stands under Settings › OAuth Settings.",
			plain: "My Domain first (Setup › My Domain); the key stands under Settings › OAuth Settings.",
		},
		{
			title: "Wait 2 to 10 minutes",
			hint: "Salesforce takes that long to know a new or changed app; until then the browser shows invalid_client_id.",
			plain: "Until then the browser shows invalid_client_id.",
		},
	];
}

function Value({ name, value }: { name: string; value: string }) {
	return (
		<span className={styles.value}>
			<code title={`${name}: ${value}`}>{value}</code>
			<CopyButton text={value} label={`Copy the callback URL of step 2 for ${name}`} />
		</span>
	);
}
