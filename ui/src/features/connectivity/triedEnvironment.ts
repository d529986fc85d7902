import type { Connectivity, Environment } from "../../ipc/bindings";

const tried = new Map<string, Environment>();

/** Keeps where a sign-in under way goes: a failed one no longer says it. */
export function rememberTried({ organizationId, login }: Connectivity) {
	if (login.phase === "waiting" || login.phase === "exchanging" || login.phase === "checking") {
		tried.set(organizationId, login.environment);
	}
}

/** Where to try again: as last time, else as connected, else the only app that has a key. */
export function environmentToTry(connectivity: Connectivity): Environment | null {
	const before = tried.get(connectivity.organizationId) ?? connectivity.connection?.environment;
	if (before !== undefined) {
		return before;
	}
	const ready = connectivity.clientApps.filter((app) => app.consumerKey !== "");
	return ready.length === 1 ? (ready[0]?.environment ?? null) : null;
}
