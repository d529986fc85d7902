import { needsAttention, shownState, waitsForConsent } from "../../domain/connectionState";
import type { ConnectionStateName, OrganizationSummary } from "../../ipc/bindings";

/** What the list of organizations shows; it stands in the address, without what is usual. */
export interface OrganizationsSearch {
	show?: Show;
	q?: string;
	sort?: Sort;
	desc?: boolean;
}

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

export const USUAL: OrganizationsView = { show: "all", q: "", sort: "connection", desc: false };

/** An address may come from anywhere: what is not understood is left out. */
export function parseSearch(raw: Record<string, unknown>): OrganizationsSearch {
	const search: OrganizationsSearch = {};
	const show = SHOWS.find((known) => known === raw.show);
	if (show !== undefined && show !== USUAL.show) {
		search.show = show;
	}
	if ((typeof raw.q === "string" && raw.q !== "") || typeof raw.q === "number") {
		search.q = String(raw.q);
	}
	const sort = SORTS.find((known) => known === raw.sort);
	if (sort !== undefined && sort !== USUAL.sort) {
		search.sort = sort;
	}
	if (raw.desc === true) {
		search.desc = true;
	}
	return search;
}

export function toView(search: OrganizationsSearch): OrganizationsView {
	return { ...USUAL, ...search };
}

/** Worst first. */
const RANKS: readonly (ConnectionStateName | "heldBack")[] = [
	"lost",
	"refused",
	"keyLost",
	"wrongAccount",
	"heldBack",
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
	const state = shownState(organization);
	switch (show) {
		case "all":
			return true;
		case "attention":
			return needsAttention(organization);
		case "expiring":
			return state === "expiringSoon";
		case "connected":
			return state === "connected";
		case "off":
			return state === "off";
	}
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

/** Missing values come last in both directions. */
function order(sort: Sort, one: OrganizationSummary): number | string | null {
	switch (sort) {
		case "connection":
			return rank(one);
		case "name":
			return one.name;
		case "environment":
			return one.environment;
		case "members":
			return one.members;
		case "suspended":
			return one.suspended;
		case "idle":
			return one.idleDaysLeft;
		case "session":
			return one.lastSession?.ended ?? null;
	}
}

export function listOrganizations(
	organizations: OrganizationSummary[],
	{ show, q, sort, desc }: OrganizationsView,
): OrganizationSummary[] {
	const sign = desc ? -1 : 1;
	return organizations
		.filter((one) => isShown(one, show) && matches(one, q))
		.sort((a, b) => {
			const [x, y] = [order(sort, a), order(sort, b)];
			let by = 0;
			if (x === null || y === null) {
				by = Number(x === null) - Number(y === null);
			} else {
				const difference =
					typeof x === "number" && typeof y === "number"
						? x - y
						: byName.compare(String(x), String(y));
				by = difference * sign;
			}
			return by || byName.compare(a.name, b.name) || a.id.localeCompare(b.id);
		});
}
