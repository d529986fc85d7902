import type {
	ApiError,
	ClientApp,
	Commands,
	Connection,
	ConnectionFault,
	Connectivity,
	Environment,
	Event,
	LoginFailure,
	LoginPhase,
	OrganizationSummary,
	Recovery,
	Tag,
	UserCounts,
	UserRow,
} from "./bindings";
import { accountAnswers, CHECKS, LAST_CHECKED, QUESTION } from "./fakeAccount";
import { openFakeActivity } from "./fakeActivity";
import { emptyApp, enter, saveClientApp } from "./fakeClientApp";
import { connectionIn } from "./fakeConnection";
import { type FakeGate, openFakeGate } from "./fakeGate";
import { historyOf, RED, rowOf, sessionsOf } from "./fakeHistory";
import { openFakeMemberChecks, whyNoCheck } from "./fakeMemberCheck";
import { openFakeOrganizations } from "./fakeOrganizations";
import { openFakeOwnData } from "./fakeOwnData";
import { EXPLANATIONS, FIRST_RUN, HELD_FOR_SESSION, type Scenario } from "./fakeScenario";
import { openFakeSessions } from "./fakeSessions";
import { openFakeSettings } from "./fakeSettings";
import { countUsers, type FakeUser, listUsers, makeUsers } from "./fakeUsers";
import type { Host } from "./host";

export { FIRST_RUN, LOST_TEXT, type Scenario, scenarioFromAddress } from "./fakeScenario";

/** The stand-in host, with handles by which a test moves the world. */
export interface FakeHost extends Host {
	/** Every call so far, in order. */
	readonly calls: { name: keyof Commands; parameters: unknown }[];
	/** The browser came back and every check passed. */
	completeLogin: () => void;
	/** One step of a sign-in: exchanging, checking, connected. */
	step: () => void;
	/** The entitlement. */
	readonly gate: FakeGate;
	failLogin: (code: LoginFailure, raw: string | null) => void;
	lose: () => void;
	progress: (loaded: number, expected: number) => void;
	/** What a check of one member meets. */
	readonly checks: Pick<ReturnType<typeof openFakeMemberChecks>, "inSalesforce" | "down">;
	/** The next call of this name fails. */
	failNext: (name: keyof Commands, error: ApiError) => void;
}

export const ORGANIZATION = "halden";
const MINUTE = 60_000;

export function openFakeHost(scenario: Scenario = FIRST_RUN): FakeHost {
	const listeners = new Set<(event: Event) => void>();
	const failures = new Map<keyof Commands, ApiError>();
	const calls: FakeHost["calls"] = [];
	if (scenario.refuseOverview) {
		failures.set("overview", { code: "internal", message: "The host is not ready." });
	}
	const started = Date.now();
	const had = scenario.state !== "notConfigured" && scenario.state !== "authorizing";
	const users: FakeUser[] = makeUsers(scenario.users, scenario.memberShare, started);
	const since = started - 22 * MINUTE;

	let cached: UserRow[] | null = null;
	const settings = openFakeSettings(scenario.theme);
	const organizations = openFakeOrganizations(scenario, () => changed("connection", "users"));
	let state = scenario.state;
	let enabled = state !== "off" && state !== "notConfigured" ? true : state !== "off";
	let confirmed = had;
	let loaded = had && !scenario.loading;
	let stateSince: number | null = had ? since : null;
	const answered = !RED.includes(state) && state !== "unreachable" && state !== "throttled";
	let lastSession = loaded ? (answered ? started - 34_000 : since - MINUTE) : null;
	let connection: Connection | null = had ? connectionIn(state, "production") : null;
	let recovery: Recovery | null = null;
	let login: LoginPhase = phase(scenario.login);
	let keyStoreProblem = scenario.keyStoreProblem;
	const apps: ClientApp[] = [emptyApp("production"), emptyApp("sandbox")];
	if (had || scenario.login !== "idle") {
		enter(apps[0], "3MVG9pRzvMkjMb6lYd7v0QkE2xqHt1nS4cUoWb8a", "halden.my.salesforce.com");
	}
	if (scenario.recovered) {
		recovery = recover(started - 25 * MINUTE, started - 18_000);
	}
	if (scenario.loading) {
		let read = 0;
		setInterval(() => {
			read = Math.min(scenario.users, read + 1800);
			emit({
				kind: "loadProgress",
				organizationId: ORGANIZATION,
				loaded: read,
				expected: scenario.users,
			});
		}, 400);
	}
	if (scenario.stepMs !== null && scenario.login === "waiting") {
		walk();
	}

	function phase(name: LoginPhase["phase"], environment: Environment = "production"): LoginPhase {
		const now = Date.now();
		switch (name) {
			case "waiting":
				return {
					phase: "waiting",
					environment,
					host: "halden.my.salesforce.com",
					loginHint: connection?.username ?? null,
					started: now,
					expires: now + 10 * MINUTE,
					linkAvailable: scenario.linkAvailable,
					purpose: "connect",
				};
			case "confirming":
				return { phase: name, question: QUESTION(now) };
			case "exchanging":
			case "checking":
				return { phase: name, environment };
			case "failed":
				return {
					phase: "failed",
					environment,
					code: "wrongEnvironment",
					message:
						"A sandbox signed in, but Production was chosen. Nothing was changed. Choose Connect to Salesforce Sandbox, or sign in to production.",
					raw: "Organization.IsSandbox = true",
					explanation: null,
					nextStep: "Choose Connect to Salesforce Sandbox, or sign in at the production My Domain.",
					accounts: null,
					checks: CHECKS,
					at: now - MINUTE,
				};
			default:
				return { phase: "idle" };
		}
	}

	function recover(lostSince: number, recoveredAt: number): Recovery {
		const rows = allRows();
		return {
			resumed: rows.filter((row) => row.effective === "active").length,
			needAttention: rows.filter((row) => row.effective === "suspended").length,
			membersRead: rows.filter((row) => row.own !== null).length,
			lostSince,
			recoveredAt,
		};
	}

	function emit(event: Event) {
		for (const listener of listeners) {
			listener(event);
		}
	}

	function changed(...tags: Tag[]) {
		cached = null;
		emit({ kind: "changed", organizationId: ORGANIZATION, tags: [...tags, "activity"] });
	}

	function allRows(): UserRow[] {
		cached ??= loaded
			? users.map((user) => rowOf(user, { state, stateSince, enabled, lastSession }))
			: [];
		return cached;
	}

	function counts(): UserCounts {
		return {
			...countUsers(allRows()),
			asOf: lastSession,
			stale: state === "unreachable" || state === "throttled",
			loading: scenario.loading,
		};
	}

	function fault(): ConnectionFault | null {
		const explanation = EXPLANATIONS[state];
		if (explanation === undefined) {
			return null;
		}
		const rows = allRows();
		const own = rows.filter((row) => row.ownFault).length;
		return {
			explanation,
			since: stateSince,
			retryAt: state === "unreachable" || state === "throttled" ? Date.now() + 40_000 : null,
			suspended: rows.filter((row) => row.effective === "suspended").length - own,
			ownFaults: own,
		};
	}

	function connectivity(): Connectivity {
		return structuredClone({
			organizationId: ORGANIZATION,
			organizationName: "Halden Group",
			serviceAccountLogin: enabled,
			confirmedNoLpcUser: confirmed,
			state,
			clientApps: apps,
			login,
			connection,
			fault: fault(),
			resuming:
				scenario.resuming && recovery === null
					? { lostSince: since, members: counts().members }
					: null,
			recovery,
			keyStoreProblem,
			preflight: connection === null ? null : LAST_CHECKED(started),
			lateCallback: null,
		});
	}

	function summary(): OrganizationSummary {
		const now = counts();
		const stopped = RED.includes(state) || state === "off" || state === "notConfigured";
		return {
			id: ORGANIZATION,
			name: "Halden Group",
			environment: connection?.environment ?? null,
			state: login.phase === "idle" || login.phase === "failed" ? state : "authorizing",
			stateSince,
			users: now.all,
			members: now.members,
			suspended: now.suspended,
			lastSession:
				lastSession === null
					? null
					: {
							ended: lastSession,
							duration: 2100,
							membersChecked: now.members,
							changed: 2,
							finished: true,
							raw: scenario.heldBack ? "1204 of 5990 members would change at once" : null,
						},
			nextSession: stopped || !gate.entitled() ? null : Date.now() + 26_000,
			heldBack: sessions.held_back({ organizationId: ORGANIZATION }),
			sessionRunning: false,
			apiUsage: connection?.apiUsage ?? null,
			ownShare: scenario.ownShareUsed
				? { used: 5_204, allowed: 5_000, until: started + 200 * 60_000 }
				: null,
			...organizations.details(connection, state, EXPLANATIONS[state]?.raw ?? null),
			entitled: connection === null || gate.entitled(),
		};
	}

	function begin(environment: Environment) {
		login = phase("waiting", environment);
		changed("connection");
		if (scenario.stepMs !== null) {
			walk();
		}
	}

	function walk() {
		const attempt = login;
		setTimeout(() => {
			if (login === attempt) {
				step();
				if (login.phase === "exchanging" || login.phase === "checking") {
					walk();
				}
			}
		}, scenario.stepMs ?? 0);
	}

	function step() {
		if (login.phase === "waiting") {
			login = { phase: "exchanging", environment: login.environment };
			changed("connection");
		} else if (login.phase === "exchanging") {
			login = { phase: "checking", environment: login.environment };
			changed("connection");
		} else {
			completeLogin();
		}
	}

	function completeLogin() {
		const environment = ("environment" in login && login.environment) || "production";
		const lostSince = RED.includes(state) ? stateSince : null;
		login = { phase: "idle" };
		state = "connected";
		stateSince = Date.now();
		lastSession = Date.now();
		connection = { ...connectionIn(state, environment), lastRefresh: Date.now() };
		loaded = true;
		cached = null;
		recovery = lostSince === null ? null : recover(lostSince, Date.now());
		changed("connection", "users");
	}

	const gate = openFakeGate(scenario, () =>
		emit({
			kind: "changed",
			organizationId: null,
			tags: ["license", "connection", "users", "activity"],
		}),
	);

	const checks = openFakeMemberChecks(
		users,
		() => {
			const { synchronization, entitled } = organizations.own(summary());
			return whyNoCheck(state, synchronization, entitled);
		},
		() => changed("users"),
	);

	/** Answers of commands, by name; typed where they are called. */
	const sessions = openFakeSessions(had ? scenario.sessions : 0, scenario.heldBack, started, () =>
		changed("users"),
	);

	const answers: {
		[K in keyof Commands]: (parameters: Commands[K]["parameters"]) => Commands[K]["answer"];
	} = {
		overview: () => ({
			version: "0.1.0",
			demo: true,
			scheme: "com.lpcadmin.console",
			settings: settings.read(),
			organizations: organizations.list(summary()),
		}),
		...organizations.answers,
		...settings.answers,
		...openFakeActivity(scenario),
		connectivity,
		set_service_account_login: (parameters) => {
			enabled = parameters.enabled;
			state = enabled ? (connection === null ? "notConfigured" : "connected") : "off";
			changed("connection", "users");
			return null;
		},
		confirm_no_lpc_user: (parameters) => {
			confirmed = parameters.confirmed;
			return null;
		},
		save_client_app: ({ clientApp }) => saveClientApp(apps, clientApp),
		start_login: ({ environment }) => {
			begin(environment);
			return null;
		},
		cancel_login: () => {
			login = { phase: "idle" };
			changed("connection");
			return null;
		},
		extend_login: () => {
			if (login.phase === "waiting") {
				login = { ...login, expires: login.expires + 10 * MINUTE };
				changed("connection");
			}
			return null;
		},
		open_login_again: () => null,
		copy_login_link: () => null,
		paste_callback: () => {
			throw {
				code: "clipboard",
				message: "The clipboard holds no address that begins with com.lpcadmin.console://.",
			} satisfies ApiError;
		},
		dismiss_login_failure: () => {
			login = { phase: "idle" };
			return null;
		},
		hold_sign_ins_for_session: () => {
			keyStoreProblem = HELD_FOR_SESSION;
			changed("connection");
			return null;
		},
		dismiss_recovery: () => {
			recovery = null;
			return null;
		},
		check_now: () => {
			lastSession = Date.now();
			changed("users");
			return null;
		},
		users: ({ query }) => {
			const matching = listUsers(allRows(), query);
			return {
				total: matching.length,
				rows: matching.slice(query.offset, query.offset + query.limit),
			};
		},
		user_counts: counts,
		user_notification: ({ userId }) => {
			const user = allRows().find(({ id }) => id === userId);
			if (user === undefined) {
				throw { code: "notFound", message: "This user is not there any more." } satisfies ApiError;
			}
			const red = RED.includes(state) && user.effective === "suspended";
			const own = user.ownFault && user.error !== null ? user.error : null;
			return {
				user,
				connection: red ? (EXPLANATIONS[state] ?? null) : null,
				own: own === null ? null : (EXPLANATIONS[own] ?? null),
				others: allRows().filter(
					(row) => row.id !== userId && row.error === user.error && user.error,
				).length,
				...historyOf(
					user,
					red && stateSince !== null
						? { raw: EXPLANATIONS[state]?.raw ?? "", since: stateSince }
						: null,
				),
				sessions: user.own === null ? [] : sessionsOf(sessions),
				check: checks.of(user),
			};
		},
		...sessions,
		...checks.answers,
		copy_text: () => null,
		...openFakeOwnData(scenario, emit),
		...accountAnswers({
			begin,
			confirm: completeLogin,
			revocationFails: scenario.revocationFails,
			disconnect: () => {
				connection = null;
				login = { phase: "idle" };
				state = "notConfigured";
				changed("connection", "users");
			},
		}),
		...gate.answers,
	};

	return {
		calls,
		gate,
		checks,
		async call(name, parameters) {
			calls.push({ name, parameters });
			await Promise.resolve();
			const failure = failures.get(name);
			if (failure !== undefined) {
				failures.delete(name);
				throw failure;
			}
			return answers[name](parameters);
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		step,
		completeLogin,
		failLogin(code, raw) {
			login = {
				phase: "failed",
				environment: "environment" in login ? login.environment : null,
				code,
				message: "Nothing was changed.",
				raw,
				explanation: null,
				nextStep: "Connect again.",
				accounts: null,
				checks: [],
				at: Date.now(),
			};
			changed("connection");
		},
		lose() {
			state = "lost";
			stateSince = Date.now();
			recovery = null;
			changed("connection", "users");
		},
		progress: (done, expected) =>
			emit({ kind: "loadProgress", organizationId: ORGANIZATION, loaded: done, expected }),
		failNext: (name, error) => failures.set(name, error),
	};
}
