import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, it } from "vitest";

const SRC = join(import.meta.dirname, "..");

function files(folder: string, ending: RegExp): string[] {
	return readdirSync(folder, { recursive: true, encoding: "utf8" })
		.filter((name) => ending.test(name))
		.map((name) => join(folder, name));
}

/** Colors and lengths that a style sheet writes itself instead of taking a token. */
function rawValues(css: string): string[] {
	const text = css.replace(/\/\*[\s\S]*?\*\//g, "").replace(/@(media|container)[^{]*\{/g, "{");
	const found: string[] = [];
	for (const match of text.matchAll(/#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|color-mix)a?\(/gi)) {
		found.push(match[0]);
	}
	for (const match of text.matchAll(/(?<![\w.])(\d+(?:\.\d+)?)px\b/g)) {
		// Hairlines and rings; 3 px is the edge of a suspended row, 4 px the same in forced colors.
		if (!["0", "1", "2"].includes(match[1] ?? "") && !isRowEdge(text, match.index)) {
			found.push(match[0]);
		}
	}
	return found;
}

function isRowEdge(text: string, at: number): boolean {
	const line = text.slice(text.lastIndexOf("\n", at) + 1, text.indexOf("\n", at));
	return /inset 3px 0 0 var\(--danger-fill\)|border-left: 4px solid CanvasText/.test(line);
}

it.each(files(SRC, /\.module\.css$|base\.css$/).map((path) => relative(SRC, path)))(
	"%s takes colors and sizes from tokens",
	(path) => {
		expect(rawValues(readFileSync(join(SRC, path), "utf8"))).toEqual([]);
	},
);

it("finds what it looks for", () => {
	expect(rawValues(".a { color: #fff; width: 13px; border: 1px solid }")).toEqual(["#fff", "13px"]);
});

const sources = files(SRC, /\.tsx?$/).filter((path) => !path.endsWith("bindings.ts"));

function importsOf(path: string): string[] {
	const text = readFileSync(path, "utf8");
	return [...text.matchAll(/from "([^"]+)"|import\("([^"]+)"\)/g)].map(
		(match) => match[1] ?? match[2] ?? "",
	);
}

it("only one file knows the desktop host", () => {
	const knowing = sources.filter((path) =>
		importsOf(path).some((name) => name.startsWith("@tauri-apps/")),
	);
	expect(knowing.map((path) => relative(SRC, path))).toEqual(["ipc/tauri.ts"]);
});

it("the kit imports nothing of the domain", () => {
	const wrong = sources
		.filter((path) => relative(SRC, path).startsWith("components/"))
		.flatMap((path) => importsOf(path).filter((name) => name.startsWith("..")));
	expect(wrong).toEqual([]);
});

it("domain and ipc never import features", () => {
	const wrong = sources
		.filter((path) => /^(domain|ipc)\//.test(relative(SRC, path)))
		.flatMap((path) => importsOf(path).filter((name) => /\/(features|app)\//.test(name)));
	expect(wrong).toEqual([]);
});

it("what stands in for the desktop is imported lazily, so that a release does not contain it", () => {
	const main = readFileSync(join(SRC, "main.tsx"), "utf8");
	expect(main).not.toMatch(/from "\.\/(ipc\/http|test)/);
	expect(main).toContain('import.meta.env.MODE === "replay"');
	expect(main).toContain("import.meta.env.DEV &&");
});

it("no file grows beyond 500 lines, no component beyond 250", () => {
	const long = sources
		.map((path) => [relative(SRC, path), readFileSync(path, "utf8").split("\n").length] as const)
		.filter(([path, lines]) => lines > (path.endsWith(".tsx") && !/test/.test(path) ? 250 : 500));
	expect(long).toEqual([]);
});
