import { useInfiniteQuery } from "@tanstack/react-query";
import { useHost } from "../../ipc/HostContext";
import { keys } from "../../ipc/keys";
import type { ActivityView } from "./view";

/** Entries that are asked for at once. */
const PAGE = 100;

/** The audit, newest first; older pages on demand. */
export function useActivity({ topic, organization }: ActivityView) {
	const host = useHost();
	return useInfiniteQuery({
		queryKey: [...keys.activity, topic ?? null, organization ?? null],
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
}
