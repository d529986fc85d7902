import { useEffect, useRef } from "react";
import { useReconnect } from "../../domain/actions";
import type { Connectivity } from "../../ipc/bindings";

/** Losses whose dialog was shown since the console started. */
const shown = new Set<string>();

/** For tests: as after a start of the console. */
export function forgetShownLosses() {
	shown.clear();
}

/**
 * Raises the dialog when the tab is opened while the connection is lost, once per loss. A loss
 * that arrives while the tab is already open is announced and shown in the page, but takes no
 * focus away. While somebody types, the dialog waits until the field is left.
 */
export function useLostDialogOnOpen(connectivity: Connectivity) {
	const { ask, reason } = useReconnect();
	const latest = useRef(ask);
	latest.current = ask;
	const opened = useRef(connectivity);
	const blocked = useRef(reason !== null);

	useEffect(() => {
		const { state, fault, organizationId, login } = opened.current;
		const busy = login.phase !== "idle" && login.phase !== "failed";
		// A question whose answer can only be refused is not asked.
		if (state !== "lost" || fault === null || busy || blocked.current) {
			return;
		}
		const loss = `${organizationId} ${fault.since ?? fault.fault.raw}`;
		if (shown.has(loss)) {
			return;
		}
		function raise() {
			shown.add(loss);
			latest.current();
		}
		if (!isTyping()) {
			raise();
			return;
		}
		function onBlur() {
			// The next field has the focus only after this event.
			setTimeout(() => {
				if (!isTyping()) {
					document.removeEventListener("focusout", onBlur);
					raise();
				}
			});
		}
		document.addEventListener("focusout", onBlur);
		return () => document.removeEventListener("focusout", onBlur);
	}, []);
}

function isTyping(): boolean {
	const field = document.activeElement;
	return (
		field instanceof HTMLTextAreaElement ||
		(field instanceof HTMLInputElement && field.type !== "checkbox" && field.type !== "radio")
	);
}
