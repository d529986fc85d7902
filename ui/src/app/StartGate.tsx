import type { ReactNode } from "react";
import { StartProblemView } from "../features/ownData/StartProblemView";
import { useStartProblem } from "../ipc/queries";

/** Shows the console once it has started, or what keeps it from starting. */
export function StartGate({ children }: { children: ReactNode }) {
	const { data, isPending } = useStartProblem();
	if (isPending) {
		return null;
	}
	// Whoever cannot answer this has a console that runs, and says itself what is wrong.
	return data ? <StartProblemView problem={data} /> : children;
}
