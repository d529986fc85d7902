import { describe, expect, it } from "vitest";
import { parseView, toListQuery } from "./view";

const USUAL = parseView({});

describe("the view in the address", () => {
	it("is as usual where nothing stands", () => {
		expect(USUAL).toEqual({
			show: "members",
			cause: null,
			q: "",
			sort: "effectiveStatus",
			desc: false,
		});
	});

	it("comes back as it was", () => {
		const view = { show: "suspended", cause: null, q: "byrne", sort: "since", desc: true };
		expect(parseView(view)).toEqual(view);
	});

	it("ignores what it does not understand", () => {
		const raw = { show: "everything", sort: "salary", desc: "yes", q: 7, x: 1 };
		expect(parseView(raw)).toEqual({ ...USUAL, q: "7" });
	});

	it("asks by a cause only with a cause", () => {
		expect(parseView({ show: "cause" })).toEqual(USUAL);
		expect(parseView({ show: "cause", cause: "a text" })).toEqual(USUAL);
		const view = parseView({ show: "cause", cause: "userInactive" });
		const cause = { kind: "cause", code: "userInactive" };
		expect(toListQuery("halden", view).filter).toEqual(cause);
	});
});
