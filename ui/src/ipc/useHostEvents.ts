import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Event } from "./bindings";
import { useHost } from "./HostContext";
import { keys } from "./keys";

/** Events that come within this time are answered by one round of questions. */
const GATHER_MS = 60;

/** Asks again for what the console says has changed. Mounted once. */
export function useHostEvents() {
	const host = useHost();
	const client = useQueryClient();

	useEffect(() => {
		const changed = new Map<string, Set<"connection" | "users">>();
		let timer: ReturnType<typeof setTimeout> | undefined;

		function flush() {
			timer = undefined;
			void client.invalidateQueries({ queryKey: keys.overview });
			void client.invalidateQueries({ queryKey: keys.activity });
			// What a session could not save is told with its end.
			void client.invalidateQueries({ queryKey: keys.ownData });
			for (const [id, topics] of changed) {
				// A connection decides every effective status, so all of the organization is asked for.
				if (topics.has("connection")) {
					void client.invalidateQueries({ queryKey: keys.organization(id) });
				} else {
					void client.invalidateQueries({ queryKey: [...keys.organization(id), "users"] });
					void client.invalidateQueries({ queryKey: keys.connectivity(id) });
					void client.invalidateQueries({ queryKey: keys.heldBack(id) });
					void client.invalidateQueries({ queryKey: [...keys.organization(id), "sessions"] });
				}
			}
			changed.clear();
		}

		function listen(event: Event) {
			if (event.kind === "gateChanged") {
				// Sessions begin or stop with it, so everything is asked for.
				void client.invalidateQueries();
				return;
			}
			if (event.kind === "loadProgress") {
				client.setQueryData(keys.progress(event.organizationId), {
					loaded: event.loaded,
					expected: event.expected,
				});
				return;
			}
			if (event.kind === "ownDataChanged") {
				timer ??= setTimeout(flush, GATHER_MS);
				return;
			}
			const topics = changed.get(event.organizationId) ?? new Set();
			topics.add(event.topic);
			changed.set(event.organizationId, topics);
			timer ??= setTimeout(flush, GATHER_MS);
		}

		const stop = host.subscribe(listen);
		return () => {
			stop();
			clearTimeout(timer);
		};
	}, [host, client]);
}
