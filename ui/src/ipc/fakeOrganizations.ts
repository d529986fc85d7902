import type {
	ApiError,
	Commands,
	Connection,
	ConnectionStateName,
	OrganizationSummary,
} from "./bindings";
import { EXPLANATIONS, type Scenario } from "./fakeScenario";
import { heldBackChanges } from "./fakeSessions";

const MINUTE = 60_000;
const DAY = 86_400_000;

type Details = Pick<
	OrganizationSummary,
	| "externalId"
	| "synchronization"
	| "host"
	| "username"
	| "reason"
	| "entitled"
	| "retryAt"
	| "idleDaysLeft"
	| "idleEnds"
>;

type Parameters<K extends keyof Commands> = Commands[K]["parameters"];

/** The organizations of the stand-in host: the one that lives, and others that only stand there. */
export function openFakeOrganizations(scenario: Scenario, changed: () => void) {
	const edits = new Map<string, Partial<OrganizationSummary> & { deleted?: boolean }>();
	const others: OrganizationSummary[] = scenario.gallery
		? gallery()
		: Array.from({ length: Math.max(0, scenario.organizations - 1) }, (_, index) =>
				blank(`other-${index}`, `Tallow Street Partners ${index + 1}`, ""),
			);
	let listed: OrganizationSummary[] = others;

	function list(main: OrganizationSummary): OrganizationSummary[] {
		const all = scenario.organizations === 0 ? others : [main, ...others];
		listed = all
			.map((one) => ({ ...one, ...edits.get(one.id) }))
			.filter(({ id }) => !edits.get(id)?.deleted);
		return listed.map((one) => (one.synchronization ? one : { ...one, nextSession: null }));
	}

	/** The one that lives, with what was changed. */
	function own(main: OrganizationSummary): OrganizationSummary {
		return list(main).find(({ id }) => id === main.id) ?? main;
	}

	function edit(id: string, part: Partial<OrganizationSummary> & { deleted?: boolean }) {
		edits.set(id, { ...edits.get(id), ...part });
		changed();
	}

	function find(id: string): OrganizationSummary {
		const found = listed.find((one) => one.id === id);
		if (found === undefined) {
			throw {
				code: "notFound",
				message: "There is no such organization any more.",
			} satisfies ApiError;
		}
		return found;
	}

	function checkName(entered: string, except: string): string {
		const name = entered.trim();
		if (name === "") {
			throw invalid("Enter a name.");
		}
		if (name.length > 80) {
			throw invalid(`A name has at most 80 characters; this one has ${name.length}.`);
		}
		const taken = (one: OrganizationSummary) =>
			one.id !== except && one.name.toLowerCase() === name.toLowerCase();
		if (listed.some(taken)) {
			throw invalid("Another organization has this name. Choose one that tells them apart.");
		}
		return name;
	}

	function checkId(entered: string): string {
		const id = entered.trim();
		if (/\s/.test(id)) {
			throw invalid("An external ID has no blanks or invisible characters.");
		}
		if (id !== "" && listed.some((one) => one.externalId === id)) {
			throw invalid(
				"Another organization has this external ID. Check which of the two it belongs to.",
			);
		}
		return id;
	}

	return {
		list,
		own,
		details,
		answers: {
			create_organization: ({ name, externalId }: Parameters<"create_organization">) => {
				const id = `new-${others.length}`;
				others.push(blank(id, checkName(name, ""), checkId(externalId)));
				changed();
				return id;
			},
			rename_organization: ({ organizationId, name }: Parameters<"rename_organization">) => {
				edit(organizationId, { name: checkName(name, organizationId) });
				return null;
			},
			set_external_id: ({ organizationId, externalId }: Parameters<"set_external_id">) => {
				if (externalId.trim() === "") {
					throw invalid("Enter an external ID.");
				}
				edit(organizationId, { externalId: checkId(externalId) });
				return null;
			},
			set_synchronization: ({ organizationId, enabled }: Parameters<"set_synchronization">) => {
				edit(organizationId, { synchronization: enabled });
				return null;
			},
			delete_organization: ({ organizationId, name }: Parameters<"delete_organization">) => {
				if (find(organizationId).name !== name) {
					throw invalid("Type the organization’s name exactly as it is shown to delete it.");
				}
				edit(organizationId, { deleted: true });
				return null;
			},
		},
	};
}

function details(
	connection: Connection | null,
	state: ConnectionStateName,
	reason: string | null,
): Details {
	return {
		externalId: "ORG-0042",
		synchronization: true,
		entitled: true,
		host: connection?.instanceHost ?? "",
		username: connection?.username ?? null,
		reason,
		retryAt: state === "throttled" ? Date.now() + 38 * MINUTE : null,
		idleDaysLeft: connection?.idleDaysLeft ?? null,
		idleEnds: connection?.idleEnds ?? null,
	};
}

function blank(id: string, name: string, externalId: string): OrganizationSummary {
	return {
		...details(null, "notConfigured", null),
		id,
		name,
		externalId,
		state: "notConfigured",
		stateSince: null,
		environment: null,
		users: 0,
		members: 0,
		suspended: 0,
		lastSession: null,
		nextSession: null,
		heldBack: null,
		sessionRunning: false,
		apiUsage: null,
		ownShare: null,
	};
}

/** One of each state, with names of every length. */
function gallery(): OrganizationSummary[] {
	const now = Date.now();
	const one = (
		name: string,
		state: ConnectionStateName,
		members: number,
		suspended: number,
		host: string,
		more: Partial<OrganizationSummary> = {},
	): OrganizationSummary => {
		const soon = state === "expiringSoon";
		return {
			...blank(name.toLowerCase().replace(/\W+/g, "-"), name, ""),
			state,
			environment: /sandbox|test\./.test(host) ? "sandbox" : "production",
			host,
			username: "svc-lpc@example.com",
			members,
			users: members * 12,
			suspended,
			reason: EXPLANATIONS[state]?.raw ?? null,
			stateSince: now - 13 * MINUTE,
			retryAt: state === "throttled" ? now + 38 * MINUTE : null,
			idleDaysLeft: soon ? 5 : 30,
			idleEnds: now + (soon ? 5 : 30) * DAY,
			lastSession: {
				ended: now - 41_000,
				duration: 2100,
				membersChecked: members,
				changed: suspended % 7,
				finished: state !== "unreachable",
				raw: state === "unreachable" ? "No answer: HTTP 503" : null,
			},
			nextSession: now + 40_000,
			...more,
		};
	};
	return [
		one("Pellworm Instruments", "refused", 1884, 1884, "pellworm.my.salesforce.com"),
		one("Corvane Pharma", "keyLost", 5118, 0, "corvane.my.salesforce.com"),
		one("Brightwater Logistics", "expiringSoon", 2306, 0, "login.salesforce.com", {
			externalId: "BWL-EU-1",
		}),
		one("Brightwater Full Copy", "throttled", 2306, 11, "test.salesforce.com"),
		one("Meridian Dental Supply", "unreachable", 640, 0, "login.salesforce.com"),
		one("Halden Nordics", "connected", 8240, 3, "halden-nordics.my.salesforce.com", {
			heldBack: heldBackChanges(8240, 1904, now),
		}),
		one("Halden Nordics UAT", "connected", 412, 0, "halden-nordics--uat.sandbox.my.salesforce.com"),
		one("Orchard & Vale Insurance", "connected", 14_870, 22, "orchardvale.my.salesforce.com", {
			synchronization: false,
		}),
		one(
			"The Very Long Name Of An Organization That Somebody Copied From A Register, Ltd.",
			"connected",
			100_000,
			1204,
			"averylongmydomainnamethatfillsthecell.my.salesforce.com",
			{ externalId: "0123456789-ABCDEFGHIJ-0123456789-ABCDEFGHIJ" },
		),
		{ ...blank("tallow", "Tallow Street Partners", "") },
	];
}

function invalid(message: string): ApiError {
	return { code: "invalidInput", message };
}
