import {
	CircleCheck,
	CircleDashed,
	CirclePause,
	CircleSlash,
	type LucideIcon,
	Minus,
	OctagonX,
} from "lucide-react";
import type { Tone } from "../../components/Status";
import type { EffectiveStatus, OwnStatus, ShownSource } from "../../ipc/bindings";

/** What *Active* claims, and no more. */
export const ACTIVE_MEANS = "checked in Salesforce: this user can work through the service account";

export const EFFECTIVE: Record<EffectiveStatus, { word: string; icon: LucideIcon; tone: Tone }> = {
	suspended: { word: "Suspended", icon: OctagonX, tone: "bad" },
	active: { word: "Active", icon: CircleCheck, tone: "good" },
	notInitialized: { word: "Not initialized", icon: CircleDashed, tone: "quiet" },
	paused: { word: "Paused", icon: CirclePause, tone: "quiet" },
	disabled: { word: "Disabled", icon: CircleSlash, tone: "quiet" },
	notInGroup: { word: "Not in group", icon: Minus, tone: "quiet" },
};

export const OWN: Record<OwnStatus, string> = {
	notInitialized: "Not initialized",
	active: "Active",
	paused: "Paused",
	disabled: "Disabled",
	suspended: "Suspended",
};

/** What the panel says about somebody who is not suspended. */
export const QUIET_WORDS: Record<Exclude<EffectiveStatus, "suspended">, string> = {
	active: `Active: ${ACTIVE_MEANS}.`,
	notInitialized: "Not checked yet. The next session evaluates this user.",
	paused: "Paused: sessions leave this user out until the pause ends.",
	disabled: "Disabled: sessions leave this user out.",
	notInGroup:
		"Not in the group: the service account does not authorize this user, so there is no status.",
};

/** Who says what a status is: in the list, and where there is room. */
export const SOURCES: Record<ShownSource, { short: string; long: string }> = {
	salesforce: { short: "Salesforce", long: "what Salesforce shows of this user" },
	connection: { short: "Connection", long: "the connection, for every member alike" },
	console: { short: "Console", long: "a switch of this console, for every member alike" },
};
