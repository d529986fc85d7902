import {
	Building2,
	CircleCheck,
	CloudOff,
	Gauge,
	type LucideIcon,
	Plug,
	Settings,
	ShieldX,
	Unplug,
	UserX,
} from "lucide-react";
import type { Tone } from "../../components/Status";
import { formatIso } from "../../components/time";
import type { ActivityEntry, ActivityKind, ActivityTopic } from "../../ipc/bindings";

export const TOPICS: Record<ActivityTopic, { word: string; icon: LucideIcon }> = {
	organizations: { word: "Organizations", icon: Building2 },
	signIns: { word: "Sign-ins", icon: Plug },
	connections: { word: "Connections", icon: Unplug },
	settings: { word: "Settings", icon: Settings },
};

interface Words {
	word: string;
	icon: LucideIcon;
	tone: Tone;
}

const plain = (word: string, icon: LucideIcon): Words => ({ word, icon, tone: "plain" });

/** What happened, with the shape that the state it led to has elsewhere. */
export const KINDS: Record<ActivityKind, Words> = {
	organizationCreated: plain("Organization created", Building2),
	organizationRenamed: plain("Organization renamed", Building2),
	organizationDeleted: plain("Organization deleted", Building2),
	externalIdSet: plain("External Id set", Building2),
	synchronizationSwitched: plain("Synchronization switched", Building2),
	serviceAccountLoginSwitched: plain("Service account login switched", Building2),
	clientAppSaved: plain("Client app saved", Building2),
	noLpcUserConfirmed: plain("No LPC user confirmed", Building2),
	heldBackApplied: plain("Held-back changes applied", Building2),
	loginStarted: plain("Sign-in started", Plug),
	loginFailed: { word: "Sign-in failed", icon: UserX, tone: "warning" },
	connected: { word: "Connected", icon: CircleCheck, tone: "good" },
	serviceAccountChanged: plain("Service account changed", Plug),
	disconnected: plain("Disconnected", Unplug),
	connectionLost: { word: "Connection lost", icon: Unplug, tone: "bad" },
	connectionRefused: { word: "Connection refused", icon: ShieldX, tone: "bad" },
	connectionRecovered: { word: "Connection recovered", icon: CircleCheck, tone: "good" },
	throttlingBegan: { word: "Throttling began", icon: Gauge, tone: "warning" },
	throttlingEnded: plain("Throttling ended", Gauge),
	unreachableBegan: plain("Salesforce unreachable", CloudOff),
	unreachableEnded: plain("Salesforce reachable again", CloudOff),
	entitlementImported: plain("Entitlement imported", Settings),
	settingChanged: plain("Setting changed", Settings),
};

/** Names of things that are stored by a short word. */
const SUBJECTS: Record<string, string> = {
	theme: "Theme",
	density: "Density",
	zoom: "Zoom",
	"time-zone": "Time zone",
	"interval-minutes": "Minutes between sessions",
	alerts: "Desktop alerts",
	"token-policy-days": "Days of the token policy",
	production: "Production",
	sandbox: "Sandbox",
};

export function subjectWord(subject: string): string {
	return SUBJECTS[subject] ?? subject;
}

export function actorWord({ byPerson, actor }: ActivityEntry): string {
	return byPerson ? (actor ?? "A person") : "The console";
}

/** What changed, on one line. */
export function changeWords({ subject, from, to }: ActivityEntry): string {
	const change = from !== null ? `${from} → ${to ?? "nothing"}` : (to ?? "");
	return [subject === null ? "" : subjectWord(subject), change].filter(Boolean).join(": ");
}

/** Entries as text for a ticket: one line each, the time with its offset. */
export function asText(entries: ActivityEntry[]): string {
	const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();
	const lines = entries.map((entry) =>
		[
			formatIso(entry.at),
			KINDS[entry.kind].word,
			entry.organizationName ?? "—",
			actorWord(entry),
			changeWords(entry),
		]
			.map(oneLine)
			.join("\t"),
	);
	return `Time\tWhat\tOrganization\tWho\tChange\n${lines.join("\n")}\n`;
}
