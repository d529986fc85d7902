import { Link } from "@tanstack/react-router";
import { Building2 } from "lucide-react";
import { Ago } from "../../components/Ago";
import { classes } from "../../components/classes";
import { EmptyState } from "../../components/EmptyState";
import { Moment } from "../../components/Moment";
import { Status } from "../../components/Status";
import { formatCount, formatNumber } from "../../components/time";
import { CONNECTION_STATES, stopsEveryone } from "../../domain/connectionState";
import { EnvironmentPill } from "../../domain/EnvironmentPill";
import type { OrganizationSummary } from "../../ipc/bindings";
import styles from "./OrganizationsView.module.css";

/** All organizations, worst first. */
export function OrganizationsView({ organizations }: { organizations: OrganizationSummary[] }) {
	return (
		<>
			<header className={styles.header}>
				<h1>Organizations</h1>
				<span className={styles.count}>
					{formatCount(organizations.length, "organization", "organizations")}, worst first
				</span>
			</header>
			{organizations.length === 0 ? (
				<EmptyState icon={Building2} title="No organizations yet" />
			) : (
				<div className={styles.scroll}>
					<table className={styles.table}>
						<thead>
							<tr>
								<th scope="col">Name</th>
								<th scope="col">Environment</th>
								<th scope="col">Connection</th>
								<th scope="col" className={styles.number}>
									Members
								</th>
								<th scope="col" className={styles.number}>
									Suspended
								</th>
								<th scope="col">Last session</th>
							</tr>
						</thead>
						<tbody>
							{organizations.map((organization) => (
								<Row key={organization.id} organization={organization} />
							))}
						</tbody>
					</table>
				</div>
			)}
		</>
	);
}

function Row({ organization }: { organization: OrganizationSummary }) {
	const { id, name, environment, state, stateSince, members, suspended, lastSession } =
		organization;
	const bad = stopsEveryone(state);
	return (
		<tr className={classes(bad && styles.bad)}>
			<th scope="row">
				<Link to="/organizations/$organizationId" params={{ organizationId: id }}>
					{name}
				</Link>
			</th>
			<td>{environment && <EnvironmentPill environment={environment} />}</td>
			<td>
				<span className={styles.state}>
					<Status {...CONNECTION_STATES[state]} />
					{bad && stateSince !== null && (
						<span className={styles.since}>
							since <Moment at={stateSince} />
						</span>
					)}
				</span>
			</td>
			<td className={styles.number}>{formatNumber(members)}</td>
			<td className={classes(styles.number, suspended > 0 && styles.alarm)}>
				{formatNumber(suspended)}
			</td>
			<td>{lastSession ? <Ago at={lastSession.ended} /> : "—"}</td>
		</tr>
	);
}
