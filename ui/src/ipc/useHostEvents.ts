import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Event, Tag } from "./bindings";
import { useHost } from "./HostContext";
import { progressKey } from "./queries";
import { invalidate } from "./useCommand";

/** Events that come within this time are answered by one round of questions. */
const GATHER_MS = 60;

/** Asks again for what the console says has changed. Mounted once. */
export function useHostEvents() {
	const host = useHost();
	const client = useQueryClient();

	useEffect(() => {
		const changed = new Map<string | null, Set<Tag>>();
		let timer: ReturnType<typeof setTimeout> | undefined;

		function flush() {
			timer = undefined;
			for (const [organization, tags] of changed) {
				void invalidate(client, [...tags], organization);
			}
			changed.clear();
		}

		function listen(event: Event) {
			const { organizationId } = event;
			if (event.kind === "loadProgress") {
				const { loaded, expected } = event;
				client.setQueryData(progressKey(event.organizationId), { loaded, expected });
				return;
			}
			const known = changed.get(organizationId) ?? [];
			changed.set(organizationId, new Set([...known, ...event.tags]));
			timer ??= setTimeout(flush, GATHER_MS);
		}

		const stop = host.subscribe(listen);
		return () => {
			stop();
			clearTimeout(timer);
		};
	}, [host, client]);
}
