import { afterEach, expect, it } from "vitest";
import {
	formatAbsolute,
	formatCount,
	formatCountdown,
	formatDuration,
	formatIso,
	formatMoment,
	formatPercent,
	formatZone,
	setTimeZone,
} from "./time";

afterEach(() => setTimeZone("system"));

const now = new Date(2026, 10, 17, 14, 24).getTime();
const at = (...date: [number, number, number, number?, number?]) => new Date(...date).getTime();

it("says a time as people do: today, this week, this year, older", () => {
	expect(formatMoment(at(2026, 10, 17, 9, 2), now)).toMatch(/^9:02.AM$/);
	expect(formatMoment(at(2026, 10, 16, 16, 40), now)).toMatch(/^Mon 4:40.PM$/);
	expect(formatMoment(at(2026, 10, 3), now)).toBe("Nov 3");
	expect(formatMoment(at(2025, 2, 3), now)).toBe("Mar 2025");
});

it("does not call a little nothing", () => {
	expect(formatPercent(0)).toBe("0%");
	expect(formatPercent(0.0049)).toBe("<1%");
	expect(formatPercent(0.005)).toBe("1%");
	expect(formatPercent(0.41)).toBe("41%");
});

it("names a duration by its largest unit", () => {
	expect(formatDuration(22 * 60_000 + 59_000)).toBe("22 min");
	expect(formatDuration(3 * 3_600_000)).toBe("3 hr");
	expect(formatDuration(2 * 86_400_000)).toBe("2 days");
});

it("counts down in minutes and seconds and never below zero", () => {
	expect(formatCountdown(527_000)).toBe("8:47");
	expect(formatCountdown(-5)).toBe("0:00");
});

it("counts people with their plural", () => {
	expect(formatCount(1, "user", "users")).toBe("1 user");
	expect(formatCount(3912, "user", "users")).toBe("3,912 users");
});

it("says every time in the chosen zone, and knows its days", () => {
	const evening = Date.UTC(2026, 10, 17, 23, 30);
	const noon = Date.UTC(2026, 10, 18, 12, 0);
	setTimeZone("UTC");
	expect(formatMoment(evening, noon)).toMatch(/^Tue 11:30.PM$/);
	setTimeZone("Asia/Kolkata");
	expect(formatMoment(evening, noon)).toMatch(/^5:00.AM$/);
	expect(formatZone(evening)).toBe("UTC+05:30");
	expect(formatIso(evening)).toBe("2026-11-18T05:00:00+05:30");
	expect(formatAbsolute(evening)).toContain("GMT+5:30");
	setTimeZone("America/St_Johns");
	expect(formatZone(evening)).toBe("UTC−03:30");
	expect(formatIso(evening)).toBe("2026-11-17T20:00:00-03:30");
});

it("follows the change of summer time", () => {
	setTimeZone("Europe/Vienna");
	expect(formatZone(Date.UTC(2026, 6, 1))).toBe("UTC+02:00");
	expect(formatZone(Date.UTC(2026, 11, 1))).toBe("UTC+01:00");
});

it("takes the system's zone for a name that it does not know", () => {
	const before = formatZone(now);
	setTimeZone("Mars/Olympus");
	expect(formatZone(now)).toBe(before);
});
