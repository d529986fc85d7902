import type { EffectiveStatus, UserFilter, UserSort, UsersQuery } from "../../ipc/bindings";

/** What the list shows; it stands in the address, without what is usual. */
export interface UsersSearch {
	show?: Show;
	cause?: string;
	q?: string;
	sort?: UserSort;
	desc?: boolean;
}

export type Show = "members" | "all" | "cause" | EffectiveStatus;

export interface UsersView {
	show: Show;
	cause: string;
	q: string;
	sort: UserSort;
	desc: boolean;
}

export const USUAL: UsersView = {
	show: "members",
	cause: "",
	q: "",
	sort: "effectiveStatus",
	desc: false,
};

const SHOWS: readonly Show[] = [
	"members",
	"all",
	"cause",
	"suspended",
	"active",
	"notInitialized",
	"paused",
	"disabled",
	"notInGroup",
];

const SORTS: readonly UserSort[] = [
	"effectiveStatus",
	"name",
	"email",
	"username",
	"profile",
	"since",
];

/** An address may come from anywhere: what is not understood is left out. */
export function parseSearch(raw: Record<string, unknown>): UsersSearch {
	const search: UsersSearch = {};
	const cause = typeof raw.cause === "string" ? raw.cause : "";
	const show = SHOWS.find((known) => known === raw.show);
	if (show !== undefined && show !== USUAL.show && (show !== "cause" || cause !== "")) {
		search.show = show;
	}
	if (search.show === "cause") {
		search.cause = cause;
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

export function toView(search: UsersSearch): UsersView {
	return { ...USUAL, ...search };
}

export function toSearch(view: UsersView): UsersSearch {
	return parseSearch({ ...view });
}

export function toFilter(view: UsersView): UserFilter {
	switch (view.show) {
		case "members":
			return { kind: "members" };
		case "all":
			return { kind: "all" };
		case "cause":
			return { kind: "cause", raw: view.cause };
		default:
			return { kind: "status", status: view.show };
	}
}

/** Everything of a query but the place of its page. */
export type ListQuery = Omit<UsersQuery, "offset" | "limit">;

export function toListQuery(organizationId: string, view: UsersView): ListQuery {
	return {
		organizationId,
		filter: toFilter(view),
		search: view.q,
		sort: view.sort,
		descending: view.desc,
	};
}
