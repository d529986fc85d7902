import type {
	Check,
	Commands,
	Confirmation,
	ConnectionTest,
	Environment,
	Preflight,
	TestStep,
} from "./bindings";

function passed(name: string, meaning: string): Check {
	return { name, result: "passed", meaning, nextStep: null };
}

/** Two warnings, as an account without Manage Users and with four approvals has them. */
export const CHECKS: Check[] = [
	passed("Environment", "Production"),
	passed("Same organization and user", "The organization and the user of the first sign-in"),
	passed("Account is active", "Active in Salesforce"),
	passed("View All Data", "Granted"),
	passed("API Enabled", "Granted"),
	passed("Not a member, no LPC user", "Not in the group; confirmed that no LPC user works with it"),
	passed("View All Users", "All users are visible"),
	{
		name: "Sees other users’ logins",
		result: "warning",
		meaning: "“Manage Users” is missing: frozen stays unknown, the rest is read",
		nextStep:
			"Grant Manage Users: in Salesforce, Setup › Permission Sets, on a set that is assigned to this account.",
	},
	passed("Browser sign-in allowed", "Not an API-only user"),
	passed("License", "Salesforce"),
	{
		name: "Approvals of this app",
		result: "warning",
		meaning: "4 of 5 used by “LPC Admin Console”: a sixth sign-in ends the oldest token",
		nextStep:
			"Revoke approvals that nobody uses: in Salesforce, Setup › Connected Apps OAuth Usage.",
	},
	passed("API budget", "43 % used by the organization’s apps in 24 hours"),
];

export function LAST_CHECKED(now: number): Preflight {
	return { checked: now - 33 * 60_000, checks: CHECKS };
}

export function QUESTION(now: number): Confirmation {
	const organization = {
		salesforceOrganizationId: "00D3z000001QvJkEAK",
		salesforceOrganizationName: "Halden Group Holding",
	};
	return {
		environment: "production",
		pinned: {
			userId: "0053z00000BkTw1AAF",
			username: "svc-lpc.halden@example.com",
			displayName: "LPC Service Account",
			...organization,
		},
		found: {
			userId: "0053z00000Qm41cAAB",
			username: "svc-lpc-2.halden@example.com",
			displayName: "LPC Service Account 2",
			...organization,
		},
		member: true,
		checks: CHECKS.map((check) =>
			check.name === "Not a member, no LPC user"
				? {
						...check,
						result: "blocking",
						meaning:
							"The account is a member of the group it is to work for. A person’s account must not be used.",
						nextStep:
							"Sign in with an account made only for this purpose; if this is one, confirm that no LPC user works with it.",
					}
				: check,
		),
		until: now + 10 * 60_000,
	};
}

const STEPS: TestStep[] = (
	[
		["token", 212, "Refreshed"],
		["identity", 96, "svc-lpc.halden@example.com"],
		["permissions", 341, "View All Data, API Enabled"],
		["users", 1204, "2,000 of 100,000 users on one page"],
		["apiBudget", 0, "3,612,380 of 8,400,000 requests in 24 hours"],
	] as const
).map(([name, millis, detail]) => ({
	name,
	outcome: "passed",
	millis,
	detail,
	raw: null,
	nextStep: null,
}));

const BY_HAND = [
	"In Salesforce, open Setup › Connected Apps OAuth Usage, or Setup › Users › the service account › OAuth Connected Apps.",
	"Find the External Client App of this console beside the service account.",
	"Choose Revoke. The token ends at once, also on a computer that kept a copy.",
];

type Names =
	| "change_account"
	| "confirm_account"
	| "test_connection"
	| "check_preflight"
	| "disconnect";

/** Answers about the connected account. */
export function accountAnswers(world: {
	begin: (environment: Environment) => void;
	confirm: () => void;
	revocationFails: boolean;
	disconnect: () => void;
}): { [K in Names]: (parameters: Commands[K]["parameters"]) => Commands[K]["answer"] } {
	return {
		change_account: ({ environment }) => {
			world.begin(environment);
			return null;
		},
		confirm_account: () => {
			world.confirm();
			return null;
		},
		test_connection: (): ConnectionTest => ({ started: Date.now(), steps: STEPS }),
		check_preflight: () => null,
		disconnect: ({ regardless }) => {
			const notRevoked = world.revocationFails ? "connection timed out" : null;
			const disconnected = regardless || notRevoked === null;
			if (disconnected) {
				world.disconnect();
			}
			return { disconnected, notRevoked, byHand: notRevoked === null ? [] : BY_HAND };
		},
	};
}
