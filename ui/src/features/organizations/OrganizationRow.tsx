import { Link, useNavigate } from "@tanstack/react-router";
import { Hourglass, ShieldAlert } from "lucide-react";
import { Button } from "../../components/Button";
import { TickBox } from "../../components/Choice";
import { classes } from "../../components/classes";
import { Cut } from "../../components/Facts";
import { Icon } from "../../components/Icon";
import { type RowAction, RowMenu } from "../../components/Menu";
import { Ago, Countdown, Moment } from "../../components/Moment";
import { Status } from "../../components/Status";
import text from "../../components/text.module.css";
import {
	formatAbsolute,
	formatClock,
	formatCount,
	formatMoment,
	formatNumber,
} from "../../components/time";
import {
	CONNECTION_STATES,
	EnvironmentPill,
	shownState,
	stopsEveryone,
	waitsForConsent,
} from "../../domain/connectionState";
import { heldBackInShort, heldBackWords } from "../../domain/HeldBackCard";
import type { ConnectionStateName, OrganizationSummary } from "../../ipc/bindings";
import styles from "./OrganizationsTable.module.css";
import { heldBack } from "./StatusBar";

interface Props {
	organization: OrganizationSummary;
	selected: boolean;
	first: boolean;
	actions: RowAction[];
	onSelect: (selected: boolean) => void;
}

export function OrganizationRow({ organization, selected, first, actions, onSelect }: Props) {
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
					<span
						className={classes(text.hint, styles.second, text.cut)}
						title={`${externalId} ${host}`.trim()}
					>
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
					<span className={classes(text.hint, styles.second, styles.reason)}>
						<StateReason organization={organization} />
					</span>
				</span>
			</td>
			<td className={styles.number}>{formatNumber(members)}</td>
			<td className={classes(styles.number, suspended > 0 && styles.alarm)}>
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
	const soon = state === "expiringSoon";
	return (
		<span className={soon ? styles.soon : text.muted} title={title}>
			{soon && <Icon of={Hourglass} size="small" />}
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
			<Cut className={classes(text.hint, styles.second)}>{words}</Cut>
		</>
	);
}

const STEPS: Partial<Record<ConnectionStateName, string>> = {
	lost: "Reconnect",
	keyLost: "Reconnect",
	refused: "What to change",
	notRead: "What to change",
	expiringSoon: "Renew",
	authorizing: "Continue",
	notConfigured: "Set up",
};

interface NextStepProps {
	organization: OrganizationSummary;
	/** It stands first of those that need a new sign-in: only one button is filled. */
	first: boolean;
}

/** The one thing that helps an organization now, and where it is done. */
function NextStep({ organization, first }: NextStepProps) {
	const navigate = useNavigate();
	const state = shownState(organization);
	const review = waitsForConsent(organization) && !stopsEveryone(state);
	const again = state === "notConfigured" && organization.lastSession !== null;
	const step = review ? "Review changes" : again ? "Connect" : STEPS[state];
	if (step === undefined) {
		return null;
	}
	return (
		<Button
			size="small"
			look={first ? "primary" : "secondary"}
			aria-label={`${step}: ${organization.name}`}
			data-testid="next-step"
			onClick={() =>
				void navigate({
					to: review
						? "/organizations/$organizationId/users"
						: "/organizations/$organizationId/connectivity",
					params: { organizationId: organization.id },
				})
			}
		>
			{step}
		</Button>
	);
}

/** Why a connection is in its state, in a few words below it. */
function StateReason({ organization }: { organization: OrganizationSummary }) {
	const { state, stateSince, reason, synchronization, retryAt, nextSession } = organization;
	const { idleEnds, ownShare, lastSession } = organization;
	if (!synchronization) {
		const { word } = CONNECTION_STATES[state];
		return (
			<>synchronization is off{state === "connected" ? "" : `; ${word.toLowerCase()} before`}</>
		);
	}
	if (organization.heldBack !== null && waitsForConsent(organization) && !stopsEveryone(state)) {
		return (
			<Status
				small
				tone="warning"
				icon={ShieldAlert}
				word={heldBackInShort(organization.heldBack)}
				title={heldBackWords(organization.heldBack)}
			/>
		);
	}
	switch (state) {
		case "lost":
			return stateSince === null ? null : (
				<>
					since <Moment at={stateSince} />
				</>
			);
		case "refused":
		case "notRead":
			return <>{reason === null ? "a policy refuses" : reason.replace(/^[a-z_]+: /, "")}</>;
		case "keyLost":
			return <>the key store lost its key</>;
		case "expiringSoon":
			return idleEnds === null ? null : <>renew before {formatMoment(idleEnds, Date.now())}</>;
		case "throttled":
			return <>{retryAt === null ? "API limit" : `until ${formatClock(retryAt)}, API limit`}</>;
		case "unreachable":
			return (
				<>
					{stateSince !== null && `since ${formatClock(stateSince)}`}
					{nextSession !== null && (
						<>
							, retry in <Countdown until={nextSession} />
						</>
					)}
				</>
			);
		case "authorizing":
			return <>waiting for the browser</>;
		case "notConfigured":
			return lastSession === null ? (
				<>no service account yet</>
			) : (
				<>disconnected, statuses as of {formatMoment(lastSession.ended, Date.now())}</>
			);
		case "off":
			return <>service account login is disabled</>;
		default:
			return ownShare === null ? null : (
				<>hourly until {formatMoment(ownShare.until, Date.now())}, own API share used</>
			);
	}
}
