import { type InfiniteData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import type { ActivityPage } from "../../ipc/bindings";
import { useHost } from "../../ipc/HostContext";
import type { ActivityView } from "./view";

/** Entries that are asked for at once. */
const PAGE = 100;

/** The audit, newest first; older pages on demand. */
export function useActivity({ topic, organization }: ActivityView) {
	const host = useHost();
	const client = useQueryClient();
	const query = useInfiniteQuery({
		queryKey: ["activity", { query: { topic, organizationId: organization } }],
		queryFn: ({ pageParam }) =>
			host.call("activity", {
				query: {
					topic: topic ?? null,
					organizationId: organization ?? null,
					before: pageParam,
					limit: PAGE,
				},
			}),
		initialPageParam: null as number | null,
		getNextPageParam: (last) => (last.more ? (last.entries.at(-1)?.number ?? null) : null),
	});
	// Every topic's page has the counts of all: another chip shows them before its own page came.
	const counts =
		query.data?.pages[0]?.counts ??
		client
			.getQueriesData<InfiniteData<ActivityPage>>({
				queryKey: ["activity", { query: { organizationId: organization } }],
			})
			.find(([, known]) => known !== undefined)?.[1]?.pages[0]?.counts ??
		null;
	return { ...query, counts };
}
