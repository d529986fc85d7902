import { needsAttention, shownState, waitsForConsent } from "../../domain/connectionState";
import type { ConnectionStateName, OrganizationSummary } from "../../ipc/bindings";

/** What the list of organizations shows; it stands in the address, without what is usual. */
export interface OrganizationsView {
	show: Show;
	q: string;
	sort: Sort;
	desc: boolean;
}

export type Show = (typeof SHOWS)[number];
export type Sort = (typeof SORTS)[number];

const SHOWS = ["all", "attention", "expiring", "connected", "off"] as const;
const SORTS = [
	"connection",
	"name",
	"environment",
	"members",
	"suspended",
	"idle",
	"session",
] as const;

/** An address may come from anywhere: what is not understood is as usual. */
export function parseView(raw: Record<string, unknown>): OrganizationsView {
	return {
		show: SHOWS.find((known) => known === raw.show) ?? "all",
		q: typeof raw.q === "string" || typeof raw.q === "number" ? String(raw.q) : "",
		sort: SORTS.find((known) => known === raw.sort) ?? "connection",
		desc: raw.desc === true,
	};
}

/** Worst first. */
const RANKS: readonly (ConnectionStateName | "heldBack")[] = [
	"lost",
	"refused",
	"keyLost",
	"heldBack",
	"notRead",
	"expiringSoon",
	"throttled",
	"unreachable",
	"authorizing",
	"connected",
	"notConfigured",
	"off",
];

/** The worse of what the connection says and of what waits for a person. */
function rank(organization: OrganizationSummary): number {
	const state = RANKS.indexOf(shownState(organization));
	return waitsForConsent(organization) ? Math.min(state, RANKS.indexOf("heldBack")) : state;
}

export function isShown(organization: OrganizationSummary, show: Show): boolean {
	if (show === "all" || show === "attention") {
		return show === "all" || needsAttention(organization);
	}
	return shownState(organization) === (show === "expiring" ? "expiringSoon" : show);
}

function matches({ name, externalId, host }: OrganizationSummary, q: string): boolean {
	const fold = (text: string) =>
		text
			.normalize("NFKD")
			.replace(/\p{Diacritic}/gu, "")
			.toLowerCase();
	const words = fold(q).split(/\s+/).filter(Boolean);
	const text = fold(`${name}\n${externalId}\n${host}`);
	return words.every((word) => text.includes(word));
}

const byName = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

/** What each order goes by; missing values come last in both directions. */
const ORDERS: Record<Sort, (one: OrganizationSummary) => number | string | null> = {
	connection: rank,
	name: ({ name }) => name,
	environment: ({ environment }) => environment,
	members: ({ members }) => members,
	suspended: ({ suspended }) => suspended,
	idle: ({ idleDaysLeft }) => idleDaysLeft,
	session: ({ lastSession }) => lastSession?.ended ?? null,
};

function compare(x: number | string, y: number | string): number {
	const numbers = typeof x === "number" && typeof y === "number";
	return numbers ? x - y : byName.compare(String(x), String(y));
}

export function listOrganizations(
	organizations: OrganizationSummary[],
	{ show, q, sort, desc }: OrganizationsView,
): OrganizationSummary[] {
	const of = ORDERS[sort];
	return organizations
		.filter((one) => isShown(one, show) && matches(one, q))
		.sort((a, b) => {
			const [x, y] = [of(a), of(b)];
			const missing = Number(x === null) - Number(y === null);
			const by = x === null || y === null ? missing : compare(x, y) * (desc ? -1 : 1);
			return by || byName.compare(a.name, b.name) || a.id.localeCompare(b.id);
		});
}
