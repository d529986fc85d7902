import type { ApiError, Commands, Event } from "./bindings";

/** What stands behind the window: the desktop host, or the stand-in of development and tests. */
export interface Host {
	call<K extends keyof Commands>(
		name: K,
		parameters: Commands[K]["parameters"],
	): Promise<Commands[K]["answer"]>;
	/** Listens to what the console tells unasked; the answer stops listening. */
	subscribe(listener: (event: Event) => void): () => void;
}

/** Turns whatever a command threw into the error that the contract knows. */
export function toApiError(thrown: unknown): ApiError {
	if (typeof thrown === "object" && thrown !== null && "code" in thrown && "message" in thrown) {
		return thrown as ApiError;
	}
	return {
		code: "internal",
		message: thrown instanceof Error ? thrown.message : String(thrown),
	};
}
