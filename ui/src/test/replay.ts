import { type ApiError, type Commands, type Event, provides } from "../ipc/bindings";
import type { Host } from "../ipc/host";

type Name = keyof Commands;
type Call = [name: Name, parameters: unknown];

/** What the real engine answered in one situation; tests/integration records it. */
interface Situation {
	/** The time there, in milliseconds. */
	now: number;
	answers: [...Call, answer: unknown, refusal?: ApiError][];
}

/** What the next call of a command leads to. */
interface Outcome<K extends Name> {
	error?: ApiError;
	answer?: Commands[K]["answer"];
	/** The situation that the console is in when it answers. */
	becomes?: string;
	/** What else happens before it answers. */
	first?: () => void | Promise<void>;
}

/** A host that knows no rule of the product: it says what was recorded, and what a test tells it. */
export interface Replay extends Host {
	/** Every call so far, in order. */
	readonly calls: { name: Name; parameters: unknown }[];
	/** From now on the console is in this situation, and tells the window. */
	become(situation: string): Promise<void>;
	/** Changes what is answered to a command from now on. */
	edit<K extends Name>(name: K, change: (answer: Commands[K]["answer"]) => void): void;
	/** Queues what the next call leads to. */
	next<K extends Name>(name: K, outcome: Outcome<K>): void;
	emit(event: Event): void;
}

export const ORGANIZATION = "halden";
/** Whatever was answered is out of date. */
const EVERYTHING: Event = {
	kind: "changed",
	organizationId: null,
	tags: Object.values(provides).flat(),
};

export const isRead = (name: Name) => name in provides;

const files = import.meta.glob<string>("./answers/*.json", { query: "?raw", import: "default" });

/** JSON with the fields of every object in the order of the alphabet. */
const inOrder = (value: unknown) =>
	JSON.stringify(value, (_, part) =>
		typeof part === "object" && part !== null && !Array.isArray(part)
			? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
			: part,
	);

/** Reads a situation, as if it were now. */
async function read(name: string): Promise<Situation["answers"]> {
	const file = files[`./answers/${name}.json`];
	if (file === undefined) {
		throw new Error(`No situation ${name} is recorded.`);
	}
	const text = await file();
	const shift = Date.now() - (JSON.parse(text) as Situation).now;
	const isTime = (value: unknown) => typeof value === "number" && value > 1e12;
	const situation = JSON.parse(text, (_, value) => (isTime(value) ? value + shift : value));
	return (situation as Situation).answers;
}

/** `?situation=lost`, for looking at a situation in a browser. */
export function openReplayHere(): Promise<Replay> {
	const wanted = new URLSearchParams(window.location.search).get("situation");
	// Places live behind the hash; what stands before it must not mix with them.
	window.history.replaceState(null, "", `${window.location.pathname}${window.location.hash}`);
	return openReplay(wanted ?? "first");
}

export async function openReplay(situation: string): Promise<Replay> {
	const listeners = new Set<(event: Event) => void>();
	const queued: [Name, Outcome<Name>][] = [];
	const calls: Replay["calls"] = [];
	let answers = await read(situation);
	const emit = (event: Event) => {
		for (const listener of listeners) {
			listener(event);
		}
	};

	const host: Replay = {
		calls,
		emit,
		async call(name, parameters) {
			calls.push({ name, parameters });
			const index = queued.findIndex(([queuedName]) => queuedName === name);
			const [, outcome] = queued.splice(index, index < 0 ? 0 : 1)[0] ?? [name, {}];
			const wanted = inOrder([name, parameters]);
			// The answer is that of the situation in which it was asked, whatever it leads to.
			const recorded = answers.find(([...call]) => inOrder(call.slice(0, 2)) === wanted);
			await outcome.first?.();
			if (outcome.becomes !== undefined) {
				await host.become(outcome.becomes);
			}
			if (outcome.error !== undefined) {
				throw outcome.error;
			}
			if (outcome.answer === undefined && recorded === undefined && isRead(name)) {
				// For whoever looks at the page: a test that makes such a call fails.
				document.documentElement.dataset.missed = `${situation}: ${wanted}`;
				console.error(`\nMISS ${situation}: ${wanted}`);
				throw new Error(`Not recorded in ${situation}: ${wanted}`);
			}
			if (outcome.answer === undefined && recorded?.[3] !== undefined) {
				throw recorded[3];
			}
			return structuredClone(outcome.answer ?? recorded?.[2] ?? null) as never;
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		async become(next) {
			situation = next;
			answers = await read(next);
			emit(EVERYTHING);
		},
		edit(name, change) {
			for (const [recorded, , answer] of answers) {
				if (recorded === name) {
					change(answer as never);
				}
			}
			emit(EVERYTHING);
		},
		next: (name, outcome) => queued.push([name, outcome as Outcome<Name>]),
	};
	return host;
}
