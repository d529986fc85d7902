import { createMemoryHistory } from "@tanstack/react-router";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { App } from "../app/App";
import { openRouter } from "../app/router";
import { isRead, ORGANIZATION, openReplay, type Replay } from "./replay";

/**
 * The whole console in a situation that the real engine was in, at a place in the window;
 * `prepare` is before the window asks anything.
 */
export async function openConsole(
	situation = "first",
	at = "/",
	prepare: (host: Replay) => void = () => {},
) {
	const host = await openReplay(situation);
	prepare(host);
	const router = openRouter(createMemoryHistory({ initialEntries: [at] }));
	const view = render(<App host={host} router={router} />);
	return { host, router, user: userEvent.setup(), ...view };
}

export const CONNECTIVITY = `/organizations/${ORGANIZATION}/connectivity`;
export const USERS = `/organizations/${ORGANIZATION}/users`;
export const SESSIONS = `/organizations/${ORGANIZATION}/sessions`;

/** Names of the calls that change something, in order. */
export function commandsOf({ calls }: Replay): string[] {
	return calls.map(({ name }) => name).filter((name) => !isRead(name));
}
