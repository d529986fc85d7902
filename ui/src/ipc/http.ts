import type { Host } from "./host";

/** The development host, served under the page's own origin; see `cargo xtask dev`. */
export function openHttpHost(): Host {
	return {
		async call(name, parameters) {
			const response = await fetch(`/command/${name}`, {
				method: "POST",
				headers: { "content-type": "application/json" },
				body: JSON.stringify(parameters),
			});
			const answer = await response.json();
			if (!response.ok) {
				throw answer;
			}
			return answer;
		},
		subscribe(listener) {
			const events = new EventSource("/events");
			events.onmessage = ({ data }) => listener(JSON.parse(data));
			// What a desktop does: the browser and the clipboard are this page's.
			events.addEventListener("link", ({ data }) => window.open(data, "_blank", "noopener"));
			events.addEventListener("copy", ({ data }) => {
				void navigator.clipboard?.writeText(JSON.parse(data));
			});
			return () => events.close();
		},
	};
}
