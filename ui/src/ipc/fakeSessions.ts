import type {
	ApiError,
	Commands,
	Explanation,
	HeldBack,
	SessionRow,
	SessionsQuery,
} from "./bindings";
import { EXPLANATIONS } from "./fakeScenario";

type Answers = {
	[K in "sessions" | "reconcile" | "held_back" | "apply_held_back"]: (
		parameters: Commands[K]["parameters"],
	) => Commands[K]["answer"];
};

const MINUTE = 60_000;
const MEMBERS = 5990;

const HELD: Explanation = {
	code: "sourceProblem",
	raw: "source problem: 1204 of 5990 members would lose their status in one session",
	title: "The changes do not look like people",
	cause:
		"So many at once mostly means that Salesforce shows the service account less than there is: a permission was taken away, or a bulk change went wrong. Nothing was changed here.",
	who: "A Salesforce administrator: check the service account’s View All Users and recent bulk changes. If the numbers are right, you: Apply anyway.",
	remedy: "checkNow",
};

const STOPPED: Explanation = {
	code: "synchronizationOff",
	raw: "synchronization of this organization is off; turn it on in Organizations first",
	title: "Synchronization was turned off while the session ran",
	cause: "What was read until then is kept, and the next session goes on from there.",
	who: "You: turn synchronization on in Organizations.",
	remedy: "wait",
};

/** So many of the members would be suspended at once. */
export function heldBackChanges(before: number, affected: number, now: number): HeldBack {
	return {
		suspicion: "flips",
		before,
		after: before - affected,
		affected,
		since: now - 3 * MINUTE,
		seen: now - MINUTE,
		confirmed: false,
		explanation: {
			...HELD,
			raw: `source problem: ${affected} of ${before} members would lose their status in one session`,
		},
	};
}

/** Interrupted ones by their index, with why: the console was closed, or a person stopped it. */
const INTERRUPTED: Record<number, Explanation | null> = { 22: null, 39: STOPPED };

/** Sessions of the stand-in host: the same every time, newest first, one a minute. */
function makeSessions(count: number, started: number, held: boolean): SessionRow[] {
	return Array.from({ length: count }, (_, index) => {
		const failed = index % 17 === 5;
		const interruption = INTERRUPTED[index];
		const full = index % 40 === 9;
		const heldBack = held && index < 3;
		const changed = !failed && !heldBack && index % 7 === 2 ? (index % 5) + 1 : 0;
		const began = started - (index + 1) * MINUTE + (index % 9) * 700;
		return {
			id: count - index,
			trigger:
				index === count - 1
					? "connected"
					: full
						? "reconcile"
						: index % 23 === 4
							? "manual"
							: index % 61 === 30
								? "woken"
								: "schedule",
			started: began,
			ended: began + (full ? 48_000 : failed ? 30_200 : 1400 + (index % 6) * 210),
			outcome: heldBack
				? "heldBack"
				: failed
					? interruption !== undefined
						? "interrupted"
						: "failed"
					: "finished",
			membersChecked: MEMBERS,
			changed,
			newlySuspended: changed > 2 ? 1 : 0,
			suspended: 62,
			apiCalls: full ? 53 : failed ? 1 : 2,
			error: heldBack
				? HELD
				: interruption !== undefined
					? interruption
					: failed
						? ((index % 2 === 0 ? EXPLANATIONS.throttled : EXPLANATIONS.unreachable) ?? null)
						: null,
		};
	});
}

function matches(row: SessionRow, filter: SessionsQuery["filter"]): boolean {
	return filter === "all" || (filter === "changed" ? row.changed > 0 : row.outcome === filter);
}

/** The stand-in host's part of the tab *Sessions*. */
export function openFakeSessions(
	count: number,
	held: boolean,
	started: number,
	changed: () => void,
): Answers {
	const rows = makeSessions(count, started, held);
	let heldBack: HeldBack | null = held ? heldBackChanges(MEMBERS, 1204, started) : null;

	function add(trigger: SessionRow["trigger"], changedMembers: number) {
		const now = Date.now();
		rows.unshift({
			id: rows.length + 1,
			trigger,
			started: now - 1500,
			ended: now,
			outcome: "finished",
			membersChecked: MEMBERS,
			changed: changedMembers,
			newlySuspended: changedMembers,
			suspended: 62 + changedMembers,
			apiCalls: 2,
			error: null,
		});
		changed();
	}

	return {
		sessions: ({ query }) => {
			const matching = rows.filter((row) => matches(row, query.filter));
			const of = (filter: SessionsQuery["filter"]) =>
				rows.filter((row) => matches(row, filter)).length;
			return {
				total: matching.length,
				rows: structuredClone(matching.slice(query.offset, query.offset + query.limit)),
				counts: {
					all: rows.length,
					changed: of("changed"),
					finished: of("finished"),
					heldBack: of("heldBack"),
					failed: of("failed"),
					interrupted: of("interrupted"),
				},
			};
		},
		reconcile: () => {
			add("reconcile", 0);
			return null;
		},
		held_back: () => structuredClone(heldBack),
		apply_held_back: ({ affected }) => {
			if (heldBack?.affected !== affected) {
				throw {
					code: "notFound",
					message: "The numbers have changed meanwhile; look at them again.",
				} satisfies ApiError;
			}
			heldBack = null;
			add("applyAnyway", affected);
			return null;
		},
	};
}
