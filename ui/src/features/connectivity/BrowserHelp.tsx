import { ChevronDown, ChevronRight, LifeBuoy } from "lucide-react";
import { useId, useState } from "react";
import { Card } from "../../components/Card";
import { CopyButton } from "../../components/Copy";
import { classes } from "../../components/classes";
import { Icon } from "../../components/Icon";
import text from "../../components/text.module.css";
import { formatAbsolute } from "../../components/time";
import type { Connectivity } from "../../ipc/bindings";
import styles from "./BrowserHelp.module.css";
import { BROWSER_PAGES, type BrowserPage } from "./browserPages";
import type { Underway } from "./WaitingPanel";

interface Props {
	connectivity: Connectivity;
	login: Underway;
}

/** Errors that Salesforce shows only in the browser, and what to do about them. */
export function BrowserHelp({ connectivity, login }: Props) {
	const [chosen, setChosen] = useState<BrowserPage | null>(null);
	const id = useId();
	return (
		<Card title="What does the browser show?" icon={LifeBuoy} flush>
			<p className={classes(text.hint, styles.lead)}>
				Salesforce reports some errors only on its page. Choose what it says.
			</p>
			<ul className={styles.list} data-testid="browser-pages">
				{BROWSER_PAGES.map((page) => {
					const open = page === chosen;
					return (
						<li key={page.id}>
							<button
								type="button"
								className={styles.page}
								aria-expanded={open}
								aria-controls={`${id}-${page.id}`}
								data-testid={`browser-page-${page.id}`}
								onClick={() => setChosen(open ? null : page)}
							>
								<Icon of={open ? ChevronDown : ChevronRight} size="small" />
								{page.mono ? <code>{page.shows}</code> : <span>{page.shows}</span>}
							</button>
							<div id={`${id}-${page.id}`} hidden={!open} className={styles.means}>
								{open && (
									<>
										<p>{page.cause}</p>
										<p>
											<b>Who can fix:</b> {page.who}
										</p>
										<p>
											<b>Next:</b> {page.next}
										</p>
									</>
								)}
							</div>
						</li>
					);
				})}
			</ul>
			<div className={styles.foot}>
				<CopyButton
					text={details(connectivity, login, chosen)}
					label="Copy details for support"
					word="Copy details for support"
				/>
			</div>
		</Card>
	);
}

/** Nothing secret: what the panel shows, in words. */
function details(connectivity: Connectivity, login: Underway, page: BrowserPage | null): string {
	const app = connectivity.clientApps.find(({ environment }) => environment === login.environment);
	return [
		`Organization: ${connectivity.organizationName}`,
		`Environment: ${login.environment}`,
		`Login page: ${app?.loginHost ?? ""}`,
		`Callback URL: ${app?.callbackUrl ?? ""}`,
		`Phase: ${login.phase}`,
		...(page === null ? [] : [`The browser shows: ${page.shows}`]),
		...(login.phase === "waiting"
			? [`Started: ${formatAbsolute(login.started)}`, `Ends: ${formatAbsolute(login.expires)}`]
			: []),
	].join("\n");
}
