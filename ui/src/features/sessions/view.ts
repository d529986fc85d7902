import type { SessionFilter } from "../../ipc/bindings";

/** What the list shows; it stands in the address, without what is usual. */
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

/** An address may come from anywhere: what is not understood is as usual. */
export function parseView({ show, page }: Record<string, unknown>): SessionsView {
	return {
		show: FILTERS.find((known) => known === show) ?? "all",
		page: typeof page === "number" && Number.isSafeInteger(page) && page > 1 ? page : 1,
	};
}
