import type {
	Commands,
	ConnectionStateName,
	EffectiveStatus,
	OwnStatus,
	SessionsPage,
	TimelineEntry,
	TimelineEvent,
	UserNotification,
	UserRow,
	UserSession,
} from "./bindings";
import { EXPLANATIONS } from "./fakeScenario";
import { type FakeUser, FROZEN } from "./fakeUsers";

const DAY = 86_400_000;

/** States that suspend every member. */
export const RED: readonly string[] = ["lost", "refused", "keyLost"];

/** What the stand-in host's row of a user shows at one moment. */
export function rowOf(
	user: FakeUser,
	seen: {
		state: ConnectionStateName;
		stateSince: number | null;
		enabled: boolean;
		lastSession: number | null;
	},
): UserRow {
	const { state, stateSince, enabled, lastSession } = seen;
	let effective: EffectiveStatus = user.own ?? "notInGroup";
	let error: string | null = user.fault;
	if (user.own !== null && !enabled) {
		effective = "disabled";
		error = null;
	} else if (RED.includes(state) && (user.own === "active" || user.own === "suspended")) {
		effective = "suspended";
		error ??= EXPLANATIONS[state]?.raw ?? null;
	}
	const member = user.own !== null;
	const byConnection = effective === "suspended" && user.fault === null;
	const source = enabled ? (byConnection ? "connection" : "salesforce") : "console";
	return {
		id: user.id,
		name: user.name,
		email: user.email,
		username: user.username,
		profile: user.profile,
		effective,
		own: user.own,
		error,
		ownFault: user.fault !== null,
		source: member ? source : null,
		since: member ? (byConnection || effective === "active" ? stateSince : user.since) : null,
		lastSession: member ? lastSession : null,
		stale: member && (state === "unreachable" || state === "throttled"),
	};
}

/** What became of a user of the stand-in host: frozen and thawed once, and a loss on top. */
export function historyOf(
	user: UserRow,
	loss: { raw: string; since: number } | null,
): Pick<UserNotification, "timeline" | "changes"> {
	if (user.own === null) {
		return { timeline: [], changes: 0 };
	}
	const began = (user.ownFault ? user.since : null) ?? (user.since ?? 0) - 2 * DAY;
	const status = (own: OwnStatus): TimelineEvent => ({ kind: "status", status: own });
	const entry = (at: number, event: TimelineEvent, raw: string | null = null): TimelineEntry => ({
		at,
		event,
		raw,
	});
	const changes = [
		entry(began, status(user.own), user.ownFault ? user.error : null),
		entry(began - 3 * DAY, status("active")),
		entry(began - 4 * DAY, status("suspended"), FROZEN),
		entry(began - 20 * DAY, status("active")),
	];
	const old = [
		entry(began - 10 * DAY, { kind: "connectionRestored" }),
		entry(
			began - 11 * DAY,
			{ kind: "connectionLost" },
			"invalid_grant: expired access/refresh token",
		),
	];
	const now = loss === null ? [] : [entry(loss.since, { kind: "connectionLost" }, loss.raw)];
	return {
		timeline: [...now, ...changes, ...old].sort((one, other) => other.at - one.at),
		changes: changes.length,
	};
}

/** The newest sessions; those with more than one change changed the user. */
export function sessionsOf(sessions: {
	sessions: (parameters: Commands["sessions"]["parameters"]) => SessionsPage;
}): UserSession[] {
	const query = { organizationId: "", filter: "all", offset: 0, limit: 5 } as const;
	return sessions
		.sessions({ query })
		.rows.map((session) => ({ session, changedThisUser: session.changed > 1 }));
}
