import { type RefObject, useEffect, useRef } from "react";

/** Marks what takes the focus when the part that had it is gone. */
export const NEXT_FOCUS = { "data-next-focus": true } as const;

/**
 * Keeps the focus in a frame whose content changes by itself. Where the part with the focus went away,
 * the first that is marked gets it, else the frame; a focus that is anywhere else is left alone.
 */
export function useKeptFocus(frame: RefObject<HTMLElement | null>) {
	const last = useRef<Element | null>(null);
	/** The frame has the focus only until something in it can take it. */
	const held = useRef(false);

	useEffect(() => {
		const element = frame.current;
		function note(event: FocusEvent) {
			last.current = event.target as Element;
		}
		element?.addEventListener("focusin", note);
		return () => element?.removeEventListener("focusin", note);
	}, [frame]);

	// After each change: only then can something have gone, or come.
	useEffect(() => {
		const focused = document.activeElement;
		const lost =
			(focused === null || focused === document.body) && last.current?.isConnected === false;
		if (lost || (focused === frame.current && held.current)) {
			const next = frame.current?.querySelector<HTMLElement>("[data-next-focus]") ?? null;
			held.current = next === null;
			(next ?? frame.current)?.focus({ preventScroll: next === null });
		}
	});
}
