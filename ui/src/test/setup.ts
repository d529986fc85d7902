import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterEach, expect, vi } from "vitest";
import { setTimeZone } from "../components/time";
import { forgetShownLosses } from "../features/connectivity/useLostDialogOnOpen";

// A busy machine takes its time; what never comes still fails.
configure({ asyncUtilTimeout: 5000 });

// jsdom lays nothing out: what is virtual needs a size to show rows in.
const SIZE = { width: 1184, height: 600 };
Object.defineProperties(HTMLElement.prototype, {
	offsetWidth: { configurable: true, get: () => SIZE.width },
	offsetHeight: { configurable: true, get: () => SIZE.height },
	scrollHeight: { configurable: true, get: () => 10_000_000 },
	clientHeight: { configurable: true, get: () => SIZE.height },
});
Element.prototype.scrollTo = function scrollTo(this: Element, options?: unknown) {
	const top = (options as ScrollToOptions | undefined)?.top;
	if (top !== undefined) {
		this.scrollTop = top;
		this.dispatchEvent(new Event("scroll"));
	}
} as Element["scrollTo"];
Element.prototype.scrollIntoView = () => {};
vi.stubGlobal(
	"ResizeObserver",
	class {
		observe() {}
		unobserve() {}
		disconnect() {}
	},
);
vi.stubGlobal("matchMedia", () => ({
	matches: false,
	addEventListener() {},
	removeEventListener() {},
}));
HTMLElement.prototype.getAnimations = () => [];
// All the zones there are take the automatic check half a minute.
Intl.supportedValuesOf = () => ["Asia/Kolkata", "Europe/Vienna"];

afterEach(() => {
	cleanup();
	forgetShownLosses();
	delete document.documentElement.dataset.theme;
	delete document.documentElement.dataset.density;
	setTimeZone("system");
	const { missed } = document.documentElement.dataset;
	delete document.documentElement.dataset.missed;
	expect(missed, "put the call into its file and let tests/integration answer it").toBeUndefined();
});
