import type {
	EffectiveStatus,
	OwnStatus,
	UserCounts,
	UserRow,
	UserSort,
	UsersQuery,
} from "./bindings";
import { EXPLANATIONS } from "./fakeScenario";

/** Generated people for the stand-in host: the same every time. */

const FIRST =
	"Aaliyah Aaron Abena Ada Adele Adnan Adriana Agnes Ahmed Aiko Aisling Ajay Alan Alba Alejandro Alessia Alexander Alice Bastian Beatriz Bjorn Camille Carlos Chiara Dagny Daniel Elena Emre Farah Felix Freya Gabriel Greta Hana Hugo Imani Ingrid Ivan Jana Jonas Kaito Karin Lars Leila Liam Lucia Maja Mateo Mira Nadia Niko Noor Olga Omar Petra Quentin Rana Rosa Samir Sofia Tariq Theo Uma Viktor Wanda Xenia Yara Zoe".split(
		" ",
	);
const LAST =
	"Brooks Lindqvist Owusu Kowalczyk Marchetti Hodzic Castellanos-Whitfield Thorsen El-Sayed Yamashita Byrne Raghunathan Petrov Fontaine Ruiz Conti Nystrom Mbeki Arnesen Baptiste Cardoso Dietrich Eriksen Ferraro Gallagher Haddad Ibrahim Jansen Keller Lombardi Moreau Novak Okafor Peralta Quinn Rossi Svensson Tanaka Ulrich Vasquez Weber Zhang".split(
		" ",
	);
const PROFILES = [
	"Inside Sales",
	"Field Sales",
	"Service Desk",
	"Partner Desk",
	"Marketing",
	"Operations",
	"Finance",
];

export const FROZEN = "UserLogin.IsFrozen = true";
export const INACTIVE = "User.IsActive = false";

export interface FakeUser {
	id: string;
	name: string;
	email: string;
	username: string;
	profile: string;
	own: OwnStatus | null;
	fault: string | null;
	since: number;
}

/** Every sixteenth or so is a member, as in a large organization. */
export function makeUsers(count: number, memberShare: number, now: number): FakeUser[] {
	let seed = 20261117;
	const random = () => {
		seed = (seed * 1664525 + 1013904223) % 4294967296;
		return seed / 4294967296;
	};
	return Array.from({ length: count }, (_, index) => {
		const first = FIRST[Math.floor(random() * FIRST.length)] ?? "Ada";
		const last = LAST[Math.floor(random() * LAST.length)] ?? "Brooks";
		const login = `${first}.${last}`.toLowerCase();
		const member = random() < memberShare;
		const dice = random();
		let own: OwnStatus | null = null;
		let fault: string | null = null;
		if (member) {
			own = dice < 0.66 ? "active" : dice < 0.86 ? "paused" : "disabled";
			if (dice < 0.007) {
				own = "suspended";
				fault = FROZEN;
			} else if (dice < 0.0105) {
				own = "suspended";
				fault = INACTIVE;
			}
		}
		return {
			id: `0053z0000${index.toString(36).padStart(6, "0")}AAA`,
			name: `${first} ${last}`,
			email: `${login}@example.com`,
			username: `${login}${index}@halden.example`,
			profile: PROFILES[Math.floor(random() * PROFILES.length)] ?? "Finance",
			own,
			fault,
			since: now - Math.floor(random() * 20 * 86_400_000) - 3_600_000,
		};
	});
}

const ORDER: EffectiveStatus[] = [
	"suspended",
	"notInitialized",
	"active",
	"paused",
	"disabled",
	"notInGroup",
];

const KEYS: Record<UserSort, (row: UserRow) => string | number> = {
	effectiveStatus: (row) => ORDER.indexOf(row.effective),
	name: (row) => row.name,
	email: (row) => row.email,
	username: (row) => row.username,
	profile: (row) => row.profile,
	since: (row) => row.since ?? 0,
};

/** Filters, searches and sorts as the console does. */
export function listUsers(rows: UserRow[], query: UsersQuery): UserRow[] {
	const words = query.search.toLowerCase().split(/\s+/).filter(Boolean);
	const { filter } = query;
	const key = KEYS[query.sort];
	const sign = query.descending ? -1 : 1;
	return rows
		.filter((row) => {
			if (filter.kind === "members" && row.own === null) {
				return false;
			}
			if (filter.kind === "status" && row.effective !== filter.status) {
				return false;
			}
			if (
				filter.kind === "cause" &&
				!(row.ownFault && EXPLANATIONS[row.error ?? ""]?.code === filter.code)
			) {
				return false;
			}
			const text = `${row.name} ${row.email} ${row.username}`.toLowerCase();
			return words.every((word) => text.includes(word));
		})
		.sort((a, b) => {
			const left = key(a);
			const right = key(b);
			const order = left < right ? -1 : left > right ? 1 : 0;
			return sign * order || (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1);
		});
}

/** Counts of the list, without what depends on the connection. */
export function countUsers(rows: UserRow[]): Omit<UserCounts, "asOf" | "stale" | "loading"> {
	const of = (status: EffectiveStatus) => rows.filter((row) => row.effective === status).length;
	const faults = new Map<string, number>();
	for (const row of rows) {
		if (row.ownFault && row.error !== null) {
			faults.set(row.error, (faults.get(row.error) ?? 0) + 1);
		}
	}
	return {
		all: rows.length,
		members: rows.filter((row) => row.own !== null).length,
		suspended: of("suspended"),
		active: of("active"),
		notInitialized: of("notInitialized"),
		paused: of("paused"),
		disabled: of("disabled"),
		notInGroup: of("notInGroup"),
		ownFaults: [...faults]
			.map(([raw, members]) => ({ code: EXPLANATIONS[raw]?.code ?? "unknown", raw, members }))
			.sort((a, b) => b.members - a.members),
	};
}
