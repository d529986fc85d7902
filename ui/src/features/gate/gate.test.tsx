import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { accessibilityFaults } from "../../test/axe";
import { CONNECTIVITY, openConsole, USERS } from "../../test/openConsole";

it("shows nothing but the gate before access is granted, with the one button focused", async () => {
	await openConsole("gate");
	expect(
		await screen.findByText("Access is granted on request, to Enterprise customers"),
	).toBeVisible();
	expect(screen.queryByRole("navigation", { name: "Main" })).toBeNull();
	expect(screen.queryByTestId("gate-problem")).toBeNull();
	expect(screen.getByRole("button", { name: "Import entitlement…" })).toHaveFocus();
	expect(
		screen.getByText("No data is read and nothing is sent before access is granted"),
	).toBeVisible();
});

it("copies whom to ask and what to send", async () => {
	const { user, host } = await openConsole("gate");
	await user.click(await screen.findByRole("button", { name: "Copy the address" }));
	await user.click(screen.getByRole("button", { name: "Copy text" }));
	expect(host.calls).toContainEqual({
		name: "copy_text",
		parameters: { text: "connectme-support@example.com" },
	});
	const sent = host.calls.filter(({ name }) => name === "copy_text").at(-1);
	expect(JSON.stringify(sent)).toContain("LPC-7Q4M-29XD");
	expect(await screen.findByRole("button", { name: "Copied" })).toBeVisible();
});

it("marks the line that fails and says who can fix it", async () => {
	const { user, host } = await openConsole("gate");
	host.next("import_entitlement", { becomes: "gateRejected" });
	await user.click(await screen.findByRole("button", { name: "Import entitlement…" }));
	const notice = await screen.findByRole("alert");
	expect(notice).toHaveTextContent("The entitlement is for another edition");
	expect(notice).toHaveTextContent("Halden Group");
	expect(notice).toHaveTextContent("Who can fix it: Connect(ME) support.");
	expect(screen.getByText("This entitlement cannot be used")).toBeVisible();
	expect(screen.getByTestId("request")).toHaveTextContent("ENTITLEMENT_EDITION");
});

it.each([
	["gateMalformed", "The file is not an entitlement"],
	["gateKey", "The entitlement was signed with an unknown key"],
	["gateSignature", "The signature of the entitlement is wrong"],
	["gateProduct", "The entitlement is for another program"],
	["gateWaits", "The entitlement is not valid yet"],
	["gateEdition", "The entitlement is for another edition"],
	["gateUnreadable", "The entitlement file cannot be read"],
] as const)("%s has words of its own and no faults that can be found", async (gate, title) => {
	await openConsole(gate);
	expect(await screen.findByRole("heading", { name: title })).toBeVisible();
	expect(await accessibilityFaults(document.body)).toEqual([]);
});

it("opens the console once a right file was imported", async () => {
	const { user, host } = await openConsole("gate");
	host.next("import_entitlement", { becomes: "first" });
	await user.keyboard("{Enter}");
	await user.click(await screen.findByRole("button", { name: "Import entitlement…" }));
	expect(await screen.findByRole("navigation", { name: "Main" })).toBeVisible();
	expect(screen.queryByTestId("gate")).toBeNull();
});

it("is passed with the keyboard alone", async () => {
	const { user, host } = await openConsole("gateSignature");
	const button = await screen.findByRole("button", { name: "Import entitlement…" });
	expect(button).toHaveFocus();
	await user.tab({ shift: true });
	expect(screen.getByRole("button", { name: "Check again" })).toHaveFocus();
	host.next("check_entitlement", { becomes: "first" });
	await user.keyboard("{Enter}");
	expect(await screen.findByRole("navigation", { name: "Main" })).toBeVisible();
	expect(host.calls.map(({ name }) => name)).toContain("check_entitlement");
});

it("takes a file that is dropped anywhere on the page", async () => {
	const { host } = await openConsole("gate");
	const page = await screen.findByTestId("gate");
	const file = new File(["a.b.c"], "halden-group.entitlement");
	const dataTransfer = { files: [file], types: ["Files"], dropEffect: "none" };
	fireEvent.dragOver(page, { dataTransfer });
	expect(screen.getByText("Let go to import it")).toBeVisible();
	host.next("import_entitlement_text", { becomes: "first" });
	fireEvent.drop(page, { dataTransfer });
	expect(await screen.findByRole("navigation", { name: "Main" })).toBeVisible();
	expect(host.calls).toContainEqual({
		name: "import_entitlement_text",
		parameters: { file: "halden-group.entitlement", text: "a.b.c" },
	});
});

it("says beside the button when a file cannot be read", async () => {
	const { user, host } = await openConsole("gate");
	const button = await screen.findByRole("button", { name: "Import entitlement…" });
	host.next("import_entitlement", {
		error: {
			code: "invalidInput",
			message: "The file cannot be read.",
		},
	});
	await user.click(button);
	expect(await screen.findByText("The file cannot be read.")).toBeVisible();
});

it("closes over whatever is shown when the entitlement is taken away, and stays readable when it ends", async () => {
	const { host } = await openConsole("connected", USERS);
	await screen.findByTestId("users-grid");
	await host.become("accessExpired");
	const banner = await screen.findByTestId("access-banner");
	expect(banner).toHaveTextContent("The entitlement has expired");
	expect(screen.getByTestId("users-grid")).toBeVisible();
	await host.become("gate");
	expect(await screen.findByTestId("gate")).toBeVisible();
	expect(screen.queryByTestId("users-grid")).toBeNull();
});

it("leaves the way to disconnect open when no connected organization is included", async () => {
	await openConsole("gateOrganization", CONNECTIVITY);
	const banner = await screen.findByTestId("access-banner");
	expect(banner).toHaveTextContent("disconnect or delete the old organization, then import");
	expect(screen.queryByTestId("gate")).toBeNull();
	expect(await screen.findByRole("button", { name: /^Disconnect/ })).toBeEnabled();
	expect(screen.getByTestId("status-bar")).toHaveTextContent("Sessions stopped: entitlement");
	expect(await accessibilityFaults(document.body)).toEqual([]);
});

it.each(["accessExpired", "accessPartly"])(
	"says in the status bar that sessions are stopped: %s",
	async (gate) => {
		const { host } = await openConsole(gate, USERS);
		const bar = await screen.findByTestId("status-bar");
		await waitFor(() => expect(bar).toHaveTextContent("Sessions stopped: entitlement"));
		expect(bar).not.toHaveTextContent("next in");
		await host.become("connected");
		await waitFor(() => expect(bar).toHaveTextContent("next in"));
	},
);

it("warns two weeks before the end and not earlier", async () => {
	const { host } = await openConsole("accessEnds", CONNECTIVITY);
	expect(await screen.findByTestId("access-banner")).toHaveTextContent("in 6 days");
	await host.become("connected");
	await waitFor(() => expect(screen.queryByTestId("access-banner")).toBeNull());
});

it("names the connected organization that the entitlement leaves out", async () => {
	await openConsole("accessPartly", CONNECTIVITY);
	const banner = await screen.findByTestId("access-banner");
	expect(banner).toHaveTextContent("Meridian Instruments (00DGz0003UBiSwOMQV)");
	expect(await accessibilityFaults(document.body)).toEqual([]);
});

it("shows the entitlement in the settings and takes a renewal there", async () => {
	const { user, host } = await openConsole("first", "/settings");
	expect(await screen.findByTestId("access-expires")).toBeVisible();
	host.next("import_entitlement", { becomes: "accessRejected" });
	await user.click(screen.getByRole("button", { name: "Import entitlement…" }));
	expect(await screen.findByRole("alert")).toHaveTextContent("for another edition");
	expect(screen.getByRole("navigation", { name: "Main" })).toBeVisible();
	expect(await accessibilityFaults(document.body)).toEqual([]);
});
