import { Building2, Check, type LucideIcon, PackageOpen } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../../components/Button";
import { classes } from "../../components/classes";
import { Icon } from "../../components/Icon";
import text from "../../components/text.module.css";
import styles from "./FirstRun.module.css";

const READY = [
	"A service-only Salesforce account with “View All Data”",
	"A person who may create an External Client App",
	"The My Domain name of the org, if it has one",
	"A browser on this computer",
];

/** Nothing is there yet: one way on, and what to have ready for it. */
export function FirstRun({ onConnect }: { onConnect: () => void }) {
	return (
		<div className={classes(text.scroll, styles.page)} data-testid="first-run">
			<div className={styles.column}>
				<h2 className={styles.title}>No organization yet</h2>
				<p className={styles.lead}>
					An organization is a group of users who share one Salesforce org and one service account.
					Connect the first one; its users appear here by themselves.
				</p>
				<ul className={text.card}>
					<Choice
						icon={Building2}
						title="Connect an organization"
						note="Name it and sign in as the service account. About 10 minutes."
						action={
							<Button look="primary" data-testid="connect-organization" onClick={onConnect}>
								Connect an organization
							</Button>
						}
					/>
					<Choice
						icon={PackageOpen}
						title="Open a support bundle"
						note="Read another console’s redacted state. Nothing is connected or changed. Not available yet."
						action={<Button reason="Support bundles are not available yet">Open bundle…</Button>}
					/>
				</ul>
				<h3 className={styles.ready}>Have ready</h3>
				<ul className={styles.list}>
					{READY.map((item) => (
						<li key={item}>
							<Icon of={Check} size="small" />
							{item}
						</li>
					))}
				</ul>
			</div>
		</div>
	);
}

interface ChoiceProps {
	icon: LucideIcon;
	title: string;
	note: string;
	action: ReactNode;
}

function Choice({ icon, title, note, action }: ChoiceProps) {
	return (
		<li className={classes(text.actions, styles.choice)}>
			<span className={styles.icon}>
				<Icon of={icon} size="large" />
			</span>
			<span className={styles.words}>
				<b>{title}</b>
				<span>{note}</span>
			</span>
			{action}
		</li>
	);
}
