import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from "react";

type Copy = (text: string) => Promise<void>;

const Context = createContext<Copy>(() => Promise.reject(new Error("No clipboard.")));

/** Says how a text is copied, so that the kit does not need to know. */
export function ClipboardProvider({ copy, children }: { copy: Copy; children: ReactNode }) {
	return <Context value={copy}>{children}</Context>;
}

export type CopyState = "idle" | "copied" | "failed";

/** How long *Copied* stays. */
const SHOWN_MS = 2000;

export function useCopy(): [CopyState, (text: string) => void] {
	const copy = useContext(Context);
	const [state, setState] = useState<CopyState>("idle");

	useEffect(() => {
		if (state === "idle") {
			return;
		}
		const timer = setTimeout(() => setState("idle"), SHOWN_MS);
		return () => clearTimeout(timer);
	}, [state]);

	const run = useCallback(
		(text: string) => {
			copy(text).then(
				() => setState("copied"),
				() => setState("failed"),
			);
		},
		[copy],
	);
	return [state, run];
}
