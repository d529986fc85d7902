/** Times and numbers in the person's own locale. Words around them are English. */

const DAY_MS = 86_400_000;

const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const weekday = new Intl.DateTimeFormat(undefined, {
	weekday: "short",
	hour: "numeric",
	minute: "2-digit",
});
const dayMonth = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const monthYear = new Intl.DateTimeFormat(undefined, { month: "short", year: "numeric" });
const date = new Intl.DateTimeFormat(undefined, {
	day: "numeric",
	month: "short",
	year: "numeric",
	hour: "numeric",
	minute: "2-digit",
});
const day = new Intl.DateTimeFormat(undefined, {
	day: "numeric",
	month: "short",
	year: "numeric",
});
const absolute = new Intl.DateTimeFormat(undefined, {
	weekday: "short",
	day: "numeric",
	month: "short",
	year: "numeric",
	hour: "numeric",
	minute: "2-digit",
	second: "2-digit",
	timeZoneName: "shortOffset",
});
const dialog = new Intl.DateTimeFormat(undefined, {
	weekday: "short",
	day: "numeric",
	month: "short",
	year: "numeric",
	hour: "numeric",
	minute: "2-digit",
});
const integer = new Intl.NumberFormat();
const percent = new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 0 });

function startOfDay(at: number): number {
	const start = new Date(at);
	start.setHours(0, 0, 0, 0);
	return start.getTime();
}

/** Today 14:02, this week Mon 16:40, this year 12 Nov, older Mar 2025. */
export function formatMoment(at: number, now: number): string {
	const days = Math.round((startOfDay(now) - startOfDay(at)) / DAY_MS);
	if (days === 0) {
		return clock.format(at);
	}
	if (days > 0 && days < 7) {
		return weekday.format(at);
	}
	const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
	return (sameYear ? dayMonth : monthYear).format(at);
}

/** With weekday, seconds and zone, for tooltips. */
export function formatAbsolute(at: number): string {
	return absolute.format(at);
}

/** 2 Sep 2026, 09:14 */
export function formatDate(at: number): string {
	return date.format(at);
}

/** 31 Dec 2027 */
export function formatDay(at: number): string {
	return day.format(at);
}

/** Tue 17 Nov 2026, 14:02 */
export function formatWithWeekday(at: number): string {
	return dialog.format(at);
}

export function formatClock(at: number): string {
	return clock.format(at);
}

const UNITS = [
	["day", DAY_MS],
	["hour", 3_600_000],
	["minute", 60_000],
	["second", 1000],
] as const;

/** The largest unit alone: 22 min, 3 hr, 2 days. */
export function formatDuration(ms: number): string {
	const [unit, size] = UNITS.find(([, length]) => ms >= length) ?? UNITS[3];
	return new Intl.NumberFormat("en", { style: "unit", unit, unitDisplay: "short" }).format(
		Math.floor(ms / size),
	);
}

/** Minutes and seconds that are left: 8:47. */
export function formatCountdown(ms: number): string {
	const seconds = Math.max(0, Math.ceil(ms / 1000));
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

export function formatNumber(value: number): string {
	return integer.format(value);
}

export function formatPercent(share: number): string {
	return percent.format(share);
}

/** "1 user", "3,912 users". */
export function formatCount(value: number, one: string, many: string): string {
	return `${integer.format(value)} ${new Intl.PluralRules("en").select(value) === "one" ? one : many}`;
}

/** UTC+01:00 */
export function formatZone(at: number): string {
	const minutes = -new Date(at).getTimezoneOffset();
	const sign = minutes < 0 ? "−" : "+";
	const part = (value: number) => String(Math.floor(value)).padStart(2, "0");
	return `UTC${sign}${part(Math.abs(minutes) / 60)}:${part(Math.abs(minutes) % 60)}`;
}
