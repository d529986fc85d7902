import type { KeyStoreProblem } from "../ipc/bindings";

/** Why nobody can sign in on this computer for now; the notice in Salesforce Connectivity says more. */
export function whyNoSignIn(problem: KeyStoreProblem | null): string | null {
	return problem === null || problem.notice === "heldForSession"
		? null
		: "A sign-in could not be kept on this computer: see the notice in Salesforce Connectivity.";
}
