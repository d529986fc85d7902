import type { FaultCode } from "../ipc/bindings";

/** Short words for the faults that a member may have of their own. */
const WORDS: Partial<Record<FaultCode, string>> = {
	userFrozen: "frozen",
	userInactive: "inactive",
	userVanished: "no longer visible",
};

/** "frozen" for a user who is; `null` for what no member has of their own. */
export function faultWord(code: FaultCode): string | null {
	return WORDS[code] ?? null;
}

/** A fault of a member's own, where the text is the name of one. */
export function memberFault(text: unknown): FaultCode | null {
	return typeof text === "string" && Object.hasOwn(WORDS, text) ? (text as FaultCode) : null;
}
