import { expect, it } from "vitest";
import { formatCount, formatCountdown, formatDuration, formatMoment } from "./time";

const now = new Date(2026, 10, 17, 14, 24).getTime();
const at = (...date: [number, number, number, number?, number?]) => new Date(...date).getTime();

it("says a time as people do: today, this week, this year, older", () => {
	expect(formatMoment(at(2026, 10, 17, 9, 2), now)).toMatch(/^9:02.AM$/);
	expect(formatMoment(at(2026, 10, 16, 16, 40), now)).toMatch(/^Mon 4:40.PM$/);
	expect(formatMoment(at(2026, 10, 3), now)).toBe("Nov 3");
	expect(formatMoment(at(2025, 2, 3), now)).toBe("Mar 2025");
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
