import { describe, expect, it } from "vitest";
import { parseSearch, toFilter, toSearch, toView, USUAL } from "./view";

describe("the view in the address", () => {
	it("leaves out what is usual", () => {
		expect(toSearch(USUAL)).toEqual({});
	});

	it("comes back as it was", () => {
		const view = { show: "suspended", cause: "", q: "byrne", sort: "since", desc: true } as const;
		expect(toView(toSearch(view))).toEqual(view);
	});

	it("ignores what it does not understand", () => {
		expect(parseSearch({ show: "everything", sort: "salary", desc: "yes", q: 7, x: 1 })).toEqual({
			q: "7",
		});
	});

	it("asks by a cause only with a cause", () => {
		expect(parseSearch({ show: "cause" })).toEqual({});
		const view = toView(parseSearch({ show: "cause", cause: "User.IsActive = false" }));
		expect(toFilter(view)).toEqual({ kind: "cause", raw: "User.IsActive = false" });
	});
});
