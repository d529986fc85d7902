import { Box, Globe } from "lucide-react";
import { Pill } from "../components/Status";
import type { ConnectionStateName, Environment } from "../ipc/bindings";
import { CONNECTION_STATES } from "./connectionState";

export const ENVIRONMENT_WORDS: Record<Environment, string> = {
	production: "Production",
	sandbox: "Sandbox",
};

/** Production is a solid outline with a globe, Sandbox a dashed one with a box. */
export function EnvironmentPill({ environment }: { environment: Environment }) {
	return environment === "production" ? (
		<Pill icon={Globe} data-testid="environment">
			{ENVIRONMENT_WORDS.production}
		</Pill>
	) : (
		<Pill icon={Box} dashed data-testid="environment">
			{ENVIRONMENT_WORDS.sandbox}
		</Pill>
	);
}

export function StatePill({ state }: { state: ConnectionStateName }) {
	const { word, icon, tone } = CONNECTION_STATES[state];
	return (
		<Pill
			tone={tone}
			icon={icon}
			turning={state === "authorizing"}
			data-testid="state"
			data-state={state}
		>
			{word}
		</Pill>
	);
}
