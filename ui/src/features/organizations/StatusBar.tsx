import {
	CircleDashed,
	Clock,
	Gauge,
	Hourglass,
	LoaderCircle,
	type LucideIcon,
	PowerOff,
	RefreshCw,
} from "lucide-react";
import type { ReactNode } from "react";
import { classes } from "../../components/classes";
import { Icon } from "../../components/Icon";
import { Ago, Countdown, useNow } from "../../components/Moment";
import {
	formatClock,
	formatCount,
	formatCountdown,
	formatNumber,
	formatPercent,
	formatZone,
	zoneWords,
} from "../../components/time";
import { CONNECTION_STATES } from "../../domain/connectionState";
import type { ConnectionStateName, OrganizationSummary, SessionSummary } from "../../ipc/bindings";
import { useConnectivity } from "../../ipc/queries";
import styles from "./StatusBar.module.css";

interface Props {
	/** The one that is looked at. */
	organization: OrganizationSummary | null;
	organizations: OrganizationSummary[];
	/** Between two sessions. */
	minutes: number;
}

/** The line at the foot of the window: what the sessions do, and what time means here. */
export function StatusBar({ organization, organizations, minutes }: Props) {
	const usage = organization?.apiUsage ?? null;
	return (
		<footer className={styles.bar} data-testid="status-bar">
			{organization ? (
				<Sessions organization={organization} />
			) : (
				<AllSessions organizations={organizations} minutes={minutes} />
			)}
			<span className={styles.end}>
				{usage && (
					<Part icon={Gauge}>
						API {formatPercent(usage.limit > 0 ? usage.used / usage.limit : 0)}
					</Part>
				)}
				<Part icon={Clock}>
					{zoneWords()} ({formatZone(Date.now())})
				</Part>
			</span>
		</footer>
	);
}

interface AllSessionsProps {
	organizations: OrganizationSummary[];
	minutes: number;
}

/** When no single organization is looked at: how often sessions run, and when the next one is due. */
function AllSessions({ organizations, minutes }: AllSessionsProps) {
	const due = organizations.flatMap(({ nextSession }) => nextSession ?? []);
	const running = organizations.some(({ sessionRunning }) => sessionRunning);
	if (due.length === 0 && !running) {
		return (
			<Part icon={CircleDashed}>
				{organizations.some(({ lastSession }) => lastSession !== null)
					? "No session is due"
					: "No sessions yet"}
			</Part>
		);
	}
	return (
		<Part icon={RefreshCw} turning={running}>
			Sessions run every {minutes === 1 ? "minute" : `${minutes} minutes`}
			{due.length > 0 && (
				<>
					{" · next in "}
					<Countdown until={Math.min(...due)} />
				</>
			)}
		</Part>
	);
}

const STOPPED: Partial<Record<ConnectionStateName, string>> = {
	lost: "connection lost",
	refused: "refused by Salesforce",
	keyLost: "key lost",
};

const AMBER: Partial<Record<ConnectionStateName, string>> = {
	unreachable: "Salesforce unreachable",
	notRead: "Users cannot be read",
	throttled: "Salesforce limits the requests",
};

function Sessions({ organization }: { organization: OrganizationSummary }) {
	const { state, stateSince, lastSession, nextSession, sessionRunning } = organization;
	const { icon } = CONNECTION_STATES[state];
	const at = stateSince === null ? "" : ` at ${formatClock(stateSince)}`;

	if (!organization.synchronization) {
		return <Part icon={PowerOff}>Sessions stopped: synchronization is off</Part>;
	}
	if (state === "notConfigured") {
		return <Part icon={CircleDashed}>No sessions: not connected</Part>;
	}
	if (state === "authorizing") {
		return (
			<Part icon={LoaderCircle} turning>
				Signing in to Salesforce
				<SignInLeft organizationId={organization.id} />
			</Part>
		);
	}
	if (state === "off") {
		return <Part icon={PowerOff}>Sessions stopped: switched off</Part>;
	}
	const stopped = STOPPED[state];
	if (stopped !== undefined) {
		return (
			<>
				<Part tone="bad" icon={icon}>
					Sessions stopped: {stopped}
					{at}
				</Part>
				{lastSession && (
					<span className={styles.part}>
						<span className={styles.words}>
							Last session <Ago at={lastSession.ended} />
						</span>
					</span>
				)}
			</>
		);
	}
	if (!organization.entitled) {
		return (
			<Part tone="bad" icon={Hourglass}>
				Sessions stopped: entitlement
			</Part>
		);
	}
	const { ownShare } = organization;
	const amber = AMBER[state];
	return (
		<>
			{amber !== undefined && (
				<Part tone="warning" icon={icon}>
					{amber}
					{at && ` since${at.slice(3)}`}
				</Part>
			)}
			{ownShare !== null && (
				<Part tone="warning" icon={Gauge}>
					Own API share used, {formatNumber(ownShare.used)} of {formatNumber(ownShare.allowed)}:
					hourly until {formatClock(ownShare.until)}
				</Part>
			)}
			<Part icon={RefreshCw} turning={sessionRunning}>
				{sessionRunning ? "Session running" : <LastSession session={lastSession} />}
				{!sessionRunning && nextSession !== null && (
					<>
						{" · next in "}
						<Countdown until={nextSession} />
					</>
				)}
			</Part>
		</>
	);
}

interface PartProps {
	tone?: "bad" | "warning";
	icon: LucideIcon;
	turning?: boolean;
	children: ReactNode;
}

function Part({ tone, icon, turning, children }: PartProps) {
	return (
		<span className={classes(styles.part, tone && styles[tone])}>
			<Icon of={icon} size="small" turning={turning} />
			<span className={styles.words}>{children}</span>
		</span>
	);
}

/** ", 8:47 left" while the browser is waited for. */
function SignInLeft({ organizationId }: { organizationId: string }) {
	const { data } = useConnectivity(organizationId);
	const now = useNow(1000);
	return data?.login.phase === "waiting" ? (
		<>, {formatCountdown(data.login.expires - now)} left</>
	) : null;
}

/** It came to its end, and a text says why nothing was changed. */
export function heldBack({ finished, raw }: SessionSummary): boolean {
	return finished && raw !== null;
}

function LastSession({ session }: { session: SessionSummary | null }) {
	if (session === null) {
		return <>No session yet</>;
	}
	return (
		<>
			Last session <Ago at={session.ended} />
			{heldBack(session)
				? ": held back, nothing was changed"
				: session.finished
					? `: ${formatCount(session.membersChecked, "member", "members")} checked, ${formatNumber(session.changed)} changed`
					: ", stopped early"}
		</>
	);
}
