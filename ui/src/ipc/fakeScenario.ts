import type {
	ConnectionStateName,
	Explanation,
	KeyStoreProblem,
	LoginPhase,
	SetAsideFile,
	StartProblem,
	Theme,
	WriteProblem,
} from "./bindings";
import { GATE_FILES, type GateName, type OtherFile } from "./fakeGate";
import { DAMAGED_VAULT, FULL_DISK, NEWER_DATA } from "./fakeOwnData";

/** What the stand-in host starts with. */
export interface Scenario {
	state: ConnectionStateName;
	login: LoginPhase["phase"];
	theme: Theme;
	users: number;
	memberShare: number;
	/** A recovery is to be shown. */
	recovered: boolean;
	/** The account signed in again, and no session has proved it. */
	resuming: boolean;
	/** The first full load runs. */
	loading: boolean;
	organizations: number;
	/** The other organizations are in all kinds of states. */
	gallery: boolean;
	/** Milliseconds between the steps of a sign-in; `null` waits for the test. */
	stepMs: number | null;
	linkAvailable: boolean;
	keyStoreProblem: KeyStoreProblem | null;
	/** Salesforce does not take a revocation. */
	revocationFails: boolean;
	/** What the entitlement is worth; a name of `fakeGate`. */
	gate: GateName;
	/** Entitlement files beside the one that decides. */
	gateFiles: OtherFile[];
	/** The first question fails. */
	refuseOverview: boolean;
	/** Sessions so far. */
	sessions: number;
	/** Changes are held back. */
	heldBack: boolean;
	/** The console has used its own share of the API requests. */
	ownShareUsed: boolean;
	/** Why the console does not start. */
	startProblem?: StartProblem;
	/** What keeps the console from saving. */
	writeProblem?: WriteProblem;
	/** Damaged files that were set aside. */
	setAside?: SetAsideFile[];
}

export const FIRST_RUN: Scenario = {
	state: "notConfigured",
	login: "idle",
	theme: "system",
	users: 5000,
	memberShare: 0.06,
	recovered: false,
	resuming: false,
	loading: false,
	organizations: 1,
	gallery: false,
	stepMs: 2500,
	linkAvailable: true,
	keyStoreProblem: null,
	revocationFails: false,
	gate: "open",
	gateFiles: [],
	refuseOverview: false,
	sessions: 260,
	heldBack: false,
	ownShareUsed: false,
};

const NO_KEY_STORE =
	"This computer offers no key store, so a sign-in cannot be kept safely. Start the key store (Credential Manager, Keychain or Secret Service), then try again. Or hold sign-ins for this session only (in Salesforce Connectivity): the sign-in is then in memory alone, and every member is suspended here when the console is closed.";

export const HELD_FOR_SESSION: KeyStoreProblem = {
	consequence: "heldForSession",
	text: "They are held in memory, as chosen while this computer offered no key store. Closing the console revokes them, and every member is suspended here until you sign in again. To keep the next one, close the console, start the key store (Credential Manager, Keychain or Secret Service) and sign in again.",
};

export const NAMED: Record<string, Partial<Scenario>> = {
	first: {},
	waiting: { login: "waiting" },
	restarted: { login: "waiting", linkAvailable: false, stepMs: null },
	exchanging: { login: "exchanging", stepMs: null },
	checking: { login: "checking", stepMs: null },
	failed: { login: "failed" },
	unrevoked: { state: "connected", revocationFails: true },
	confirming: { state: "connected", login: "confirming", stepMs: null },
	connected: { state: "connected" },
	resuming: { state: "connected", resuming: true },
	expiring: { state: "expiringSoon" },
	lost: { state: "lost" },
	recovered: { state: "connected", recovered: true },
	refused: { state: "refused" },
	keyLost: { state: "keyLost" },
	unreachable: { state: "unreachable" },
	throttled: { state: "throttled" },
	off: { state: "off" },
	heldBack: { state: "connected", heldBack: true },
	ownShare: { state: "connected", ownShareUsed: true },
	silent: { refuseOverview: true },
	empty: { organizations: 0 },
	gallery: { state: "lost", gallery: true },
	loading: { state: "connected", loading: true },
	gate: { gate: "missing" },
	gateMalformed: { gate: "malformed" },
	gateEdition: { gate: "wrongEdition" },
	gateOrganization: { gate: "wrongOrganization", state: "connected" },
	gateWaits: { gate: "notYetValid" },
	gateFiles: { gate: "wrongEdition", gateFiles: GATE_FILES },
	accessFiles: { gate: "open", gateFiles: GATE_FILES, state: "connected" },
	accessExpired: { gate: "expired", state: "connected" },
	accessEnds: { gate: "endsSoon", state: "connected" },
	accessPartly: { gate: "notIncluded", state: "connected" },
	newerData: { startProblem: NEWER_DATA },
	diskFull: { state: "connected", writeProblem: FULL_DISK },
	setAside: { setAside: [DAMAGED_VAULT] },
	noKeyStore: { keyStoreProblem: { consequence: "offersSession", text: NO_KEY_STORE } },
	keyStoreLocked: {
		keyStoreProblem: {
			consequence: "blocked",
			text: "The key store of this computer is locked. Unlock it, then try again.",
		},
	},
	heldForSession: { state: "connected", keyStoreProblem: HELD_FOR_SESSION },
};

/** `?scenario=lost&theme=dark&users=100000`, for looking at a state in a plain browser. */
export function scenarioFromAddress(): Scenario {
	const wanted = new URLSearchParams(window.location.search);
	// Places live behind the hash; what stands before it must not mix with them.
	window.history.replaceState(null, "", `${window.location.pathname}${window.location.hash}`);
	const theme = wanted.get("theme");
	const users = Number(wanted.get("users") ?? "100000");
	return {
		...FIRST_RUN,
		users: Number.isFinite(users) ? users : FIRST_RUN.users,
		organizations: Number(wanted.get("organizations") ?? "1"),
		theme: theme === "dark" || theme === "light" ? theme : "system",
		...NAMED[wanted.get("scenario") ?? "first"],
	};
}

export const LOST_TEXT = "invalid_grant: expired access/refresh token";

/** The texts that stop a connection, as the console explains them. */
export const EXPLANATIONS: Record<string, Explanation> = {
	lost: {
		code: "tokenExpired",
		raw: LOST_TEXT,
		title: "The service account’s token is no longer valid",
		cause: "It expired, was revoked or was replaced. Salesforce does not say which.",
		who: "You, with the service account’s login. Nothing to do for the users.",
		remedy: "reconnect",
	},
	refused: {
		code: "networkNotAllowed",
		raw: "invalid_grant: ip restricted",
		title: "This computer’s network is not allowed",
		cause: "The app or the service account’s profile accepts only certain IP addresses.",
		who: "A Salesforce administrator: IP Relaxation of the app, or Login IP Ranges of the profile.",
		remedy: "checkNow",
	},
	keyLost: {
		code: "keyLost",
		raw: "The key of the sealed sign-in is missing",
		title: "The saved sign-in cannot be opened",
		cause: "The key in this computer’s key store is gone, so the sealed token is unreadable.",
		who: "You, with the service account’s login.",
		remedy: "reconnect",
	},
	unreachable: {
		code: "unreachable",
		raw: "connection timed out",
		title: "Salesforce cannot be reached",
		cause: "Salesforce or the network did not answer.",
		who: "Nobody, if it passes; else whoever runs the network.",
		remedy: "checkNow",
	},
	throttled: {
		code: "requestLimit",
		raw: "REQUEST_LIMIT_EXCEEDED",
		title: "The organization’s API requests are used up",
		cause: "All apps together reached the limit of the last 24 hours.",
		who: "Nobody: the console asks again later. A Salesforce administrator can see the use in Setup.",
		remedy: "wait",
	},
	"UserLogin.IsFrozen = true": {
		code: "userFrozen",
		raw: "UserLogin.IsFrozen = true",
		title: "This user is frozen in Salesforce",
		cause: "An administrator froze the login; the record stays active.",
		who: "A Salesforce administrator: unfreeze the user.",
		remedy: "checkNow",
	},
	"User.IsActive = false": {
		code: "userInactive",
		raw: "User.IsActive = false",
		title: "This user is deactivated in Salesforce",
		cause: "The user record is not active, so nothing can be synchronized for this person.",
		who: "A Salesforce administrator: activate the user, or leave it if the person has gone.",
		remedy: "checkNow",
	},
};
