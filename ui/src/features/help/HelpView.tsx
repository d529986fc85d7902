import { TriangleAlert } from "lucide-react";
import { Button } from "../../components/Button";
import { Card } from "../../components/Card";
import { CopyButton } from "../../components/CopyButton";
import { CopyLine } from "../../components/CopyLine";
import { EmptyState } from "../../components/EmptyState";
import { Facts } from "../../components/Facts";
import page from "../../components/Page.module.css";
import { PageHeader } from "../../components/PageHeader";
import type { Help } from "../../ipc/bindings";
import { toApiError } from "../../ipc/host";
import { useHelp } from "../../ipc/queries";
import { OpenFolderButton } from "../ownData/OpenFolderButton";
import styles from "./HelpView.module.css";
import { Shortcuts } from "./Shortcuts";

/** Addresses that are copied and not opened: the window opens no pages. */
const PAGES = [
	{ name: "Whether Salesforce has an outage", address: "https://status.salesforce.com" },
	{ name: "Salesforce’s own help", address: "https://help.salesforce.com" },
];

/** What helps without a network: which console this is, whom to ask, what to send, which keys there are. */
export function HelpView() {
	const { data: help, error, refetch } = useHelp();
	return (
		<>
			<PageHeader title="Help" />
			<div className={page.cards} data-testid="help" data-ready={help !== undefined}>
				{help ? (
					<Cards help={help} />
				) : (
					error && (
						<EmptyState
							icon={TriangleAlert}
							role="alert"
							title="The console does not answer"
							action={<Button onClick={() => void refetch()}>Retry</Button>}
						>
							{toApiError(error).message}
						</EmptyState>
					)
				)}
			</div>
		</>
	);
}

function Cards({ help }: { help: Help }) {
	const { version, demo, dataFolder, logFolder, supportAddress, details } = help;
	return (
		<>
			<Card title="This console">
				<div className={page.group}>
					<Facts
						facts={[
							{ name: "Version", value: version, testId: "help-version" },
							{
								name: "Flavor",
								value: demo ? "Demo: works with the stand-in, never with Salesforce" : "Release",
							},
						]}
					/>
					<Place name="Data folder" path={dataFolder}>
						<OpenFolderButton />
					</Place>
					<Place name="Log folder" path={logFolder} />
				</div>
			</Card>
			<Card title="Ask support">
				<div className={page.group}>
					<CopyLine text={supportAddress} label="Copy the support address" />
					<h3>What to send</h3>
					<ul className={styles.list}>
						<li>What you did, what you expected, and what happened instead.</li>
						<li>The exact text of the error. Copy stands beside each one.</li>
						<li>The session: open it in the tab Sessions and choose Copy this session.</li>
						<li>The log of that day: console.YYYY-MM-DD.log in the log folder.</li>
						<li>The lines below. They name the installation and no person.</li>
					</ul>
					<div className={styles.details}>
						<pre data-testid="help-details" translate="no">
							{details}
						</pre>
						<CopyButton text={details} label="Copy the lines for support" word="Copy" attached />
					</div>
					<p className={styles.never}>
						Never send vault.db, console.db, a password, or an address that the browser showed after
						a sign-in.
					</p>
				</div>
			</Card>
			<Card title="Keyboard">
				<Shortcuts />
			</Card>
			<Card title="On the web">
				<div className={page.group}>
					<p className={styles.never}>Copy an address and open it in your browser.</p>
					{PAGES.map(({ name, address }) => (
						<Place key={address} name={name} path={address} />
					))}
				</div>
			</Card>
		</>
	);
}

/** Something with a path or an address that is long, copied, and maybe opened. */
function Place({
	name,
	path,
	children,
}: {
	name: string;
	path: string;
	children?: React.ReactNode;
}) {
	return (
		<div className={styles.place}>
			<h3>{name}</h3>
			<div className={styles.path}>
				<CopyLine text={path} label={`Copy: ${name}`} />
				{children}
			</div>
		</div>
	);
}
