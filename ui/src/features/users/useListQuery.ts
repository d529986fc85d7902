import { useMemo } from "react";
import { type ListQuery, toListQuery, type UsersView } from "./view";

/** The same object while the view is the same, so that rows are not drawn anew. */
export function useListQuery(organizationId: string, view: UsersView): ListQuery {
	const { show, cause, q, sort, desc } = view;
	return useMemo(
		() => toListQuery(organizationId, { show, cause, q, sort, desc }),
		[organizationId, show, cause, q, sort, desc],
	);
}
