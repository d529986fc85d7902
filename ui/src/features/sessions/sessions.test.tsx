import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { accessibilityFaults } from "../../test/axe";
import { openConsole, SESSIONS, USERS } from "../../test/openConsole";
import { ORGANIZATION } from "../../test/replay";
import { parseView } from "./view";

const rows = () => screen.getAllByTestId("session-row");

describe("the list of sessions", () => {
	it("shows the newest first, a page at a time, and keeps the page in the address", async () => {
		const { user, router } = await openConsole("sessions", SESSIONS);
		await waitFor(() => expect(rows()).toHaveLength(100));
		expect(screen.getByTestId("sessions-count")).toHaveTextContent("260 sessions");
		expect(screen.getByTestId("sessions-range")).toHaveTextContent("1–100 of 260");
		const starts = rows()
			.slice(0, 5)
			.map((row) => row.querySelector("time")?.dateTime ?? "");
		expect(starts).toEqual([...starts].sort().reverse());

		await user.click(screen.getByRole("button", { name: "Older sessions" }));
		await user.click(screen.getByRole("button", { name: "Older sessions" }));
		await waitFor(() => expect(rows()).toHaveLength(60));
		expect(router.state.location.search).toEqual({ page: 3 });
		expect(screen.getByRole("button", { name: "Older sessions" })).toHaveAttribute(
			"aria-disabled",
			"true",
		);
	});

	it("filters by outcome and begins at the first page again", async () => {
		const { user, router } = await openConsole("sessions", `${SESSIONS}?page=2`);
		await waitFor(() => expect(rows()).toHaveLength(100));
		await user.click(screen.getByRole("button", { name: /^Failed/ }));
		await waitFor(() => expect(router.state.location.search).toEqual({ show: "failed" }));
		await waitFor(() => expect(rows().every((row) => row.dataset.outcome === "failed")).toBe(true));
		await user.click(screen.getByRole("button", { name: /^Held back/ }));
		expect(await screen.findByTestId("sessions-empty")).toHaveTextContent("260 sessions are kept");
		await user.click(screen.getByRole("button", { name: "Show all sessions" }));
		await waitFor(() => expect(rows()).toHaveLength(100));
	});

	it("opens a failed one with the raw text in full, its meaning, and a copy of everything", async () => {
		const { user, host } = await openConsole("sessions", `${SESSIONS}?show=failed`);
		await waitFor(() => expect(rows().length).toBeGreaterThan(3));
		const first = rows()[0] as HTMLElement;
		const toggle = within(first).getByRole("button", { name: /^Session of/ });
		expect(toggle).toHaveAttribute("aria-expanded", "false");
		expect(
			within(first).getAllByRole("cell")[3],
			"nobody was checked for certain",
		).toHaveTextContent("—");
		toggle.focus();
		await user.keyboard("{Enter}");
		expect(toggle).toHaveAttribute("aria-expanded", "true");
		const detail = screen.getByTestId("session-detail");
		expect(within(detail).getByTestId("raw-text")).toHaveTextContent(/./);
		expect(detail).toHaveTextContent("Salesforce cannot be reached");
		expect(detail).toHaveTextContent("Checked—");
		expect(detail).toHaveTextContent(/Suspended[\d,]+ with a fault of their own/);
		expect(await accessibilityFaults(document.body)).toEqual([]);
		await user.click(within(detail).getByRole("button", { name: "Copy this session" }));
		const copied = host.calls.findLast(({ name }) => name === "copy_text");
		expect(copied?.parameters).toEqual({
			text: expect.stringMatching(/^Session \d+: Failed\nTrigger: .*Members checked: —\n.*$/s),
		});
		await user.click(first);
		expect(screen.queryByTestId("session-detail")).toBeNull();
	});

	it("tells one that was stopped by a decision from one that ended with the console", async () => {
		const { user } = await openConsole("interrupted", `${SESSIONS}?show=interrupted`, (host) =>
			host.edit("sessions", ({ rows }) => {
				const [stopped] = rows;
				if (stopped !== undefined && rows.length === 1) {
					rows.unshift({ ...stopped, id: stopped.id + 1, fault: null });
				}
			}),
		);
		await waitFor(() => expect(rows()).toHaveLength(2));
		const open = async (index: number) => {
			const row = rows()[index] as HTMLElement;
			await user.click(within(row).getByRole("button", { name: /^Session of/ }));
		};
		await open(0);
		expect(screen.getByTestId("session-detail")).toHaveTextContent("The console was closed");
		await open(0);
		await open(1);
		const stopped = screen.getByTestId("session-detail");
		expect(stopped).toHaveTextContent("Synchronization was turned off while the session ran");
		expect(stopped).not.toHaveTextContent("The console was closed");
	});

	it("reads everyone on demand, and says why when it may not", async () => {
		const { user, host } = await openConsole("connected", SESSIONS);
		await waitFor(() => expect(rows()).toHaveLength(1));
		host.next("reconcile", { becomes: "reconciled" });
		await user.click(screen.getByTestId("reconcile"));
		await waitFor(() => expect(rows()[0]).toHaveTextContent("Read everyone"));
		await user.click(screen.getByTestId("reconcile"));
		expect(await screen.findByRole("alert")).toHaveTextContent(
			/again in|possible in|less than a minute/,
		);
	});

	it("tells no sessions yet from a list that cannot be read", async () => {
		const { host } = await openConsole("first", SESSIONS);
		expect(await screen.findByTestId("sessions-empty")).toHaveTextContent("No sessions yet");
		expect(host.calls.filter(({ name }) => name === "sessions")).toHaveLength(1);
	});

	it("takes nothing from the address that it does not know", () => {
		const usual = { show: "all", page: 1 };
		expect(parseView({ show: "constructor", page: -1 })).toEqual(usual);
		expect(parseView({ show: "all", page: 1.5 })).toEqual(usual);
		expect(parseView({ show: "heldBack", page: 3 })).toEqual({ show: "heldBack", page: 3 });
	});
});

describe("held-back changes", () => {
	it("stand above users and sessions, and are applied only with their numbers confirmed", async () => {
		const { user, host } = await openConsole("heldBack", SESSIONS);
		const card = await screen.findByTestId("held-back");
		expect(card).toHaveTextContent(/1\d\d of 28\d members would lose their status at once/);
		expect(card).toHaveTextContent("nothing was changed");
		await user.click(within(card).getByTestId("apply-anyway"));
		const dialog = await screen.findByTestId("apply-dialog");
		expect(dialog).toHaveTextContent(/Apply the changes to 1\d\d members anyway\?/);
		expect(screen.getByTestId("apply-dialog-no")).toHaveFocus();
		expect(await accessibilityFaults(document.body)).toEqual([]);
		await user.keyboard("{Enter}");
		await waitFor(() => expect(screen.queryByTestId("apply-dialog")).toBeNull());
		expect(host.calls.some(({ name }) => name === "apply_held_back")).toBe(false);

		const held = await host.call("held_back", { organizationId: ORGANIZATION });
		host.next("apply_held_back", { becomes: "applied" });
		await user.click(within(card).getByTestId("apply-anyway"));
		await user.click(await screen.findByTestId("apply-dialog-yes"));
		await waitFor(() => expect(screen.queryByTestId("held-back")).toBeNull());
		const applied = host.calls.find(({ name }) => name === "apply_held_back");
		expect(applied?.parameters).toEqual({ organizationId: ORGANIZATION, affected: held?.affected });
		await waitFor(() => expect(rows()[0]).toHaveTextContent("Apply anyway"));
	});

	it("are not applied when the numbers have changed, and say so in the dialog", async () => {
		const { user, host } = await openConsole("heldBack", USERS);
		await user.click(await screen.findByTestId("apply-anyway"));
		host.next("apply_held_back", {
			error: { code: "notFound", message: "The numbers have changed." },
		});
		await user.click(await screen.findByTestId("apply-dialog-yes"));
		const dialog = await screen.findByTestId("apply-dialog");
		expect(await within(dialog).findByRole("alert")).toHaveTextContent("numbers have changed");
	});
});
