import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { needsAttention } from "../../domain/connectionState";
import type { OrganizationSummary } from "../../ipc/bindings";
import { accessibilityFaults } from "../../test/axe";
import { CONNECTIVITY, commandsOf, openConsole } from "../../test/openConsole";
import type { Replay } from "../../test/replay";

const LIST = "/organizations";

const names = () =>
	screen
		.getAllByTestId("organization-row")
		.map((row) => within(row).getByRole("rowheader").querySelector("a")?.textContent);

async function openList(at = LIST) {
	const opened = await openConsole("gallery", at);
	await screen.findByTestId("organizations-table");
	return opened;
}

async function act(user: Awaited<ReturnType<typeof openList>>["user"], name: string, id: string) {
	await user.click(screen.getByRole("button", { name: `More actions for ${name}` }));
	await user.click(await screen.findByTestId(`action-${id}`));
}

it("begins a first run with one way on, which leads into the first connection", async () => {
	const { user, router, host } = await openConsole("empty");
	expect(await screen.findByText("No organization yet")).toBeVisible();
	expect(await accessibilityFaults(document.body)).toEqual([]);
	await user.click(screen.getByTestId("connect-organization"));
	const name = await screen.findByTestId("organization-name");
	await waitFor(() => expect(name).toHaveFocus());
	host.next("create_organization", { becomes: "first", answer: "halden" });
	await user.type(name, "Halden Group{Enter}");
	await waitFor(() => expect(router.state.location.pathname).toBe(CONNECTIVITY));
});

it("lists the worst first, each with its reason and its one next step", async () => {
	await openList();
	expect(names().slice(0, 3)).toEqual(["Halden Group", "Pellworm Instruments", "Halden Nordics"]);
	const [lost, refused, held] = screen.getAllByTestId("organization-row");
	expect(lost).toHaveTextContent(/Lost.*since/);
	expect(within(lost as HTMLElement).getByTestId("next-step")).toHaveTextContent("Reconnect");
	expect(refused).toHaveTextContent("ip restricted");
	expect(refused).toHaveTextContent("What to change");
	expect(held, "its sign-in is sound, and it waits for a person all the same").toHaveTextContent(
		"120 members held back",
	);
	expect(screen.getByTestId("rail-organizations")).toHaveTextContent("3 need attention");
	expect(screen.getByTestId("chip-attention")).toHaveTextContent("3");
	expect(await accessibilityFaults(document.body)).toEqual([]);
});

it("leads from held-back changes to where they can be looked at and applied", async () => {
	const { user, router } = await openList(`${LIST}?show=attention`);
	expect(names()).toContain("Halden Nordics");
	const held = screen.getByRole("button", { name: "Review changes: Halden Nordics" });
	await user.click(held);
	await waitFor(() =>
		expect(router.state.location.pathname).toBe("/organizations/halden-nordics/users"),
	);
});

it("does not count what is agreed already, or what waits behind a switch that is off", async () => {
	const { user, host } = await openConsole("heldBack", LIST);
	await screen.findByTestId("organizations-table");
	expect(screen.getByTestId("rail-organizations")).toHaveTextContent("1 needs attention");
	const [one] = (await host.call("overview", {})).organizations;
	if (one === undefined || one.heldBack === null) {
		throw new Error("its changes are held back");
	}
	expect(needsAttention(one)).toBe(true);
	expect(needsAttention({ ...one, heldBack: { ...one.heldBack, confirmed: true } })).toBe(false);
	host.next("set_synchronization", { first: () => synchronization(host, "halden", false) });
	await act(user, "Meridian Instruments", "synchronization");
	await waitFor(() =>
		expect(screen.getByTestId("rail-organizations")).not.toHaveTextContent("needs attention"),
	);
	expect(screen.getByTestId("chip-attention")).toHaveTextContent("0");
});

it("keeps filter and order in the address and reads them back from it", async () => {
	const { user, router } = await openList();
	await user.click(screen.getByTestId("sort-members"));
	await user.click(screen.getByTestId("sort-members"));
	await user.type(screen.getByTestId("organizations-filter"), "brightwater");
	await waitFor(() => expect(names()).toEqual(["Brightwater Foods", "Brightwater Freight"]));
	expect(router.state.location.search).toEqual({ sort: "members", desc: true, q: "brightwater" });
	expect(screen.getByRole("columnheader", { name: "Members" })).toHaveAttribute(
		"aria-sort",
		"descending",
	);
});

it("understands an address from elsewhere, and says when a filter hides everything", async () => {
	await openConsole("gallery", `${LIST}?show=expiring&sort=nothing&q=zzz`);
	expect(await screen.findByText("No organization matches")).toBeVisible();
	const { user } = await openConsole("gallery", `${LIST}?q=zzz`);
	await user.click(
		(await screen.findAllByRole("button", { name: "Clear the filter" })).at(-1) as HTMLElement,
	);
	await waitFor(() => expect(screen.getAllByTestId("organization-row").length).toBe(8));
});

/** What the console would list after the switch. */
function synchronization(host: Replay, id: string, on: boolean) {
	host.edit("overview", ({ organizations }) => {
		for (const one of organizations.filter((each) => each.id === id)) {
			one.synchronization = on;
			one.reason = on ? null : "Synchronization is off";
		}
	});
}

it("says at the field why a name or an external id cannot be used", async () => {
	const { user } = await openList();
	await user.click(screen.getByTestId("new-organization"));
	await user.click(await screen.findByTestId("create-dialog-submit"));
	const name = screen.getByTestId("organization-name");
	await waitFor(() => expect(name).toHaveAccessibleDescription("Enter a name."));
	await user.type(name, "pellworm instruments");
	await user.click(screen.getByTestId("create-dialog-submit"));
	await waitFor(() =>
		expect(name).toHaveAccessibleDescription(/Another organization has this name/),
	);
	await user.clear(name);
	await user.type(name, "Corvane US");
	const id = screen.getByTestId("organization-external-id");
	await user.type(id, "BWL-EU-1{Enter}");
	await waitFor(() => expect(id).toHaveAccessibleDescription(/has this external ID/));
	expect(name).not.toHaveAttribute("aria-invalid");
	expect(await accessibilityFaults(document.body)).toEqual([]);
});

/** Changes one organization in what the console lists. */
function change(host: Replay, how: (one: OrganizationSummary) => void, id = "corvane-pharma") {
	host.edit("overview", ({ organizations }) =>
		organizations.filter((one) => one.id === id).forEach(how),
	);
}

it("renames, and offers the external id only until it is set", async () => {
	const { user, host } = await openList();
	await act(user, "Corvane Pharma", "rename");
	host.next("rename_organization", {
		first: () =>
			change(host, (one) => {
				one.name = "Corvane Group";
			}),
	});
	host.next("set_external_id", {
		first: () =>
			change(host, (one) => {
				one.externalId = "CRV-1";
			}),
	});
	const name = await screen.findByTestId("organization-name");
	await waitFor(() => expect(name).toHaveFocus());
	await user.clear(name);
	await user.type(name, "Corvane Group{Enter}");
	await waitFor(() => expect(names()).toContain("Corvane Group"));
	await act(user, "Corvane Group", "external-id");
	await user.type(await screen.findByTestId("organization-external-id"), "CRV-1{Enter}");
	await waitFor(() => expect(screen.getByText("CRV-1")).toBeVisible());
	await user.click(screen.getByRole("button", { name: "More actions for Corvane Group" }));
	await screen.findByTestId("action-rename");
	expect(screen.queryByTestId("action-external-id")).toBeNull();
	expect(commandsOf(host)).toEqual(["rename_organization", "set_external_id"]);
});

function remove(host: Replay, ...ids: string[]) {
	host.edit("overview", (overview) => {
		overview.organizations = overview.organizations.filter(({ id }) => !ids.includes(id));
	});
}

it("says what a deletion loses, offers to disconnect first and asks for the name", async () => {
	const { user, host } = await openList();
	await act(user, "Corvane Pharma", "delete");
	const dialog = await screen.findByTestId("delete-dialog");
	expect(dialog).toHaveTextContent("the connection as svc-lpc@example.com");
	expect(dialog).toHaveTextContent("288 members");
	expect(dialog).toHaveTextContent("does not revoke the token");
	expect(within(dialog).getByTestId("disconnect-first")).toBeVisible();
	const submit = within(dialog).getByTestId("delete-dialog-submit");
	expect(submit).toHaveAttribute("aria-disabled", "true");
	await user.type(within(dialog).getByTestId("delete-name"), "corvane{Enter}");
	expect(commandsOf(host)).toEqual([]);
	await user.clear(within(dialog).getByTestId("delete-name"));
	await user.type(within(dialog).getByTestId("delete-name"), "Corvane Pharma");
	expect(await accessibilityFaults(document.body)).toEqual([]);
	host.next("delete_organization", { first: () => remove(host, "corvane-pharma") });
	await user.click(submit);
	await waitFor(() => expect(names()).not.toContain("Corvane Pharma"));
	expect(screen.getByTestId("list-report")).toHaveTextContent("Corvane Pharma was deleted.");
	expect(host.calls).toContainEqual({
		name: "delete_organization",
		parameters: { organizationId: "corvane-pharma", name: "Corvane Pharma" },
	});
});

it("closes when it leads to the place where one disconnects", async () => {
	const { user, router } = await openConsole("connected");
	await screen.findByTestId("users");
	await act(user, "Meridian Instruments", "delete");
	await user.click(await screen.findByTestId("disconnect-first"));
	expect(await screen.findByTestId("connectivity")).toBeVisible();
	expect(screen.queryByTestId("delete-dialog")).toBeNull();
	expect(router.state.location.pathname).toBe(CONNECTIVITY);
});

it("acts on several at once; one that fails stops none of the others", async () => {
	const { user, host } = await openList(`${LIST}?q=brightwater`);
	await user.click(screen.getByRole("checkbox", { name: "Select all that are listed" }));
	expect(screen.getByTestId("selected-count")).toHaveTextContent("2 selected");
	const both = ["brightwater-foods", "brightwater-freight"];
	for (const id of both) {
		host.next("set_synchronization", { first: () => synchronization(host, id, false) });
	}
	await user.click(screen.getByTestId("bulk-off"));
	await waitFor(() =>
		expect(screen.getByTestId("bulk-report")).toHaveTextContent("2 organizations turned off"),
	);
	for (const row of screen.getAllByTestId("organization-row")) {
		expect(row).toHaveTextContent(/Off.*synchronization is off/);
	}
	host.next("check_now", { error: { code: "invalidInput", message: "Synchronization is off." } });
	await user.click(screen.getByTestId("bulk-check"));
	await waitFor(() =>
		expect(screen.getByTestId("bulk-report")).toHaveTextContent(
			/1 organization being checked; Brightwater .*: Synchronization is off\./,
		),
	);
	host.next("delete_organization", { first: () => remove(host, ...both) });
	await user.click(screen.getByTestId("bulk-delete"));
	await user.type(await screen.findByTestId("delete-name"), "2 organizations{Enter}");
	await waitFor(() => expect(screen.getByTestId("organizations-none")).toBeVisible());
});

it("deletes again only what could not be deleted, and cannot be left while it runs", async () => {
	const { user, host } = await openList(`${LIST}?q=brightwater`);
	await user.click(screen.getByRole("checkbox", { name: "Select all that are listed" }));
	await user.click(screen.getByTestId("bulk-delete"));
	await user.type(await screen.findByTestId("delete-name"), "2 organizations");
	const release: (() => void)[] = [];
	const held = () => new Promise<void>((resolve) => release.push(resolve));
	const busy = { code: "internal", message: "The database is busy." } as const;
	host.next("delete_organization", { first: held, error: busy });
	host.next("delete_organization", { first: held });
	await user.click(screen.getByTestId("delete-dialog-submit"));
	const dialog = screen.getByTestId("delete-dialog");
	await user.keyboard("{Escape}");
	await user.click(screen.getByTestId("delete-dialog-cancel"));
	expect(screen.getByTestId("delete-dialog"), "it is running").toBeVisible();
	for (const go of release) {
		go();
	}
	expect(await within(dialog).findByText(/^Brightwater .*: The database is busy\.$/)).toBeVisible();
	expect(dialog).toHaveTextContent("Delete 1 organization?");
	const before = host.calls.filter(({ name }) => name === "delete_organization").length;
	expect(before).toBe(2);

	host.next("delete_organization", {
		first: () => remove(host, "brightwater-foods", "brightwater-freight"),
	});
	await user.click(screen.getByTestId("delete-dialog-submit"));
	await waitFor(() => expect(screen.getByTestId("organizations-none")).toBeVisible());
	const again = host.calls.filter(({ name }) => name === "delete_organization").slice(before);
	expect(again).toHaveLength(1);
});

it("says on an organization's own page that its synchronization is off, and turns it on", async () => {
	const { user, host } = await openConsole("connected");
	await screen.findByTestId("users");
	host.next("set_synchronization", { first: () => synchronization(host, "halden", false) });
	host.next("set_synchronization", { first: () => synchronization(host, "halden", true) });
	await act(user, "Meridian Instruments", "synchronization");
	const strip = await screen.findByTestId("synchronization-off");
	expect(screen.getByTestId("status-bar")).toHaveTextContent("synchronization is off");
	await user.click(within(strip).getByTestId("turn-on"));
	await waitFor(() => expect(screen.queryByTestId("synchronization-off")).toBeNull());
	expect(commandsOf(host)).toEqual(["set_synchronization", "set_synchronization"]);
});
