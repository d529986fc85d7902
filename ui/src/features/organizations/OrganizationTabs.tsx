import { Link } from "@tanstack/react-router";
import { Icon } from "../../components/Icon";
import { formatNumber } from "../../components/time";
import { CONNECTION_STATES, stopsEveryone } from "../../domain/connectionState";
import type { OrganizationSummary } from "../../ipc/bindings";
import text from "../../styles/text.module.css";
import styles from "./OrganizationTabs.module.css";

export function OrganizationTabs({ organization }: { organization: OrganizationSummary }) {
	const params = { organizationId: organization.id };
	const { icon, word } = CONNECTION_STATES[organization.state];
	const bad = stopsEveryone(organization.state);
	return (
		<nav className={styles.tabs} aria-label={organization.name}>
			<Link
				to="/organizations/$organizationId/connectivity"
				params={params}
				className={styles.tab}
				data-testid="tab-connectivity"
			>
				Salesforce Connectivity
				{bad && (
					<span className={styles.bad}>
						<Icon of={icon} size="small" />
						<span className={text.hidden}>, {word}</span>
					</span>
				)}
			</Link>
			<Link
				to="/organizations/$organizationId/users"
				params={params}
				activeOptions={{ includeSearch: false }}
				className={styles.tab}
				data-testid="tab-users"
			>
				Users
				{organization.users > 0 && (
					<span className={styles.count}>{formatNumber(organization.users)}</span>
				)}
			</Link>
			<Link
				to="/organizations/$organizationId/sessions"
				params={params}
				activeOptions={{ includeSearch: false }}
				className={styles.tab}
				data-testid="tab-sessions"
			>
				Sessions
			</Link>
		</nav>
	);
}
