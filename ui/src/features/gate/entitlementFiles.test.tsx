import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { accessibilityFaults } from "../../test/axe";
import { openConsole } from "../../test/openConsole";

const rows = async () =>
	within(await screen.findByTestId("entitlement-files")).getAllByRole("listitem");

it("lists every file with what it counts for on the gate and in the settings", async () => {
	const { unmount } = await openConsole("gateFiles");
	const told = (await rows()).map((row) => row.textContent ?? "");
	expect(told).toHaveLength(3);
	expect(told[0]).toContain("halden-group.entitlementThe entitlement is for another edition");
	expect(told[2]).toContain("The file is not an entitlement");
	expect(told[1]).toContain("The signature of the entitlement is wrong");
	expect(told[1]).toContain("The entitlement was changed after it was signed");
	expect(screen.getByRole("heading", { level: 2, name: "Files in the data folder" })).toBeVisible();
	expect(await accessibilityFaults(document.body)).toEqual([]);
	unmount();

	await openConsole("accessFiles", "/settings");
	expect((await rows())[0]).toHaveTextContent("halden-group.entitlementOpens the console");
	expect(screen.getByRole("heading", { level: 3, name: "Files in the data folder" })).toBeVisible();
	expect(screen.getByRole("list", { name: "Files in the data folder" })).toBeVisible();
	expect(await accessibilityFaults(document.body)).toEqual([]);
});

it("shows a broken file beside an expired one, and says nothing of the console that is not true", async () => {
	await openConsole("accessOld", "/settings");
	const [, old] = await rows();
	expect(old).toHaveTextContent("The entitlement has expiredValid until");
	expect(old).not.toHaveTextContent("sessions are stopped");
});

it("says nothing where one file is what the page speaks of", async () => {
	const { host } = await openConsole("gateSignature");
	expect(await screen.findByTestId("gate-problem")).toBeVisible();
	expect(screen.queryByTestId("entitlement-files")).toBeNull();
	await host.become("gateTwo");
	expect(await rows()).toHaveLength(2);
	await host.become("gate");
	await waitFor(() => expect(screen.queryByTestId("entitlement-files")).toBeNull());
});

it("names the file that lies there when the page speaks of an import that was not kept", async () => {
	const { user, host } = await openConsole("gateSignature");
	host.next("import_entitlement", { becomes: "gateSignatureRejected" });
	await user.click(await screen.findByRole("button", { name: "Import entitlement…" }));
	await waitFor(() => expect(screen.getByRole("alert")).toHaveTextContent("for another edition"));
	const [lying] = await rows();
	expect(lying).toHaveTextContent("The signature of the entitlement is wrong");
});

it("leaves the one file alone that opens the console, whatever was imported", async () => {
	const { user, host } = await openConsole("first", "/settings");
	await screen.findByTestId("access-expires");
	host.next("import_entitlement", { becomes: "accessRejected" });
	await user.click(screen.getByRole("button", { name: "Import entitlement…" }));
	await waitFor(() => expect(screen.getByRole("alert")).toHaveTextContent("for another edition"));
	expect(screen.queryByTestId("entitlement-files")).toBeNull();
});

it("shows names as text, apart from the words beside them, whole in the tooltip", async () => {
	const name = "<b>\u202Egro\u2066.entitlement";
	const { host } = await openConsole("accessFiles", "/settings");
	await screen.findByTestId("entitlement-files");
	host.edit("gate", ({ files: [, file] }) => {
		if (file !== undefined) {
			file.name = name;
		}
	});
	await screen.findByTitle(name);
	const [, row] = await rows();
	const shown = within(row as HTMLElement).getByTitle(name);
	expect(shown.querySelector("bdi")?.textContent).toBe(name);
	expect(shown.querySelector("bdi")).toHaveAttribute("dir", "ltr");
	expect(row?.querySelector("b")).toBeNull();
});

it("counts those that are not listed", async () => {
	const { host } = await openConsole("accessFiles", "/settings");
	const list = await screen.findByTestId("entitlement-files");
	expect(list).not.toHaveTextContent("more");
	await host.become("accessMany");
	await waitFor(() => expect(list).toHaveTextContent(/and \d more/));
});
