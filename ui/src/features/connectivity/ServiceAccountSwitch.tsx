import { useId } from "react";
import { Switch } from "../../components/Choice";
import { classes } from "../../components/classes";
import { ErrorLine } from "../../components/Notice";
import text from "../../components/text.module.css";
import type { Connectivity } from "../../ipc/bindings";
import { useCommand } from "../../ipc/useCommand";
import styles from "./ServiceAccountSwitch.module.css";

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
