import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import {
	type ApiError,
	type Changes,
	invalidates,
	provides,
	type Reads,
	type Tag,
} from "./bindings";
import { useHost } from "./HostContext";
import { toApiError } from "./host";

/**
 * A command that changes something. What it invalidates is asked for again as soon as it has
 * answered; events do the same for changes that come by themselves.
 */
export function useCommand<K extends keyof Changes>(name: K) {
	const host = useHost();
	const client = useQueryClient();
	return useMutation<Changes[K]["answer"], ApiError, Changes[K]["parameters"]>({
		mutationKey: [name],
		mutationFn: async (parameters) => {
			try {
				return await host.call(name, parameters);
			} catch (thrown) {
				throw toApiError(thrown);
			}
		},
		onSettled: (_answer, _error, parameters) =>
			invalidate(client, invalidates[name], organizationOf(parameters)),
	});
}

/** Asks again for what provides one of the tags: of one organization, where it is named. */
export function invalidate(client: QueryClient, tags: Tag[], organizationId?: string | null) {
	return client.invalidateQueries({
		predicate: ({ queryKey: [name, parameters] }) => {
			const given = provides[name as keyof Reads] ?? [];
			const whose = organizationOf(parameters) ?? organizationId;
			return given.some((tag) => tags.includes(tag)) && whose === (organizationId ?? whose);
		},
	});
}

function organizationOf(parameters: unknown): string | null | undefined {
	const { organizationId, query } = (parameters ?? {}) as Parameters;
	return organizationId ?? query?.organizationId;
}

interface Parameters {
	organizationId?: string | null;
	query?: { organizationId?: string | null };
}
