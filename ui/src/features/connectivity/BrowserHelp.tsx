import { LifeBuoy } from "lucide-react";
import { Card } from "../../components/Card";
import { CopyButton } from "../../components/CopyButton";
import { formatAbsolute } from "../../components/time";
import type { Connectivity } from "../../ipc/bindings";
import styles from "./BrowserHelp.module.css";
import type { Underway } from "./WaitingPanel";

const HELP: { shows: string; mono?: boolean; means: string }[] = [
	{
		shows: "“We can’t authorize you because of an OAuth error”",
		means:
			"The app is not installed for this user. A Salesforce admin: Setup › Connected Apps OAuth Usage › Install.",
	},
	{
		shows: "error=redirect_uri_mismatch",
		mono: true,
		means: "The app’s callback URL differs. Paste it again, exactly.",
	},
	{
		shows: "error=invalid_client_id",
		mono: true,
		means: "The consumer key belongs to another org, or the app is too new. Wait 10 minutes.",
	},
	{
		shows: "The browser asks to open LPC Admin Console",
		means: "Allow it. If you refused earlier, use Paste the address.",
	},
	{
		shows: "You are signed in as somebody else",
		means: "Sign out of Salesforce in that browser, or copy the link into a private window.",
	},
];

/** Errors that Salesforce shows only in the browser, and what to do about them. */
export function BrowserHelp({
	connectivity,
	login,
}: {
	connectivity: Connectivity;
	login: Underway;
}) {
	return (
		<Card title="What does the browser show?" icon={LifeBuoy} flush>
			<dl className={styles.list}>
				{HELP.map(({ shows, mono, means }) => (
					<div key={shows}>
						<dt>{mono ? <code>{shows}</code> : shows}</dt>
						<dd>{means}</dd>
					</div>
				))}
			</dl>
			<div className={styles.foot}>
				<CopyButton
					text={details(connectivity, login)}
					label="Copy details for support"
					word="Copy details for support"
				/>
			</div>
		</Card>
	);
}

/** Nothing secret: what the panel shows, in words. */
function details(connectivity: Connectivity, login: Underway): string {
	const app = connectivity.clientApps.find(({ environment }) => environment === login.environment);
	return [
		`Organization: ${connectivity.organizationName}`,
		`Environment: ${login.environment}`,
		`Login page: ${app?.loginHost ?? ""}`,
		`Callback URL: ${app?.callbackUrl ?? ""}`,
		`Phase: ${login.phase}`,
		...(login.phase === "waiting"
			? [`Started: ${formatAbsolute(login.started)}`, `Ends: ${formatAbsolute(login.expires)}`]
			: []),
	].join("\n");
}
