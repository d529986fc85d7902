import { Ago } from "../../components/Ago";
import { CopyButton } from "../../components/CopyButton";
import { classes } from "../../components/classes";
import { type Fact, Facts } from "../../components/Facts";
import { Icon } from "../../components/Icon";
import { Moment } from "../../components/Moment";
import { formatDuration } from "../../components/time";
import { NEXT_FOCUS } from "../../components/useKeptFocus";
import { CONNECTION_STATES, stopsEveryone } from "../../domain/connectionState";
import { EnvironmentPill } from "../../domain/EnvironmentPill";
import type { Connection, Connectivity } from "../../ipc/bindings";
import text from "../../styles/text.module.css";
import { ConnectionActions } from "./ConnectionActions";
import styles from "./ConnectionCard.module.css";
import { FaultBlock } from "./FaultBlock";
import { STATUS_SENTENCES } from "./statusSentence";

/** The status sentence and the user ID first, then everything else about the connection. */
export function ConnectionCard({
	connectivity,
	connection,
}: {
	connectivity: Connectivity;
	connection: Connection;
}) {
	const { state, fault } = connectivity;
	const { words, tone } = STATUS_SENTENCES[state];

	return (
		<section className={styles.card} aria-label="Connection">
			<div className={classes(styles.head, styles[tone])}>
				<Icon of={CONNECTION_STATES[state].icon} size="large" />
				<p {...NEXT_FOCUS} tabIndex={-1} role="status" data-testid="connection-status">
					Salesforce connection status: <b>{words}</b>
				</p>
			</div>
			{fault && <FaultBlock connectivity={connectivity} fault={fault} />}
			<div className={styles.body}>
				<Facts facts={facts(connectivity, connection)} />
			</div>
			<ConnectionActions connectivity={connectivity} connection={connection} />
		</section>
	);
}

function facts({ state, fault }: Connectivity, connection: Connection): Fact[] {
	const account = `${connection.displayName} · ${connection.username}`;
	const list: Fact[] = [
		{
			name: "User ID",
			testId: "user-id",
			value: (
				<>
					<code className={text.strong}>{connection.userId}</code>
					<CopyButton text={connection.userId} label="Copy user ID" />
				</>
			),
		},
		{
			name: "Service account",
			value: (
				<>
					<span className={text.cut} title={account}>
						{account}
					</span>
					<CopyButton text={connection.username} label="Copy username" />
				</>
			),
		},
		{
			name: "Organization",
			value: (
				<>
					<span className={text.cut} title={connection.salesforceOrganizationName}>
						{connection.salesforceOrganizationName}
					</span>
					·<code>{connection.salesforceOrganizationId}</code>
					<CopyButton text={connection.salesforceOrganizationId} label="Copy organization ID" />
				</>
			),
		},
		{
			name: "Environment",
			value: (
				<>
					<EnvironmentPill environment={connection.environment} />
					<code className={`${text.cut} ${text.muted}`} title={connection.instanceHost}>
						{connection.instanceHost}
					</code>
				</>
			),
		},
		{
			name: "Last refresh",
			value: (
				<>
					<Moment at={connection.lastRefresh} />
					<span className={text.muted}>
						<Ago at={connection.lastRefresh} />,{" "}
						{connection.rotated ? "token rotated" : "token not rotated"}
					</span>
				</>
			),
		},
	];
	if (!stopsEveryone(state)) {
		list.splice(4, 0, {
			// The same account keeps it over a loss.
			name: "Account since",
			value: (
				<>
					<Moment at={connection.connectedSince} />
					<span className={text.muted}>
						{formatDuration(Math.max(1000, Date.now() - connection.connectedSince))}
					</span>
				</>
			),
		});
	}
	if (fault?.since != null) {
		list.splice(4, 0, {
			name: state === "lost" ? "Lost since" : "Since",
			value: (
				<>
					<Moment at={fault.since} /> <Ago at={fault.since} className={text.muted} />
				</>
			),
		});
	}
	return list;
}
