import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { accessibilityFaults } from "../../test/axe";
import { openConsole, USERS } from "../../test/openConsole";
import { ORGANIZATION, type Replay } from "../../test/replay";

async function grid() {
	const found = await screen.findByTestId("users-grid");
	await waitFor(() => expect(found).toHaveAttribute("data-loading", "false"));
	return found;
}

const rows = () => screen.getAllByTestId("user-row");
const focusedIndex = () => Number((document.activeElement as HTMLElement).dataset.index);

/** A load tells how far it is. */
function progress(host: Replay) {
	host.emit({ kind: "loadProgress", organizationId: ORGANIZATION, loaded: 1200, expected: 3000 });
}

describe("the list", () => {
	it("opens on the members, suspended first, and tells how many rows there are in all", async () => {
		await openConsole("lost", USERS);
		const found = await grid();
		const total = Number(found.dataset.total);
		expect(total).toBeGreaterThan(100);
		expect(found).toHaveAttribute("aria-rowcount", String(total + 1));
		expect(rows().length).toBeLessThan(80);
		expect(rows()[0]).toHaveAttribute("aria-rowindex", "2");
		expect(rows()[0]).toHaveTextContent("Suspended");
		expect(rows()[0]).toHaveTextContent("invalid_grant: expired access/refresh token");
		expect(screen.getByRole("columnheader", { name: /Effective status/ })).toHaveAttribute(
			"aria-sort",
			"ascending",
		);
	});

	it("filters by a chip and writes the view into the address", async () => {
		const { user, router } = await openConsole("connected", USERS);
		await grid();
		const chip = screen.getByRole("button", { name: /^Suspended/ });
		await user.click(chip);
		await waitFor(() => expect(chip).toHaveAttribute("aria-pressed", "true"));
		await grid();
		expect(rows()[0]).toHaveAttribute("data-status", "suspended");
		expect(router.state.location.search).toEqual({ show: "suspended" });
		await user.click(screen.getByRole("button", { name: "Remove the filter Suspended" }));
		await waitFor(() => expect(router.state.location.search).toEqual({}));
	});

	it("takes the view from the address", async () => {
		await openConsole("connected", `${USERS}?show=all&sort=name&desc=true`);
		const found = await grid();
		expect(found).toHaveAttribute("data-total", "300");
		expect(rows()[0]).toHaveTextContent("Đurđa Štimac");
		expect(screen.getByRole("columnheader", { name: "Name" })).toHaveAttribute(
			"aria-sort",
			"descending",
		);
	});

	it("searches all users after a moment, and says when nobody matches", async () => {
		const { user, host } = await openConsole("connected", `${USERS}?show=all`);
		await grid();
		fireEvent.keyDown(window, { key: "f", ctrlKey: true });
		expect(screen.getByTestId("users-search")).toHaveFocus();
		await user.keyboard("achieng");
		await waitFor(() =>
			expect(screen.getByTestId("list-count")).toHaveTextContent(/^\d+ of 300 users$/),
		);
		await waitFor(() => expect(rows()[0]).toHaveTextContent("Achieng"));
		const asked = host.calls.filter(({ name }) => name === "users").length;
		expect(asked, "not one question per key").toBeLessThan(6);

		await user.clear(screen.getByTestId("users-search"));
		await user.type(screen.getByTestId("users-search"), "nobody at all");
		expect(await screen.findByText("No users match “nobody at all”")).toBeVisible();
		await user.click(screen.getByTestId("clear-filter"));
		await waitFor(() =>
			expect(screen.getByTestId("users-grid")).toHaveAttribute("data-total", "300"),
		);
	});

	it("searches inside the chosen list, and clearing the search keeps the rest of the view", async () => {
		const { user, router } = await openConsole(
			"connected",
			`${USERS}?show=suspended&sort=name&q=zzzz`,
		);
		expect(await screen.findByPlaceholderText("Search this list")).toHaveValue("zzzz");
		const clear = await screen.findByTestId("clear-filter");
		expect(clear).toHaveTextContent("Clear the search");
		await user.click(clear);
		await waitFor(() =>
			expect(router.state.location.search).toEqual({ show: "suspended", sort: "name" }),
		);
		await user.click(screen.getByRole("button", { name: /^All/ }));
		expect(await screen.findByPlaceholderText("Search 300 users")).toBeVisible();
		await user.click(screen.getByRole("button", { name: /^Members/ }));
		expect(await screen.findByPlaceholderText(/^Search [\d,]+ members$/)).toBeVisible();
		await user.type(screen.getByTestId("users-search"), "achieng");
		await waitFor(() =>
			expect(screen.getByTestId("list-count")).toHaveTextContent(/^\d+ of [\d,]+ members$/),
		);
	});

	it("leaves the username to the panel while the connection's text is in each row", async () => {
		const { user } = await openConsole("lost", USERS);
		const found = await grid();
		expect(screen.queryByRole("columnheader", { name: "Username" })).toBeNull();
		expect(found).toHaveAttribute("aria-colcount", "9");
		expect(within(rows()[0] as HTMLElement).getAllByRole("gridcell")).toHaveLength(9);
		await user.click(rows()[0] as HTMLElement);
		expect(await screen.findByTestId("user-panel")).toHaveTextContent(/@.*\.example/);
	});

	it("says how many are suspended, leads to them, and then offers it no more", async () => {
		const { user, router } = await openConsole("lost", USERS);
		await grid();
		const show = screen.getByTestId("show-suspended");
		expect(show).toHaveTextContent(/^Show all [\d,]+ suspended$/);
		await user.click(show);
		await waitFor(() => expect(router.state.location.search).toEqual({ show: "suspended" }));
		await waitFor(() => expect(screen.queryByTestId("show-suspended")).toBeNull());
		expect(focusedIndex(), "the focus stays in the list").toBe(0);
		expect(screen.queryByTestId("refresh")).toBeNull();
		expect(screen.getByText("· Sessions are stopped")).toBeVisible();
	});

	it("sorts by a head and turns the order with a second press", async () => {
		const { user, router } = await openConsole("connected", USERS);
		await grid();
		await user.click(screen.getByTestId("sort-name"));
		await waitFor(() => expect(router.state.location.search).toEqual({ sort: "name" }));
		await user.click(screen.getByTestId("sort-name"));
		await waitFor(() => expect(router.state.location.search).toEqual({ sort: "name", desc: true }));
	});

	it("fetches pages near the rows in view only", async () => {
		const { host } = await openConsole("connected", `${USERS}?show=all`);
		await grid();
		const offsets = host.calls
			.filter(({ name }) => name === "users")
			.map(({ parameters }) => (parameters as { query: { offset: number } }).query.offset);
		expect(new Set(offsets)).toEqual(new Set([0]));
	});

	it("says that it could not be read, and tries again", async () => {
		const { user, host } = await openConsole("connected", "/settings");
		await screen.findByTestId("settings");
		host.next("users", { error: { code: "internal", message: "The database is busy." } });
		await user.click(screen.getByTestId("rail-organizations"));
		await user.click(await screen.findByRole("link", { name: "Meridian Instruments" }));
		expect(await screen.findByText("The database is busy.")).toBeVisible();
		await user.click(screen.getByRole("button", { name: "Retry" }));
		await waitFor(() => expect(rows().length).toBeGreaterThan(1));
	});

	it("leads to Connectivity before the first connection", async () => {
		const { user } = await openConsole("first", USERS);
		await user.click(await screen.findByRole("link", { name: "Go to Salesforce Connectivity" }));
		expect(await screen.findByTestId("connectivity")).toBeVisible();
	});

	it("shows how far the first load is", async () => {
		const { host } = await openConsole("loading", USERS);
		await screen.findByTestId("load-progress");
		progress(host);
		expect(await screen.findByText("1,200 of 3,000 users read")).toBeVisible();
	});
});

describe("the keyboard", () => {
	it("has one tab stop and moves by arrows and their kin", async () => {
		const { user } = await openConsole("connected", `${USERS}?show=all`);
		const found = await grid();
		expect(found.querySelectorAll('[tabindex="0"]')).toHaveLength(1);
		rows()[0]?.focus();
		await user.keyboard("{ArrowDown}{ArrowDown}");
		expect(focusedIndex()).toBe(2);
		await user.keyboard("{ArrowUp}");
		expect(focusedIndex()).toBe(1);
		await user.keyboard("{PageDown}");
		expect(focusedIndex()).toBeGreaterThan(10);
		await user.keyboard("{Control>}{End}{/Control}");
		await waitFor(() => expect(focusedIndex()).toBe(299));
		expect(found.querySelectorAll('[tabindex="0"]')).toHaveLength(1);
		await user.keyboard("{Home}");
		await waitFor(() => expect(focusedIndex()).toBe(0));
	});

	it("reaches the heads above the first row", async () => {
		const { user, router } = await openConsole("connected", USERS);
		await grid();
		rows()[0]?.focus();
		await user.keyboard("{ArrowUp}");
		expect(screen.getByTestId("sort-effectiveStatus")).toHaveFocus();
		await user.keyboard("{ArrowRight}");
		expect(screen.getByTestId("sort-name")).toHaveFocus();
		await user.keyboard("{Enter}");
		await waitFor(() => expect(router.state.location.search).toEqual({ sort: "name" }));
	});
});

describe("the notification", () => {
	it("opens on Enter with the exact text, cause, who, and Reconnect; Esc returns to the row", async () => {
		const { user } = await openConsole("lost", USERS);
		await grid();
		const row = rows().find((each) => each.textContent?.includes("invalid_grant"));
		row?.focus();
		const index = focusedIndex();
		await user.keyboard("{Enter}");
		const panel = await screen.findByTestId("user-panel");
		const notice = await within(panel).findByTestId("notification-connection");
		expect(within(notice).getByTestId("raw-text")).toHaveTextContent(
			/^invalid_grant: expired access\/refresh token$/,
		);
		expect(notice).toHaveTextContent("Salesforce does not say which.");
		expect(notice).toHaveTextContent(/\d+ other users share it\./);
		expect(within(notice).getByRole("button", { name: "Reconnect Salesforce" })).toBeVisible();
		await user.keyboard("{Escape}");
		await waitFor(() => expect(screen.queryByTestId("user-panel")).toBeNull());
		expect(focusedIndex()).toBe(index);
	});

	it("opens on a click and copies the text through the console", async () => {
		const { user, host } = await openConsole("lost", USERS);
		await grid();
		const row = rows().find((each) => each.textContent?.includes("invalid_grant"));
		await user.click(row as HTMLElement);
		const panel = await screen.findByTestId("user-panel");
		await user.click(await within(panel).findByRole("button", { name: "Copy the text" }));
		expect(host.calls.at(-1)).toEqual({
			name: "copy_text",
			parameters: { text: "invalid_grant: expired access/refresh token" },
		});
	});

	it("walks the list by arrows", async () => {
		const { user } = await openConsole("lost", USERS);
		await grid();
		await user.click(rows()[0] as HTMLElement);
		const panel = await screen.findByTestId("user-panel");
		const first = panel.dataset.user;
		await user.keyboard("{ArrowDown}");
		await waitFor(() => expect(screen.getByTestId("user-panel").dataset.user).not.toBe(first));
		expect(screen.getByTestId("user-panel").dataset.user).toBe(rows()[1]?.dataset.user);
		await user.click(screen.getByRole("button", { name: "Previous user" }));
		await waitFor(() => expect(screen.getByTestId("user-panel").dataset.user).toBe(first));
	});

	it("follows the row when arrows are pressed in the list, and Esc closes it there too", async () => {
		const { user } = await openConsole("lost", USERS);
		await grid();
		await user.click(rows()[0] as HTMLElement);
		await screen.findByTestId("user-panel");
		rows()[0]?.focus();
		await user.keyboard("{ArrowDown}");
		await waitFor(() =>
			expect(screen.getByTestId("user-panel").dataset.user).toBe(rows()[1]?.dataset.user),
		);
		expect(focusedIndex()).toBe(1);
		await user.keyboard("{Escape}");
		await waitFor(() => expect(screen.queryByTestId("user-panel")).toBeNull());
		expect(focusedIndex()).toBe(1);
	});

	it("shows both causes where somebody has a fault of their own besides", async () => {
		const { user } = await openConsole("lost", `${USERS}?show=cause&cause=userFrozen`);
		await grid();
		await user.click(rows()[0] as HTMLElement);
		const own = await screen.findByTestId("notification-own");
		expect(within(own).getByTestId("raw-text")).toHaveTextContent("UserLogin.IsFrozen = true");
		expect(screen.getByTestId("notification-connection")).toBeVisible();
		expect(own).toHaveTextContent("A reconnect does not change this.");
	});

	it("stays quiet for somebody who is active, and says what that means", async () => {
		const { user } = await openConsole("connected", `${USERS}?show=active`);
		await grid();
		await user.click(rows()[0] as HTMLElement);
		expect(await screen.findByTestId("quiet-status")).toHaveTextContent(
			"checked in Salesforce: this user can work through the service account",
		);
		expect(screen.queryByRole("alert")).toBeNull();
	});
});

describe("the history", () => {
	it("tells what became of the user, the newest first, with losses of the connection between", async () => {
		const { user } = await openConsole("history", USERS);
		await grid();
		const row = rows().find((each) => each.textContent?.includes("invalid_grant"));
		await user.click(row as HTMLElement);
		const timeline = await screen.findByTestId("timeline");
		const entries = () => within(timeline).getAllByRole("listitem");
		expect(entries()).toHaveLength(5);
		expect(entries()[0]).toHaveTextContent(
			/Salesforce connectivity was lost\s*invalid_grant: expired access\/refresh token/,
		);
		expect(entries()[1]).toHaveTextContent("Salesforce was connected again");
		expect(entries()[3]).toHaveTextContent("Active");
		expect(entries()[4]).toHaveTextContent(/Suspended\s*UserLogin.IsFrozen = true/);
		await user.click(within(timeline).getByRole("button", { name: "Show all 8" }));
		expect(entries()).toHaveLength(8);
		expect(entries()[7]).toHaveTextContent("Active");
		await user.click(within(timeline).getByRole("button", { name: "Show fewer" }));
		expect(entries()).toHaveLength(5);
	});

	it("shows the last sessions and what each did to this user", async () => {
		const { user } = await openConsole("history", USERS);
		await grid();
		await user.click(rows().find((row) => row.textContent?.includes("Achieng")) as HTMLElement);
		const sessions = within(await screen.findByTestId("user-sessions")).getAllByRole("listitem");
		expect(sessions).toHaveLength(5);
		expect(sessions[1]).toHaveTextContent(/Finished.*Checked, nothing changed for this user/);
		expect(sessions[3]).toHaveTextContent("Changed the status of this user");
	});

	it("has none for somebody who is not in the group", async () => {
		const { user } = await openConsole("connected", `${USERS}?show=notInGroup`);
		await grid();
		await user.click(rows()[0] as HTMLElement);
		expect(await screen.findByTestId("quiet-status")).toHaveTextContent("Not in the group");
		expect(screen.queryByTestId("timeline")).toBeNull();
		expect(screen.queryByTestId("user-sessions")).toBeNull();
		expect(screen.queryByTestId("status-source")).toBeNull();
	});

	it("says who says so, and copies the whole suspension for a ticket", async () => {
		const { user, host } = await openConsole("lost", USERS);
		await grid();
		const row = rows().find((each) => each.textContent?.includes("invalid_grant"));
		expect(row).toHaveTextContent(/Connection$/);
		await user.click(row as HTMLElement);
		const panel = await screen.findByTestId("user-panel");
		expect(await within(panel).findByTestId("status-source")).toHaveTextContent(
			"Source: the connection, for every member alike.",
		);
		await user.click(within(panel).getByRole("button", { name: "Copy for a ticket" }));
		const copied = host.calls.filter(({ name }) => name === "copy_text");
		const text = (copied[0]?.parameters as { text: string } | undefined)?.text ?? "";
		expect(text).toMatch(
			/ is suspended\nSince: .*\ninvalid_grant: expired access\/refresh token\n/,
		);
		expect(text).toContain("Who can fix: ");
	});
});

describe("the incident", () => {
	it("stands above the list with one cause and one button, and goes when users recover", async () => {
		const { user, host } = await openConsole("lost", USERS);
		const incident = await screen.findByTestId("incident");
		expect(incident).toHaveTextContent(/\d+ users · 1 cause · Reconnect fixes all/);
		expect(within(incident).getByTestId("incident-raw")).toHaveTextContent(
			"invalid_grant: expired access/refresh token",
		);
		await user.click(within(incident).getByRole("button", { name: "Reconnect" }));
		host.next("start_login", { becomes: "waiting" });
		await user.click(await screen.findByRole("button", { name: "Yes" }));
		expect(await screen.findByTestId("waiting-panel")).toBeInTheDocument();
		await host.become("recovered");
		await screen.findByText("Salesforce connection established successfully");
		const proof = await screen.findByTestId("recovery");
		expect(proof).toHaveTextContent(/last successful session \d.*members confirmed/);
		await user.click(within(proof).getByTestId("show-attention"));
		await waitFor(() => expect(screen.getByTestId("users")).toBeVisible());
		await grid();
		expect(rows()[0]).toHaveAttribute("data-status", "suspended");
		const notice = await screen.findByTestId("recovery");
		expect(notice).toHaveTextContent(/\d+ users resumed · \d+ need attention of their own/);
		host.next("dismiss_recovery", { becomes: "connected" });
		await user.click(screen.getByRole("button", { name: "Dismiss" }));
		await waitFor(() => expect(screen.queryByTestId("recovery")).toBeNull());
	});

	it("claims nothing between the new sign-in and the session that proves it", async () => {
		const { host } = await openConsole("resuming", USERS);
		const notice = await screen.findByTestId("resuming");
		expect(notice).toHaveTextContent(
			/\d+ members resume when a session has read what changed since/,
		);
		progress(host);
		await waitFor(() => expect(notice).toHaveTextContent("1,200 of 3,000 users read"));
		expect(screen.queryByTestId("recovery")).toBeNull();
		await grid();
		expect(await accessibilityFaults(document.body)).toEqual([]);
	});

	it("filters by a cause of people's own", async () => {
		const { user, router } = await openConsole("lost", USERS);
		await user.click(await screen.findByRole("button", { name: /^\d+ frozen$/ }));
		await waitFor(() =>
			expect(router.state.location.search).toEqual({
				show: "cause",
				cause: "userFrozen",
			}),
		);
		expect(await screen.findByText("Filtered by frozen")).toBeVisible();
	});

	it("is not red while Salesforce cannot be reached: the last statuses stay", async () => {
		await openConsole("unreachable", `${USERS}?show=active`);
		await grid();
		expect(rows()[0]).toHaveTextContent("Active");
		expect(rows()[0]).toHaveTextContent(/as of \d/);
		expect(screen.getByTestId("incident")).toHaveTextContent("Salesforce cannot be reached");
		expect(screen.getByTestId("incident")).not.toHaveTextContent("Reconnect");
	});

	it("speaks of a reconnect only where one helps", async () => {
		await openConsole("refused", USERS);
		const incident = await screen.findByTestId("incident");
		expect(incident).toHaveTextContent("needs a change in Salesforce");
		expect(within(incident).getByTestId("own-faults")).not.toHaveTextContent("Reconnect");
	});

	it("says why everybody is disabled while the service account login is off", async () => {
		await openConsole("off", USERS);
		expect(await screen.findByTestId("incident")).toHaveTextContent(
			/Login using Salesforce Service Account is off.*members are disabled/,
		);
	});

	it("says that users are not read, as of when, and that nobody is suspended by it", async () => {
		await openConsole("notRead", USERS);
		const incident = await screen.findByTestId("incident");
		expect(incident).toHaveTextContent(
			/A policy of the organization blocks reading users · statuses as of/,
		);
		expect(incident).toHaveTextContent("No one is suspended by it");
		expect(incident).toHaveTextContent("TXN_SECURITY_NO_ACCESS");
	});

	it("does not say that nobody is there when nobody was ever read", async () => {
		await openConsole("notRead", USERS, (host) => {
			host.edit("user_counts", (counts) => {
				Object.assign(counts, { all: 0, members: 0, asOf: null });
			});
			host.edit("users", (page) => {
				Object.assign(page, { total: 0, rows: [] });
			});
		});
		const empty = await screen.findByTestId("users-never-read");
		expect(empty).toHaveTextContent("No list of users has been read to its end yet");
		expect(screen.queryByText(/Nobody is in the group/)).toBeNull();
	});

	it("claims no numbers before the first users are read", async () => {
		await openConsole("loading", USERS, (host) => {
			host.edit("user_counts", (counts) => {
				counts.all = 0;
			});
			host.edit("users", (page) => {
				Object.assign(page, { total: 0, rows: [] });
			});
		});
		await screen.findByTestId("load-progress");
		expect(screen.getByTestId("chip-suspended")).toHaveTextContent(/^Suspended$/);
		expect(screen.getByTestId("list-count")).toHaveTextContent("Reading users");
	});
});

describe("accessibility", () => {
	it("has no faults that can be found automatically, with the panel open", async () => {
		const { user } = await openConsole("lost", USERS);
		await grid();
		expect(await accessibilityFaults(document.body)).toEqual([]);
		await user.click(rows()[0] as HTMLElement);
		await screen.findByTestId("notification-connection");
		expect(await accessibilityFaults(document.body)).toEqual([]);
	});
});
