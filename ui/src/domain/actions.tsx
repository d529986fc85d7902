import { Plug, ScanSearch } from "lucide-react";
import { createContext, type ReactNode, useContext } from "react";
import { Button, type ButtonProps } from "../components/Button";
import { ErrorLine } from "../components/Notice";
import type { KeyStoreProblem } from "../ipc/bindings";
import { useCommand } from "../ipc/useCommand";

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

/** Runs a session now. */
export function CheckNowButton({
	organizationId,
	look = "secondary",
	children = "Check now",
}: {
	organizationId: string;
	look?: ButtonProps["look"];
	/** Says whom it checks, where that is not plain. */
	children?: string;
}) {
	const check = useCommand("check_now");
	return (
		<>
			<Button
				look={look}
				icon={ScanSearch}
				data-testid="check-now"
				{...press(check, { organizationId })}
			>
				{children}
			</Button>
			<ErrorLine error={check.error} />
		</>
	);
}

/** What a button needs that runs a command: it turns while the command runs. */
export function press<Parameters>(
	command: { isPending: boolean; mutate: (parameters: Parameters) => void },
	parameters: Parameters,
) {
	return { busy: command.isPending, onClick: () => command.mutate(parameters) };
}
