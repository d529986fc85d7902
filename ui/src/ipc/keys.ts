import type { SessionsQuery, UsersQuery } from "./bindings";

/** Names of what is kept of the console's answers; an event names what to ask again for. */
export const keys = {
	overview: ["overview"] as const,
	activity: ["activity"] as const,
	gate: ["gate"] as const,
	ownData: ["ownData"] as const,
	help: ["help"] as const,
	startProblem: ["startProblem"] as const,
	organization: (id: string) => ["organization", id] as const,
	connectivity: (id: string) => ["organization", id, "connectivity"] as const,
	counts: (id: string) => ["organization", id, "users", "counts"] as const,
	notification: (id: string, user: string) =>
		["organization", id, "users", "notification", user] as const,
	pages: (id: string) => ["organization", id, "users", "page"] as const,
	page: (query: UsersQuery) =>
		["organization", query.organizationId, "users", "page", query] as const,
	heldBack: (id: string) => ["organization", id, "heldBack"] as const,
	sessions: (query: SessionsQuery) =>
		["organization", query.organizationId, "sessions", query] as const,
	/** Not asked for: events write it. */
	progress: (id: string) => ["progress", id] as const,
};
