import { useLayoutEffect } from "react";
import type { Theme } from "../ipc/bindings";

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
