import type { SessionFilter } from "../../ipc/bindings";

/** What the list shows; it stands in the address, without what is usual. */
export interface SessionsSearch {
	show?: SessionFilter;
	page?: number;
}

export interface SessionsView {
	show: SessionFilter;
	/** From 1. */
	page: number;
}

export const FILTERS: readonly SessionFilter[] = [
	"all",
	"changed",
	"finished",
	"heldBack",
	"failed",
	"interrupted",
];

/** An address may come from anywhere: what is not understood is left out. */
export function parseSessionsSearch(raw: Record<string, unknown>): SessionsSearch {
	const search: SessionsSearch = {};
	const show = FILTERS.find((known) => known === raw.show);
	if (show !== undefined && show !== "all") {
		search.show = show;
	}
	if (typeof raw.page === "number" && Number.isSafeInteger(raw.page) && raw.page > 1) {
		search.page = raw.page;
	}
	return search;
}

export function toSessionsView(search: SessionsSearch): SessionsView {
	return { show: "all", page: 1, ...search };
}
