import { Link } from "@tanstack/react-router";
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { Icon } from "../../components/Icon";
import { RowMenu } from "../../components/RowMenu";
import { EnvironmentPill } from "../../domain/EnvironmentPill";
import { StatePill } from "../../domain/StatePill";
import type { OrganizationSummary } from "../../ipc/bindings";
import styles from "./OrganizationHeader.module.css";
import { useOrganizationActions } from "./useOrganizationActions";

export function OrganizationHeader({ organization }: { organization: OrganizationSummary }) {
	const [said, setSaid] = useState("");
	const actions = useOrganizationActions((report) => {
		setSaid(report);
	});
	return (
		<header className={styles.header}>
			<div className={styles.crumb}>
				<Link to="/organizations">Organizations</Link>
				<Icon of={ChevronRight} size="small" />
			</div>
			<h1 className={styles.name} title={organization.name}>
				{organization.name}
			</h1>
			{organization.environment && <EnvironmentPill environment={organization.environment} />}
			<StatePill state={organization.state} />
			<span className={styles.said} role="status">
				{said}
			</span>
			<RowMenu label={`More actions for ${organization.name}`} actions={actions.of(organization)} />
			{actions.dialog}
		</header>
	);
}
