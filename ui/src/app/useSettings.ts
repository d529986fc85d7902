import { setTimeZone } from "../components/time";
import type { Settings } from "../ipc/bindings";

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
