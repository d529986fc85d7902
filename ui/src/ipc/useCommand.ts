import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ApiError, Commands } from "./bindings";
import { useHost } from "./HostContext";
import { toApiError } from "./host";

type Parameters<K extends keyof Commands> = Commands[K]["parameters"];
type Answer<K extends keyof Commands> = Commands[K]["answer"];

/**
 * A command that changes something. Whatever it changed is asked for again as soon as it has
 * answered; events do the same for changes that come by themselves.
 */
export function useCommand<K extends keyof Commands>(name: K) {
	const host = useHost();
	const client = useQueryClient();
	return useMutation<Answer<K>, ApiError, Parameters<K>>({
		mutationKey: [name],
		mutationFn: async (parameters) => {
			try {
				return await host.call(name, parameters);
			} catch (thrown) {
				throw toApiError(thrown);
			}
		},
		onSettled: () => client.invalidateQueries(),
	});
}
