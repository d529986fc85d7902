import { Link } from "@tanstack/react-router";
import { Hourglass } from "lucide-react";
import { Ago } from "../../components/Ago";
import { classes } from "../../components/classes";
import { Icon } from "../../components/Icon";
import { type RowAction, RowMenu } from "../../components/RowMenu";
import { Status } from "../../components/Status";
import { TickBox } from "../../components/TickBox";
import { formatAbsolute, formatCount, formatNumber } from "../../components/time";
import { CONNECTION_STATES, shownState, stopsEveryone } from "../../domain/connectionState";
import { EnvironmentPill } from "../../domain/EnvironmentPill";
import type { OrganizationSummary } from "../../ipc/bindings";
import text from "../../styles/text.module.css";
import { heldBack } from "./LastSession";
import { NextStep } from "./NextStep";
import styles from "./OrganizationsTable.module.css";
import { StateReason } from "./StateReason";

export function OrganizationRow({
	organization,
	selected,
	first,
	actions,
	onSelect,
}: {
	organization: OrganizationSummary;
	selected: boolean;
	first: boolean;
	actions: RowAction[];
	onSelect: (selected: boolean) => void;
}) {
	const { id, name, externalId, host, environment, members, suspended } = organization;
	const state = shownState(organization);
	const bad = stopsEveryone(state);
	return (
		<tr
			className={classes(styles.row, bad && styles.bad, selected && styles.selected)}
			data-testid="organization-row"
			data-organization={id}
			data-state={state}
		>
			<td className={styles.tick}>
				<TickBox label={`Select ${name}`} checked={selected} onChange={onSelect} />
			</td>
			<th scope="row">
				<Link
					to="/organizations/$organizationId"
					params={{ organizationId: id }}
					className={text.cut}
					title={name}
				>
					{name}
				</Link>
				{(externalId !== "" || host !== "") && (
					<span className={classes(styles.second, text.cut)} title={`${externalId} ${host}`.trim()}>
						{externalId !== "" && <span title="External ID">{externalId}</span>}
						{externalId !== "" && host !== "" && " · "}
						{host}
					</span>
				)}
			</th>
			<td>{environment ? <EnvironmentPill environment={environment} /> : "—"}</td>
			<td>
				<span className={styles.state}>
					<Status {...CONNECTION_STATES[state]} turning={state === "authorizing"} />
					<span className={classes(styles.second, styles.reason)}>
						<StateReason organization={organization} />
					</span>
				</span>
			</td>
			<td className={styles.number}>{formatNumber(members)}</td>
			<td className={classes(styles.number, suspended > 0 && styles.alarm, bad && text.strong)}>
				{formatNumber(suspended)}
			</td>
			<td className={classes(styles.number, styles.wide)}>
				<IdleLimit organization={organization} />
			</td>
			<td className={styles.wide}>
				<Session organization={organization} />
			</td>
			<td className={styles.actions}>
				<span>
					<NextStep organization={organization} first={first} />
					<RowMenu label={`More actions for ${name}`} actions={actions} />
				</span>
			</td>
		</tr>
	);
}

function IdleLimit({ organization }: { organization: OrganizationSummary }) {
	const { state, idleDaysLeft, idleEnds } = organization;
	if (idleDaysLeft === null || state === "lost" || state === "keyLost") {
		return <>—</>;
	}
	const words = formatCount(idleDaysLeft, "day", "days");
	const title = idleEnds === null ? undefined : `The token would end ${formatAbsolute(idleEnds)}`;
	return state === "expiringSoon" ? (
		<span className={styles.soon} title={title}>
			<Icon of={Hourglass} size="small" />
			{words}
		</span>
	) : (
		<span className={text.muted} title={title}>
			{words}
		</span>
	);
}

function Session({ organization }: { organization: OrganizationSummary }) {
	const { lastSession, sessionRunning } = organization;
	if (lastSession === null) {
		return <>{sessionRunning ? "First session running" : "Never"}</>;
	}
	const { ended, finished, membersChecked, changed, raw } = lastSession;
	const words = heldBack(lastSession)
		? "Held back, nothing was changed"
		: finished
			? `${formatNumber(membersChecked)} checked, ${formatNumber(changed)} changed`
			: `Stopped: ${raw ?? "the console was closed"}`;
	return (
		<>
			<Ago at={ended} />
			<span className={classes(styles.second, text.cut)} title={words}>
				{words}
			</span>
		</>
	);
}
