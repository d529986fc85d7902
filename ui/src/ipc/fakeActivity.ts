import type { ActivityEntry, AuditKind, AuditTopic, Commands } from "./bindings";
import { LOST_TEXT, type Scenario } from "./fakeScenario";

const MINUTE = 60_000;

const TOPICS: Partial<Record<AuditKind, AuditTopic>> = {
	signInsHeldForSession: "signIns",
	loginStarted: "signIns",
	loginFailed: "signIns",
	connected: "signIns",
	connectionLost: "connections",
	connectionRefused: "connections",
	connectionRecovered: "connections",
	throttlingBegan: "connections",
	throttlingEnded: "connections",
	settingChanged: "settings",
};

/** The audit of the stand-in host: a story that repeats, oldest first. */
const STORY: Partial<ActivityEntry>[] = [
	{ kind: "organizationCreated", to: "Halden" },
	{
		kind: "clientAppSaved",
		subject: "production",
		from: "no consumer key, standard login host",
		to: "3MVG9pRz…Wb8a, https://halden.my.salesforce.com",
	},
	{ kind: "noLpcUserConfirmed", from: "off", to: "on" },
	{ kind: "loginStarted", to: "production" },
	{
		kind: "loginFailed",
		subject: "denied",
		to: "access_denied: end-user denied authorization",
	},
	{
		kind: "connected",
		subject: "production",
		to: "svc-lpc.halden@example.com (0053z00000BkTw1AAF)",
	},
	{ kind: "organizationRenamed", from: "Halden", to: "Halden Group" },
	{ kind: "throttlingBegan", byPerson: false, to: "REQUEST_LIMIT_EXCEEDED" },
	{ kind: "throttlingEnded", byPerson: false },
	{ kind: "connectionLost", byPerson: false, to: LOST_TEXT },
	{
		kind: "connectionRecovered",
		byPerson: false,
		to: "3912 members resumed, 62 need attention of their own",
	},
	{ kind: "settingChanged", subject: "theme", from: "system", to: "dark", organizationId: null },
	{
		kind: "organizationDeleted",
		organizationId: "gone",
		organizationName: "Corvane Trial",
		from: "Corvane Trial",
		to: "412 users wiped",
	},
];

/** Answers the view *Activity*; a first run has none. */
export function openFakeActivity(scenario: Scenario) {
	const count = scenario.state === "notConfigured" ? 0 : 250;
	const now = Date.now();
	const entries: ActivityEntry[] = Array.from({ length: count }, (_, index) => {
		const told = STORY[index % STORY.length] ?? {};
		const own = told.organizationId === undefined;
		const person = told.byPerson ?? true;
		return {
			number: index + 1,
			at: now - (count - index) * 47 * MINUTE,
			kind: "settingChanged" as const,
			subject: null,
			from: null,
			to: null,
			...told,
			byPerson: person,
			actor: person ? "dana" : null,
			organizationId: own ? "halden" : (told.organizationId ?? null),
			organizationName: own ? "Halden Group" : (told.organizationName ?? null),
		};
	}).reverse();

	return {
		activity: ({ query }: Commands["activity"]["parameters"]) => {
			const topicOf = ({ kind }: ActivityEntry) => TOPICS[kind] ?? "organizations";
			const whose = entries.filter(
				({ organizationId }) =>
					query.organizationId === null || organizationId === query.organizationId,
			);
			const matching = whose.filter(
				(entry) => query.topic === null || topicOf(entry) === query.topic,
			);
			const of = (topic: AuditTopic) => whose.filter((entry) => topicOf(entry) === topic).length;
			const older = matching.filter(({ number }) => number < (query.before ?? Infinity));
			return {
				total: matching.length,
				counts: {
					all: whose.length,
					organizations: of("organizations"),
					signIns: of("signIns"),
					connections: of("connections"),
					settings: of("settings"),
				},
				entries: older.slice(0, query.limit),
				more: older.length > query.limit,
			};
		},
	};
}
