import type { ActivityTopic } from "../../ipc/bindings";

/** What the activity shows; it stands in the address. */
export interface ActivityView {
	topic?: ActivityTopic;
	organization?: string;
}

const TOPICS: readonly ActivityTopic[] = ["organizations", "signIns", "connections", "settings"];

/** An address may come from anywhere: what is not understood is left out. */
export function parseView(raw: Record<string, unknown>): ActivityView {
	const view: ActivityView = {};
	const topic = TOPICS.find((known) => known === raw.topic);
	if (topic !== undefined) {
		view.topic = topic;
	}
	if (typeof raw.organization === "string" && /^[\w-]{1,64}$/.test(raw.organization)) {
		view.organization = raw.organization;
	}
	return view;
}
