import { Link } from "@tanstack/react-router";
import { Building2, CircleQuestionMark, History, Settings } from "lucide-react";
import { classes } from "../components/classes";
import { Icon } from "../components/Icon";
import { Logo } from "../components/Logo";
import { needsAttention } from "../domain/connectionState";
import type { OrganizationSummary } from "../ipc/bindings";
import text from "../styles/text.module.css";
import styles from "./Rail.module.css";

export function Rail({ organizations }: { organizations: OrganizationSummary[] }) {
	const attention = organizations.filter(needsAttention).length;
	return (
		<nav className={styles.rail} aria-label="Main">
			<div className={styles.mark}>
				<Logo />
			</div>
			<Link
				to="/organizations"
				activeOptions={{ includeSearch: false }}
				className={styles.item}
				data-testid="rail-organizations"
			>
				<Icon of={Building2} size="large" />
				Organizations
				{attention > 0 && (
					<span className={styles.badge}>
						{attention}
						<span className={text.hidden}>
							{attention === 1 ? " needs attention" : " need attention"}
						</span>
					</span>
				)}
			</Link>
			<Link
				to="/activity"
				activeOptions={{ includeSearch: false }}
				className={styles.item}
				data-testid="rail-activity"
			>
				<Icon of={History} size="large" />
				Activity
			</Link>
			<Link to="/settings" className={styles.item} data-testid="rail-settings">
				<Icon of={Settings} size="large" />
				Settings
			</Link>
			<Link to="/help" className={classes(styles.item, styles.last)} data-testid="rail-help">
				<Icon of={CircleQuestionMark} size="large" />
				Help
			</Link>
		</nav>
	);
}
