import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { accessibilityFaults } from "../../test/axe";
import { openConsole, USERS } from "../../test/openConsole";

type Opened = Awaited<ReturnType<typeof openConsole>>;

/** Opens the panel of the first user in the list. */
async function openPanel(opened: Opened) {
	const grid = await screen.findByTestId("users-grid");
	await waitFor(() => expect(grid).toHaveAttribute("data-loading", "false"));
	const row = screen.getAllByTestId("user-row")[0] as HTMLElement;
	await opened.user.click(row);
	await screen.findByTestId("timeline");
	return row.dataset.user ?? "";
}

/** The next check finds nothing new, once it may. */
function answers({ host }: Opened, may: Promise<void> = Promise.resolve()) {
	const unchanged = { at: Date.now(), outcome: "unchanged", fault: null } as const;
	host.next("check_member", {
		answer: { ...unchanged, before: "active", after: "active" },
		first: async () => {
			await may;
			const { parameters } = host.calls.findLast(({ name }) => name === "check_member") ?? {};
			const { userId } = parameters as { userId: string };
			host.edit("user_notification", ({ user, check }) => {
				if (user.id === userId && check !== null) {
					check.last = { ...unchanged, before: "active", after: "active" };
				}
			});
		},
	});
}

const button = () => screen.getByTestId("check-member");
const said = () => screen.getByTestId("member-check-said");
const asked = ({ host }: Opened) => host.calls.filter(({ name }) => name === "check_member");

describe("the check of one member", () => {
	it("says politely that nothing changed, with the time, and asks for this user alone", async () => {
		const opened = await openConsole("connected", `${USERS}?show=active`);
		const id = await openPanel(opened);
		expect(said()).toHaveTextContent("Not checked by hand yet.");
		answers(opened);
		await opened.user.click(button());
		await waitFor(() => expect(said()).toHaveTextContent(/^Nothing changed\. Checked \d+:\d\d/));
		expect(said()).toHaveAttribute("role", "status");
		expect(asked(opened)).toEqual([
			{ name: "check_member", parameters: { organizationId: "halden", userId: id } },
		]);
		expect(opened.host.calls.some(({ name }) => name === "check_now")).toBe(false);
	});

	it("says what changed, and keeps the focus on its button while the panel turns red", async () => {
		const opened = await openConsole("connected", `${USERS}?show=active`);
		await openPanel(opened);
		opened.host.next("check_member", { becomes: "frozen" });
		button().focus();
		await opened.user.keyboard("{Enter}");
		const notice = await screen.findByTestId("notification-own");
		expect(within(notice).getByTestId("raw-text")).toHaveTextContent("UserLogin.IsFrozen = true");
		expect(said()).toHaveTextContent(/^Suspended now, active before\. Checked \d/);
		expect(button()).toHaveFocus();
		expect(within(notice).queryByTestId("check-now")).toBeNull();
		expect(await accessibilityFaults(document.body)).toEqual([]);
	});

	it("is busy until the answer is there, and says that it waits for a session", async () => {
		const opened = await openConsole("connected", `${USERS}?show=active`);
		await openPanel(opened);
		const { host } = opened;
		let answer = () => {};
		const held = new Promise<void>((resolve) => {
			answer = resolve;
		});
		answers(opened, held);
		host.edit("overview", ({ organizations }) => {
			for (const one of organizations) {
				one.sessionRunning = true;
			}
		});
		await opened.user.click(button());
		expect(button()).toHaveAttribute("aria-busy", "true");
		await waitFor(() =>
			expect(said()).toHaveTextContent("A session runs. This user is checked when it has ended."),
		);
		await opened.user.click(button());
		answer();
		await waitFor(() => expect(button()).not.toHaveAttribute("aria-busy"));
		expect(asked(opened)).toHaveLength(1);
		expect(said()).toHaveTextContent("Nothing changed.");
	});

	it("says in how many seconds it can be pressed again, and forgets that with the next user", async () => {
		const opened = await openConsole("connected", `${USERS}?show=active`);
		const first = await openPanel(opened);
		const shows = (user: string, is: boolean) =>
			waitFor(() => expect(screen.getByTestId("user-panel").dataset.user === user).toBe(is));
		// The next one was looked at before, so the panel has it at once.
		await opened.user.keyboard("{ArrowDown}");
		await shows(first, false);
		await screen.findByTestId("member-check");
		await opened.user.keyboard("{ArrowUp}");
		await shows(first, true);
		answers(opened);
		await opened.user.click(button());
		await waitFor(() => expect(said()).toHaveTextContent("Nothing changed."));
		const soon = "This user was checked just now; the next check is possible in 60 s.";
		opened.host.next("check_member", { error: { code: "invalidInput", message: soon } });
		await opened.user.click(button());
		const refusal = /the next check is possible in 60 s\./;
		expect(await screen.findByTestId("error-line")).toHaveTextContent(refusal);
		expect(said()).toHaveTextContent("Nothing changed.");
		await opened.user.keyboard("{ArrowDown}");
		await shows(first, false);
		await waitFor(() => expect(said()).toHaveTextContent("Not checked by hand yet."));
		expect(screen.queryByTestId("error-line")).toBeNull();
		await opened.user.click(screen.getByRole("button", { name: "Previous user" }));
		await waitFor(() => expect(said()).toHaveTextContent("Nothing changed."));
	});

	it("shows what kept it from asking", async () => {
		const opened = await openConsole("connected", `${USERS}?show=active`);
		await openPanel(opened);
		opened.host.next("check_member", { becomes: "checkFailed" });
		await opened.user.click(button());
		await waitFor(() =>
			expect(said()).toHaveTextContent("Could not be checked: Salesforce cannot be reached."),
		);
		const check = screen.getByTestId("member-check");
		expect(within(check).getByTestId("raw-text")).toHaveTextContent(/./);
	});

	it.each([
		["lost", "There is nothing to check before the service account signs in."],
		["throttled", "Salesforce takes no more requests for now"],
		["off", "“Login using Salesforce Service Account” is off"],
	] as const)("cannot be pressed while the connection is %s, and says why", async (state, why) => {
		const opened = await openConsole(state, USERS);
		await openPanel(opened);
		expect(button()).toHaveAttribute("aria-disabled", "true");
		expect(screen.getByTestId("member-check-refusal")).toHaveTextContent(why);
		expect(button()).toHaveAccessibleDescription(new RegExp(why.slice(0, 20)));
		await opened.user.click(button());
		expect(asked(opened)).toHaveLength(0);
		button().focus();
		expect(button()).toHaveFocus();
		expect(await accessibilityFaults(document.body)).toEqual([]);
	});

	it("cannot be pressed while the synchronization is off or the access has ended", async () => {
		const opened = await openConsole("connected", `${USERS}?show=active`);
		await openPanel(opened);
		await opened.host.become("synchronizationOff");
		await waitFor(() =>
			expect(screen.getByTestId("member-check-refusal")).toHaveTextContent(
				"Synchronization of this organization is off",
			),
		);
		await opened.host.become("connected");
		await waitFor(() => expect(screen.queryByTestId("member-check-refusal")).toBeNull());
		opened.unmount();
		await openPanel(await openConsole("accessExpired", USERS));
		expect(screen.getByTestId("member-check-refusal")).toHaveTextContent(
			"your entitlement has ended",
		);
	});

	it("leaves the check of everyone to the fault that everyone has", async () => {
		const opened = await openConsole("refused", USERS);
		await openPanel(opened);
		const notice = screen.getByTestId("notification-connection");
		await opened.user.click(within(notice).getByRole("button", { name: "Check everyone now" }));
		expect(opened.host.calls.some(({ name }) => name === "check_now")).toBe(true);
		expect(asked(opened)).toHaveLength(0);
	});

	it("is not there for somebody who is not in the group", async () => {
		const opened = await openConsole("connected", `${USERS}?show=notInGroup`);
		const grid = await screen.findByTestId("users-grid");
		await waitFor(() => expect(grid).toHaveAttribute("data-loading", "false"));
		await opened.user.click(screen.getAllByTestId("user-row")[0] as HTMLElement);
		await screen.findByTestId("quiet-status");
		expect(screen.queryByTestId("member-check")).toBeNull();
	});
});
