import { Plug } from "lucide-react";
import { createContext, type ReactNode, useContext } from "react";
import { Button } from "../components/Button";
import type { KeyStoreProblem } from "../ipc/bindings";

interface Reconnect {
	/** Asks whether to sign in again. */
	ask: () => void;
	/** Why nobody can sign in for now. */
	reason: string | null;
}

const Context = createContext<Reconnect>({ ask: () => {}, reason: null });

/** Gives every Reconnect button of an organization the same dialog. */
export function ReconnectProvider({ ask, reason, children }: Reconnect & { children: ReactNode }) {
	return <Context value={{ ask, reason }}>{children}</Context>;
}

export function useReconnect(): Reconnect {
	return useContext(Context);
}

export function ReconnectButton({ children = "Reconnect" }: { children?: string }) {
	const { ask, reason } = useReconnect();
	return (
		<Button look="primary" icon={Plug} onClick={ask} reason={reason} data-testid="reconnect">
			{children}
		</Button>
	);
}

/** Why nobody can sign in on this computer for now; the notice in Salesforce Connectivity says more. */
export function whyNoSignIn(problem: KeyStoreProblem | null): string | null {
	return problem === null || problem.consequence === "heldForSession"
		? null
		: "A sign-in could not be kept on this computer: see the notice in Salesforce Connectivity.";
}
