import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { SessionsQuery } from "./bindings";
import { useHost } from "./HostContext";
import { keys } from "./keys";

export interface LoadProgress {
	loaded: number;
	expected: number;
}

export function useOverview() {
	const host = useHost();
	return useQuery({ queryKey: keys.overview, queryFn: () => host.call("overview", {}) });
}

/** Whether an entitlement opens the console. */
export function useGate() {
	const host = useHost();
	return useQuery({ queryKey: keys.gate, queryFn: () => host.call("gate", {}) });
}

export function useOwnData() {
	const host = useHost();
	return useQuery({ queryKey: keys.ownData, queryFn: () => host.call("own_data", {}) });
}

export function useHelp() {
	const host = useHost();
	return useQuery({ queryKey: keys.help, queryFn: () => host.call("help", {}) });
}

export function useStartProblem() {
	const host = useHost();
	return useQuery({ queryKey: keys.startProblem, queryFn: () => host.call("start_problem", {}) });
}

export function useConnectivity(organizationId: string) {
	const host = useHost();
	return useQuery({
		queryKey: keys.connectivity(organizationId),
		queryFn: () => host.call("connectivity", { organizationId }),
	});
}

export function useUserCounts(organizationId: string) {
	const host = useHost();
	return useQuery({
		queryKey: keys.counts(organizationId),
		queryFn: () => host.call("user_counts", { organizationId }),
	});
}

export function useUserNotification(organizationId: string, userId: string) {
	const host = useHost();
	return useQuery({
		queryKey: keys.notification(organizationId, userId),
		queryFn: () => host.call("user_notification", { organizationId, userId }),
		gcTime: 60_000,
	});
}

export function useHeldBack(organizationId: string) {
	const host = useHost();
	return useQuery({
		queryKey: keys.heldBack(organizationId),
		queryFn: () => host.call("held_back", { organizationId }),
	});
}

/** A page of sessions; the one before stays until the next is there. */
export function useSessions(query: SessionsQuery) {
	const host = useHost();
	return useQuery({
		queryKey: keys.sessions(query),
		queryFn: () => host.call("sessions", { query }),
		placeholderData: keepPreviousData,
	});
}

/** How far the first full load has come; written by events. */
export function useLoadProgress(organizationId: string): LoadProgress | null {
	const { data } = useQuery<LoadProgress | null>({
		queryKey: keys.progress(organizationId),
		queryFn: () => null,
		enabled: false,
		initialData: null,
	});
	return data;
}
