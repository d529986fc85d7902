import { Pill } from "../components/Pill";
import type { ConnectionStateName } from "../ipc/bindings";
import { CONNECTION_STATES } from "./connectionState";

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
