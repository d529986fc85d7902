import {
	Box,
	CircleCheck,
	CircleDashed,
	CloudOff,
	EyeOff,
	Gauge,
	Globe,
	Hourglass,
	KeyRound,
	LoaderCircle,
	type LucideIcon,
	PowerOff,
	ShieldX,
	Unplug,
} from "lucide-react";
import { Pill, type Tone } from "../components/Status";
import type {
	ConnectionStateName,
	Environment,
	OrganizationSummary,
	Remedy,
} from "../ipc/bindings";

export const ENVIRONMENT_WORDS: Record<Environment, string> = {
	production: "Production",
	sandbox: "Sandbox",
};

/** Production is a solid outline with a globe, Sandbox a dashed one with a box. */
export function EnvironmentPill({ environment }: { environment: Environment }) {
	return environment === "production" ? (
		<Pill icon={Globe} data-testid="environment">
			{ENVIRONMENT_WORDS.production}
		</Pill>
	) : (
		<Pill icon={Box} dashed data-testid="environment">
			{ENVIRONMENT_WORDS.sandbox}
		</Pill>
	);
}

export function StatePill({ state }: { state: ConnectionStateName }) {
	const { word, icon, tone } = CONNECTION_STATES[state];
	return (
		<Pill
			tone={tone}
			icon={icon}
			turning={state === "authorizing"}
			data-testid="state"
			data-state={state}
		>
			{word}
		</Pill>
	);
}

/** How a connection's state looks: a shape of its own, a word, a color. */
export const CONNECTION_STATES: Record<
	ConnectionStateName,
	{ word: string; icon: LucideIcon; tone: Tone }
> = {
	notConfigured: { word: "Not configured", icon: CircleDashed, tone: "quiet" },
	authorizing: { word: "Authorizing", icon: LoaderCircle, tone: "active" },
	connected: { word: "Connected", icon: CircleCheck, tone: "good" },
	expiringSoon: { word: "Expiring soon", icon: Hourglass, tone: "warning" },
	lost: { word: "Lost", icon: Unplug, tone: "bad" },
	refused: { word: "Refused", icon: ShieldX, tone: "bad" },
	keyLost: { word: "Key lost", icon: KeyRound, tone: "bad" },
	unreachable: { word: "Unreachable", icon: CloudOff, tone: "warning" },
	notRead: { word: "Not read", icon: EyeOff, tone: "warning" },
	throttled: { word: "Throttled", icon: Gauge, tone: "warning" },
	off: { word: "Off", icon: PowerOff, tone: "quiet" },
};

/** Every member is effectively suspended by it. */
export function stopsEveryone(state: ConnectionStateName): boolean {
	return state === "lost" || state === "refused" || state === "keyLost";
}

/** A new sign-in is what helps, whatever the text says. */
export function reconnectHelps(state: ConnectionStateName, remedy: Remedy): boolean {
	return remedy === "reconnect" || state === "lost" || state === "keyLost";
}

/** Sessions run, or would if Salesforce answered. */
export function hasToken(state: ConnectionStateName): boolean {
	const answers = state === "connected" || state === "expiringSoon" || state === "refused";
	return answers || state === "notRead" || state === "unreachable" || state === "throttled";
}

/** Changes that nobody has agreed to, of an organization whose sessions run or would. */
export function waitsForConsent(organization: OrganizationSummary): boolean {
	const { heldBack } = organization;
	return heldBack !== null && !heldBack.confirmed && hasToken(shownState(organization));
}

/** Somebody has to act before members are synchronized again, or before what changed is applied. */
export function needsAttention(organization: OrganizationSummary): boolean {
	const state = shownState(organization);
	return stopsEveryone(state) || state === "notRead" || waitsForConsent(organization);
}

/** What the list says: an organization whose synchronization is off is off, whatever its connection. */
export function shownState({
	state,
	synchronization,
}: Pick<OrganizationSummary, "state" | "synchronization">): ConnectionStateName {
	return synchronization ? state : "off";
}
