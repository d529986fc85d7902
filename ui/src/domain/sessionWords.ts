import {
	CircleCheck,
	CircleSlash,
	type LucideIcon,
	OctagonX,
	RefreshCw,
	ShieldAlert,
} from "lucide-react";
import type { Tone } from "../components/Status";
import { formatAbsolute, formatDuration, formatNumber } from "../components/time";
import type { ListedSession, Outcome, SessionFilter, Trigger } from "../ipc/bindings";

export const TRIGGERS: Record<Trigger, string> = {
	connected: "Sign-in",
	schedule: "Schedule",
	manual: "Check now",
	reconcile: "Read everyone",
	applyAnyway: "Apply anyway",
	woken: "After sleep",
};

export const OUTCOMES: Record<Outcome, { word: string; icon: LucideIcon; tone: Tone }> = {
	finished: { word: "Finished", icon: CircleCheck, tone: "quiet" },
	failed: { word: "Failed", icon: OctagonX, tone: "bad" },
	interrupted: { word: "Interrupted", icon: CircleSlash, tone: "quiet" },
	heldBack: { word: "Held back", icon: ShieldAlert, tone: "warning" },
};

export const RUNNING = { word: "Running", icon: RefreshCw, tone: "active" } as const;

export const FILTER_WORDS: Record<SessionFilter, string> = {
	all: "All",
	changed: "With changes",
	finished: "Finished",
	heldBack: "Held back",
	failed: "Failed",
	interrupted: "Interrupted",
};

/** A number of a session's; one that did not come to its end counted nobody for certain. */
export function numberWords(row: ListedSession, number: number): string {
	return row.outcome === "failed" || row.outcome === "interrupted" ? "—" : formatNumber(number);
}

/** How many members it checked. */
export function checkedWords(row: ListedSession): string {
	return numberWords(row, row.membersChecked);
}

/** Who is suspended by a fault of their own, whatever the connection does to everyone. */
export function ownFaultWords(row: ListedSession): string {
	return `${formatNumber(row.suspended)} with a fault of their own`;
}

/** "1.4 sec" below ten seconds, then whole units. */
export function duration(row: ListedSession): string {
	if (row.ended === null) {
		return "—";
	}
	const ms = Math.max(0, row.ended - row.started);
	if (ms < 50) {
		return "<0.1 sec";
	}
	return ms < 10_000
		? new Intl.NumberFormat(undefined, {
				style: "unit",
				unit: "second",
				unitDisplay: "short",
				minimumFractionDigits: 1,
				maximumFractionDigits: 1,
			}).format(ms / 1000)
		: formatDuration(ms);
}

/** All of a session as text, for a mail or a ticket. */
export function asText(row: ListedSession): string {
	const outcome = row.outcome === null ? RUNNING.word : OUTCOMES[row.outcome].word;
	const lines = [
		`Session ${row.id}: ${outcome}`,
		`Trigger: ${TRIGGERS[row.trigger]}`,
		`Started: ${formatAbsolute(row.started)}`,
		...(row.ended === null ? [] : [`Ended: ${formatAbsolute(row.ended)} (${duration(row)})`]),
		`Members checked: ${checkedWords(row)}`,
		`Changed: ${numberWords(row, row.changed)}, of these suspended: ${numberWords(row, row.newlySuspended)}`,
		`Suspended afterwards, the connection aside: ${ownFaultWords(row)}`,
		`API calls: ${formatNumber(row.apiCalls)}`,
	];
	return [...lines, ...(row.fault === null ? [] : [row.fault.raw])].join("\n");
}
