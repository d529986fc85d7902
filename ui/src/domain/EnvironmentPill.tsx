import { Box, Globe } from "lucide-react";
import { Pill } from "../components/Pill";
import type { Environment } from "../ipc/bindings";

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
