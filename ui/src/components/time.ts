/** Times and numbers in the person's own locale. Words around them are English. */

const DAY_MS = 86_400_000;

/** The zone in which times are said; `undefined` is the operating system's. */
let zone: string | undefined;

function openFormats(timeZone: string | undefined) {
	const format = (options: Intl.DateTimeFormatOptions) =>
		new Intl.DateTimeFormat(undefined, { ...options, timeZone });
	const day = { day: "numeric", month: "short", year: "numeric" } as const;
	const time = { hour: "numeric", minute: "2-digit" } as const;
	return {
		clock: format(time),
		weekday: format({ weekday: "short", ...time }),
		dayMonth: format({ day: "numeric", month: "short" }),
		monthYear: format({ month: "short", year: "numeric" }),
		day: format(day),
		date: format({ ...day, ...time }),
		absolute: format({
			weekday: "short",
			...day,
			...time,
			second: "2-digit",
			timeZoneName: "shortOffset",
		}),
		dialog: format({ weekday: "short", ...day, ...time }),
		parts: new Intl.DateTimeFormat("en", {
			timeZone,
			calendar: "gregory",
			year: "numeric",
			month: "numeric",
			day: "numeric",
		}),
		offset: new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" }),
	};
}

let formats = openFormats(undefined);

/** Says all times from now on in this zone; a name that the webview does not know is the system's. */
export function setTimeZone(name: string) {
	const wanted = name === "system" ? undefined : name;
	if (wanted === zone) {
		return;
	}
	zone = wanted;
	try {
		formats = openFormats(wanted);
	} catch {
		formats = openFormats(undefined);
	}
}

const integer = new Intl.NumberFormat();
const percent = new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 0 });

/** The calendar day in the chosen zone, as a number of days; and its year. */
function calendarDay(at: number): { day: number; year: number } {
	const parts = formats.parts.formatToParts(at);
	const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
	const year = part("year");
	return { day: Date.UTC(year, part("month") - 1, part("day")) / DAY_MS, year };
}

/** Today 14:02, this week Mon 16:40, this year 12 Nov, older Mar 2025. */
export function formatMoment(at: number, now: number): string {
	const [then, today] = [calendarDay(at), calendarDay(now)];
	const days = today.day - then.day;
	if (days === 0) {
		return formats.clock.format(at);
	}
	if (days > 0 && days < 7) {
		return formats.weekday.format(at);
	}
	return (then.year === today.year ? formats.dayMonth : formats.monthYear).format(at);
}

/** With weekday, seconds and zone, for tooltips. */
export const formatAbsolute = (at: number): string => formats.absolute.format(at);

/** 2 Sep 2026, 09:14 */
export const formatDate = (at: number): string => formats.date.format(at);

/** 31 Dec 2027 */
export const formatDay = (at: number): string => formats.day.format(at);

/** Tue 17 Nov 2026, 14:02 */
export const formatWithWeekday = (at: number): string => formats.dialog.format(at);

export const formatClock = (at: number): string => formats.clock.format(at);

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

export const formatNumber = (value: number): string => integer.format(value);

/** "12%"; what is more than nothing and rounds to it is "<1%". */
export function formatPercent(share: number): string {
	if (share > 0 && share < 0.005) {
		return `<${percent.format(0.01)}`;
	}
	return percent.format(share);
}

/** "1 user", "3,912 users". */
export function formatCount(value: number, one: string, many: string): string {
	return `${integer.format(value)} ${new Intl.PluralRules("en").select(value) === "one" ? one : many}`;
}

/** UTC+01:00 */
export function formatZone(at: number): string {
	const parts = formats.offset.formatToParts(at);
	const offset = parts.find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
	return offset === "GMT" ? "UTC+00:00" : offset.replace("GMT", "UTC").replace("-", "−");
}

/** "Local time", or the chosen zone's name. */
export function zoneWords(): string {
	return zone === undefined ? "Local time" : zone.replaceAll("_", " ");
}

/** 2026-11-17T14:02:31+01:00, for what is copied. */
export function formatIso(at: number): string {
	const offset = formatZone(at).slice(3).replace("−", "-");
	const sign = offset.startsWith("-") ? -1 : 1;
	const [hours = 0, minutes = 0] = offset.slice(1).split(":").map(Number);
	const local = new Date(at + sign * (hours * 60 + minutes) * 60_000);
	return `${local.toISOString().slice(0, 19)}${offset}`;
}
