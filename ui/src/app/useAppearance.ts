import { useEffect, useLayoutEffect, useRef } from "react";
import { setTimeZone } from "../components/time";
import type { Settings, Theme } from "../ipc/bindings";
import { useCommand } from "../ipc/useCommand";

/** Sets the look on the root; without an attribute the operating system decides. */
export function useTheme(theme: Theme | undefined) {
	useLayoutEffect(() => {
		const { dataset } = document.documentElement;
		if (theme === "light" || theme === "dark") {
			dataset.theme = theme;
		} else {
			delete dataset.theme;
		}
	}, [theme]);
}

/**
 * Applies what concerns the whole window: how times are said, and how tall rows are. It does so while
 * drawing, because all that is drawn below, and measured as soon as it is there, depends on it.
 */
export function useSettings(settings: Settings | undefined) {
	setTimeZone(settings?.timeZone ?? "system");
	const { dataset } = document.documentElement;
	if (settings?.density === "comfortable") {
		dataset.density = settings.density;
	} else {
		delete dataset.density;
	}
}

/** By how many steps a key zooms; 0 is back to 100 %. */
const KEYS: Record<string, number> = { "+": 1, "=": 1, "-": -1, _: -1, "0": 0 };

/**
 * The keys with which browsers zoom. The webview's own would need a permission that the window does
 * not have, and would forget the size.
 */
export function useZoomKeys(settings: Settings | undefined) {
	const { mutate } = useCommand("change_setting");
	const wanted = useRef<number | null>(null);
	useEffect(() => {
		wanted.current = settings?.zoomPercent ?? null;
	}, [settings]);
	useEffect(() => {
		if (settings === undefined) {
			return;
		}
		const steps = settings.limits.zoomPercent;
		function onKey(event: KeyboardEvent) {
			const by = KEYS[event.key];
			if (by === undefined || event.altKey || !(event.ctrlKey || event.metaKey)) {
				return;
			}
			event.preventDefault();
			// The next key counts from what the last one asked for.
			const now = wanted.current ?? 100;
			const next = by === 0 ? 100 : (steps[steps.indexOf(now) + by] ?? now);
			if (next !== now) {
				wanted.current = next;
				mutate({ name: "zoom", value: String(next) });
			}
		}
		window.addEventListener("keydown", onKey);
		return () => window.removeEventListener("keydown", onKey);
	}, [settings, mutate]);
}
