import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import type { Reads, SessionsQuery } from "./bindings";
import { useHost } from "./HostContext";
import type { Host } from "./host";

/** A question to the console; its answer is kept under its name and parameters. */
export function read<K extends keyof Reads>(
	host: Host,
	name: K,
	parameters: Reads[K]["parameters"],
) {
	return queryOptions({
		queryKey: [name, parameters] as const,
		queryFn: () => host.call(name, parameters) as Promise<Reads[K]["answer"]>,
	});
}

function useRead<K extends keyof Reads>(name: K, parameters: Reads[K]["parameters"]) {
	return useQuery(read(useHost(), name, parameters));
}

export const useOverview = () => useRead("overview", {});
/** Whether an entitlement opens the console. */
export const useGate = () => useRead("gate", {});
export const useOwnData = () => useRead("own_data", {});
export const useHelp = () => useRead("help", {});
export const useStartProblem = () => useRead("start_problem", {});
export const useConnectivity = (organizationId: string) =>
	useRead("connectivity", { organizationId });
export const useUserCounts = (organizationId: string) => useRead("user_counts", { organizationId });
export const useHeldBack = (organizationId: string) => useRead("held_back", { organizationId });

export function useUserNotification(organizationId: string, userId: string) {
	const notification = read(useHost(), "user_notification", { organizationId, userId });
	return useQuery({ ...notification, gcTime: 60_000 });
}

/** A page of sessions; the one before stays until the next is there. */
export function useSessions(query: SessionsQuery) {
	return useQuery({
		...read(useHost(), "sessions", { query }),
		placeholderData: keepPreviousData,
	});
}

/** How far the first full load of an organization has come. */
export interface LoadProgress {
	loaded: number;
	expected: number;
}

/** Not asked for: events write it. */
export const progressKey = (organizationId: string) => ["progress", organizationId] as const;

export function useLoadProgress(organizationId: string): LoadProgress | null {
	const { data } = useQuery<LoadProgress | null>({
		queryKey: progressKey(organizationId),
		queryFn: () => null,
		enabled: false,
		initialData: null,
	});
	return data;
}
