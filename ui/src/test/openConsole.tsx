import { createMemoryHistory } from "@tanstack/react-router";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { App } from "../app/App";
import { openRouter } from "../app/router";
import { FIRST_RUN, openFakeHost, type Scenario } from "../ipc/fake";

/** The whole console on the stand-in host, which waits for the test at every step. */
export function openConsole(scenario: Partial<Scenario> = {}, at = "/") {
	const host = openFakeHost({
		...FIRST_RUN,
		stepMs: null,
		users: 3000,
		memberShare: 0.5,
		...scenario,
	});
	const router = openRouter(createMemoryHistory({ initialEntries: [at] }));
	const view = render(<App host={host} router={router} />);
	return { host, router, user: userEvent.setup(), ...view };
}

export const CONNECTIVITY = "/organizations/halden/connectivity";
export const USERS = "/organizations/halden/users";

/** Names of the calls that change something, in order. */
export function commandsOf(host: ReturnType<typeof openFakeHost>): string[] {
	const reads = [
		"overview",
		"connectivity",
		"users",
		"user_counts",
		"user_notification",
		"held_back",
		"sessions",
		"activity",
		"gate",
		"start_problem",
		"own_data",
	];
	return host.calls.map(({ name }) => name as string).filter((name) => !reads.includes(name));
}
