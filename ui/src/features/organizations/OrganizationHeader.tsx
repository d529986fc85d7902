import { Link } from "@tanstack/react-router";
import { ChevronRight } from "lucide-react";
import { Icon } from "../../components/Icon";
import { EnvironmentPill } from "../../domain/EnvironmentPill";
import { StatePill } from "../../domain/StatePill";
import type { OrganizationSummary } from "../../ipc/bindings";
import styles from "./OrganizationHeader.module.css";

export function OrganizationHeader({
	organization,
	several,
}: {
	organization: OrganizationSummary;
	several: boolean;
}) {
	return (
		<header className={styles.header}>
			<div className={styles.crumb}>
				{several ? <Link to="/organizations">Organizations</Link> : <span>Organizations</span>}
				<Icon of={ChevronRight} size="small" />
			</div>
			<h1 className={styles.name} title={organization.name}>
				{organization.name}
			</h1>
			{organization.environment && <EnvironmentPill environment={organization.environment} />}
			<StatePill state={organization.state} />
		</header>
	);
}
