import {
	Building2,
	CircleCheck,
	CircleX,
	CloudOff,
	Gauge,
	KeyRound,
	type LucideIcon,
	Plug,
	Settings,
	ShieldX,
	Unplug,
} from "lucide-react";
import type { Tone } from "../../components/Status";
import { formatIso } from "../../components/time";
import type { ActivityEntry, AuditKind, AuditTopic } from "../../ipc/bindings";

export const TOPICS: Record<AuditTopic, { word: string; icon: LucideIcon }> = {
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
export const KINDS: Record<AuditKind, Words> = {
	organizationCreated: plain("Organization created", Building2),
	organizationRenamed: plain("Organization renamed", Building2),
	organizationDeleted: plain("Organization deleted", Building2),
	externalIdSet: plain("External ID set", Building2),
	synchronizationSwitched: plain("Synchronization switched", Building2),
	serviceAccountLoginSwitched: plain("Service account login switched", Building2),
	clientAppSaved: plain("Client app saved", Building2),
	noLpcUserConfirmed: plain("Confirmed: no LPC user", Building2),
	heldBackApplied: plain("Held-back changes applied", Building2),
	signInsHeldForSession: { word: "Sign-ins for one session", icon: KeyRound, tone: "warning" },
	loginStarted: plain("Sign-in started", Plug),
	loginFailed: { word: "Sign-in failed", icon: CircleX, tone: "warning" },
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
};

/** Values that are stored by a short word. */
const VALUES: Record<string, string> = {
	production: "Production",
	sandbox: "Sandbox",
	system: "System",
	light: "Light",
	dark: "Dark",
	compact: "Compact",
	comfortable: "Comfortable",
	on: "On",
	off: "Off",
	true: "On",
	false: "Off",
};

/** These carry names and texts as somebody gave them: they are shown letter by letter. */
const AS_GIVEN: ReadonlySet<AuditKind> = new Set([
	"organizationCreated",
	"organizationRenamed",
	"organizationDeleted",
	"externalIdSet",
]);

/** `to` is what Salesforce or the network said, so it is set as code and never put into words. */
export function isReceived(kind: AuditKind): boolean {
	return (
		kind === "connectionLost" ||
		kind === "connectionRefused" ||
		kind.endsWith("Began") ||
		kind === "loginFailed"
	);
}

function known(words: Record<string, string>, value: string): string | undefined {
	return Object.hasOwn(words, value) ? words[value] : undefined;
}

export function subjectWord(kind: AuditKind, subject: string): string {
	return AS_GIVEN.has(kind) ? subject : (known(SUBJECTS, subject) ?? valueWord(kind, subject));
}

export function valueWord(kind: AuditKind, value: string): string {
	return AS_GIVEN.has(kind) ? value : (known(VALUES, value) ?? value);
}

export function actorWord({ byPerson, actor }: ActivityEntry): string {
	return byPerson ? (actor ?? "A person") : "The console";
}

/** What stands between the two sides of a change; a deletion has no new side. */
export function betweenWords(kind: AuditKind): " → " | ", " {
	return kind === "organizationDeleted" ? ", " : " → ";
}

/** What changed, on one line. */
export function changeWords({ kind, subject, from, to }: ActivityEntry): string {
	const after = to === null || isReceived(kind) ? to : valueWord(kind, to);
	const change =
		from !== null
			? `${valueWord(kind, from)}${betweenWords(kind)}${after ?? "nothing"}`
			: (after ?? "");
	return [subject === null ? "" : subjectWord(kind, subject), change].filter(Boolean).join(": ");
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
