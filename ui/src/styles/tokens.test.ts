import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const css = readFileSync(join(import.meta.dirname, "tokens.css"), "utf8");

/** What each color is in one of the two looks. */
function palette(look: 0 | 1): Map<string, string> {
	const found = css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g);
	return new Map(Array.from(found, ([, name = "", ...colors]) => [name, colors[look] ?? ""]));
}

const light = palette(0);
const dark = palette(1);

function luminance(hex: string): number {
	const channels = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
	const [red = 0, green = 0, blue = 0] = channels.map((value) =>
		value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
	);
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(front: string, back: string): number {
	const [high = 0, low = 0] = [luminance(front), luminance(back)].sort((a, b) => b - a);
	return (high + 0.05) / (low + 0.05);
}

const GROUNDS = ["canvas", "rail", "surface", "sunken", "raised", "hover", "selected"];

/** Front, grounds it stands on, the ratio that WCAG 2.2 asks for. */
const PAIRS: [string, string[], number][] = [
	["text", [...GROUNDS, "danger-row", "danger-row-hover", "danger-tint", "warning-tint"], 4.5],
	["muted", [...GROUNDS, "danger-row", "danger-row-hover", "danger-tint", "success-tint"], 4.5],
	["accent", [...GROUNDS, "accent-tint", "danger-tint"], 4.5],
	["on-fill", ["accent-fill", "accent-fill-hover", "danger-fill", "danger-fill-hover"], 4.5],
	["success", [...GROUNDS, "success-tint"], 4.5],
	["warning", [...GROUNDS, "warning-tint"], 4.5],
	["danger", [...GROUNDS, "danger-tint", "danger-row", "danger-row-hover"], 4.5],
	["border-control", ["surface", "canvas", "raised", "selected"], 3],
	["focus", [...GROUNDS, "danger-row", "danger-tint"], 3],
	["danger-fill", ["surface", "danger-row", "danger-row-hover", "rail"], 3],
];

describe.each([
	["light", light],
	["dark", dark],
] as const)("contrast, %s", (_, colors) => {
	it.each(PAIRS)("%s is readable on its grounds", (front, grounds, needed) => {
		for (const ground of grounds) {
			const ratio = contrast(colors.get(front) ?? "", colors.get(ground) ?? "");
			expect(ratio, `${front} on ${ground}`).toBeGreaterThanOrEqual(needed);
		}
	});
});

it("measures contrast as WCAG does", () => {
	expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
	expect(contrast(light.get("text") ?? "", "#ffffff")).toBeCloseTo(16.95, 1);
	expect(contrast(dark.get("muted") ?? "", dark.get("surface") ?? "")).toBeCloseTo(7.35, 1);
});
