import { Channel, invoke } from "@tauri-apps/api/core";
import type { Event } from "./bindings";
import type { Host } from "./host";

/** The desktop host. The only file that knows it. */
export function openTauriHost(): Host {
	return {
		call: (name, parameters) => invoke(name, parameters),
		subscribe(listener) {
			const channel = new Channel<Event>();
			channel.onmessage = listener;
			invoke("subscribe", { channel }).catch((error) => console.error("subscribe failed", error));
			return () => {
				channel.onmessage = () => {};
			};
		},
	};
}
