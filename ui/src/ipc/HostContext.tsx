import { createContext, type ReactNode, useContext } from "react";
import type { Host } from "./host";

const Context = createContext<Host | null>(null);

export function HostProvider({ host, children }: { host: Host; children: ReactNode }) {
	return <Context value={host}>{children}</Context>;
}

export function useHost(): Host {
	const host = useContext(Context);
	if (host === null) {
		throw new Error("No host around this component.");
	}
	return host;
}
