import { memberFault } from "../../domain/faultWords";
import type {
	EffectiveStatus,
	FaultCode,
	ShownFilter,
	SortColumn,
	UserQuery,
} from "../../ipc/bindings";

export type Show = "members" | "all" | "cause" | EffectiveStatus;

/** What the list shows; it stands in the address, without what is usual. */
export interface UsersView {
	show: Show;
	cause: FaultCode | null;
	q: string;
	sort: SortColumn;
	desc: boolean;
}

export const STATUSES = [
	"suspended",
	"active",
	"notInitialized",
	"paused",
	"disabled",
	"notInGroup",
] as const satisfies EffectiveStatus[];

const SHOWS: readonly Show[] = ["members", "all", "cause", ...STATUSES];
const SORTS: readonly SortColumn[] = [
	"effectiveStatus",
	"name",
	"email",
	"username",
	"profile",
	"since",
];

/** An address may come from anywhere: what is not understood is as usual. */
export function parseView(raw: Record<string, unknown>): UsersView {
	const cause = raw.show === "cause" ? memberFault(raw.cause) : null;
	const show = SHOWS.find((known) => known === raw.show && (known !== "cause" || cause !== null));
	return {
		show: show ?? "members",
		cause,
		q: typeof raw.q === "string" || typeof raw.q === "number" ? String(raw.q) : "",
		sort: SORTS.find((known) => known === raw.sort) ?? "effectiveStatus",
		desc: raw.desc === true,
	};
}

function toFilter({ show, cause }: UsersView): ShownFilter {
	if (show === "members" || show === "all") {
		return { kind: show };
	}
	if (show === "cause") {
		return cause === null ? { kind: "members" } : { kind: "cause", code: cause };
	}
	return { kind: "status", status: show };
}

/** Everything of a query but the place of its page. */
export type ListQuery = Omit<UserQuery, "offset" | "limit">;

export function toListQuery(organizationId: string, view: UsersView): ListQuery {
	return {
		organizationId,
		filter: toFilter(view),
		search: view.q,
		sort: view.sort,
		descending: view.desc,
	};
}
