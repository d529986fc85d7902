import { Fragment } from "react";
import { Card } from "../../components/Card";
import { CopyButton, CopyLine } from "../../components/Copy";
import { classes } from "../../components/classes";
import { Fact, Facts } from "../../components/Facts";
import page from "../../components/Page.module.css";
import { PageHeader } from "../../components/PageHeader";
import text from "../../components/text.module.css";
import { ReadFailure } from "../../domain/ReadFailure";
import type { Help } from "../../ipc/bindings";
import { useHelp } from "../../ipc/queries";
import { OpenFolderButton } from "../ownData/OwnDataBand";
import styles from "./HelpView.module.css";

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
			<div
				className={classes(text.scroll, page.cards)}
				data-testid="help"
				data-ready={help !== undefined}
			>
				{help ? (
					<Cards help={help} />
				) : (
					error && (
						<ReadFailure title="The console does not answer" error={error} onRetry={refetch} />
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
					<Facts>
						<Fact name="Version" testId="help-version">
							{version}
						</Fact>
						<Fact name="Flavor">
							{demo ? "Demo: works with the stand-in, never with Salesforce" : "Release"}
						</Fact>
					</Facts>
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
					<p className={text.muted}>
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
					<p className={text.muted}>Copy an address and open it in your browser.</p>
					{PAGES.map(({ name, address }) => (
						<Place key={address} name={name} path={address} />
					))}
				</div>
			</Card>
		</>
	);
}

interface PlaceProps {
	name: string;
	path: string;
	children?: React.ReactNode;
}

/** Something with a path or an address that is long, copied, and maybe opened. */
function Place({ name, path, children }: PlaceProps) {
	return (
		<div className={styles.place}>
			<h3>{name}</h3>
			<div className={classes(text.row, styles.path)}>
				<CopyLine text={path} label={`Copy: ${name}`} />
				{children}
			</div>
		</div>
	);
}

const MOD = /mac/i.test(navigator.userAgent) ? "⌘" : "Ctrl";

/** Keys are one press; those in one list are pressed together. */
const GROUPS: { title: string; keys: { presses: string[][]; does: string }[] }[] = [
	{
		title: "Everywhere",
		keys: [
			{ presses: [["Tab"], ["Shift", "Tab"]], does: "Go to the next or the previous control" },
			{ presses: [["Enter"], ["Space"]], does: "Press the button" },
			{ presses: [["Esc"]], does: "Close the dialog or menu, clear the filter" },
			{
				presses: [
					[MOD, "+"],
					[MOD, "−"],
				],
				does: "Show everything larger or smaller",
			},
			{ presses: [[MOD, "0"]], does: "Back to 100 %" },
		],
	},
	{
		title: "List of users",
		keys: [
			{ presses: [[MOD, "F"]], does: "Search" },
			{ presses: [["↑"], ["↓"]], does: "Go to the row above or below" },
			{ presses: [["Page Up"], ["Page Down"]], does: "Go a page up or down" },
			{ presses: [["Home"], ["End"]], does: "Go to the first or the last row" },
			{ presses: [["Enter"]], does: "Open the user" },
			{ presses: [["←"], ["→"]], does: "In the head of the list: go to the next column" },
		],
	},
	{
		title: "Panel of a user",
		keys: [
			{ presses: [["↑"], ["↓"]], does: "Show the user above or below" },
			{ presses: [["Esc"]], does: "Close it and go back to the row" },
		],
	},
];

/** The keys of the console. */
function Shortcuts() {
	return (
		<div className={styles.groups} data-testid="shortcuts">
			{GROUPS.map(({ title, keys }) => (
				<section key={title} aria-label={title}>
					<h3>{title}</h3>
					<dl className={styles.keys}>
						{keys.map(({ presses, does }) => (
							<div key={does} className={styles.key}>
								<dt>
									{presses.map((press, index) => (
										<Fragment key={press.join("+")}>
											{index > 0 && <span className={text.muted}> or </span>}
											<span className={styles.press}>
												{press.map((key) => (
													<kbd key={key}>{key}</kbd>
												))}
											</span>
										</Fragment>
									))}
								</dt>
								<dd>{does}</dd>
							</div>
						))}
					</dl>
				</section>
			))}
		</div>
	);
}
