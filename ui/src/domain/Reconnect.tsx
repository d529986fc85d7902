import { createContext, type ReactNode, useContext } from "react";

const Context = createContext<() => void>(() => {});

/** Gives every Reconnect button of an organization the same dialog. */
export function ReconnectProvider({ ask, children }: { ask: () => void; children: ReactNode }) {
	return <Context value={ask}>{children}</Context>;
}

/** Asks whether to sign in again. */
export function useReconnect(): () => void {
	return useContext(Context);
}
