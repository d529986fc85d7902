import { useEffect, useState } from "react";

/**
 * Where menus are drawn: inside the page's main part, so that whoever moves by landmarks comes past
 * them. `undefined` until it is known, which is before anything can be opened.
 */
export function useMenuLayer(): HTMLElement | undefined {
	const [layer, setLayer] = useState<HTMLElement>();
	useEffect(() => setLayer(document.querySelector("main") ?? undefined), []);
	return layer;
}
