import { act, screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { GATE_FILES } from "../../ipc/fakeGate";
import { accessibilityFaults } from "../../test/axe";
import { openConsole } from "../../test/openConsole";

const rows = async () =>
	within(await screen.findByTestId("entitlement-files")).getAllByRole("listitem");

it("lists every file with what it counts for on the gate and in the settings", async () => {
	const { unmount } = openConsole({ gate: "wrongEdition", gateFiles: GATE_FILES });
	const told = (await rows()).map((row) => row.textContent ?? "");
	expect(told).toHaveLength(GATE_FILES.length + 1);
	expect(told[0]).toContain("halden-group.entitlementThe entitlement is for another edition");
	expect(told[1]).toContain("A newer one counts");
	expect(told[2]).toContain("The signature of the entitlement is wrong");
	expect(told[2]).toContain("The entitlement was changed after it was signed.");
	expect(screen.getByRole("heading", { level: 2, name: "Files in the data folder" })).toBeVisible();
	expect(await accessibilityFaults(document.body)).toEqual([]);
	unmount();

	openConsole({ gateFiles: GATE_FILES }, "/settings");
	expect((await rows())[0]).toHaveTextContent("halden-group.entitlementOpens the console");
	expect(screen.getByRole("heading", { level: 3, name: "Files in the data folder" })).toBeVisible();
	expect(screen.getByRole("list", { name: "Files in the data folder" })).toBeVisible();
	expect(await accessibilityFaults(document.body)).toEqual([]);
});

it("shows a broken file beside an expired one, and says nothing of the console that is not true", async () => {
	openConsole({ gate: "open", gateFiles: [["old.entitlement", "expired"]] }, "/settings");
	const [, old] = await rows();
	expect(old).toHaveTextContent("The entitlement has expiredValid until");
	expect(old).not.toHaveTextContent("sessions are stopped");
});

it("says nothing where one file is what the page speaks of", async () => {
	const { host } = openConsole({ gate: "wrongSignature" });
	expect(await screen.findByTestId("gate-problem")).toBeVisible();
	expect(screen.queryByTestId("entitlement-files")).toBeNull();
	act(() => host.gate.lie([["other.entitlement", "expired"]]));
	expect(await rows()).toHaveLength(2);
	act(() => host.gate.become("missing"));
	await waitFor(() => expect(screen.queryByTestId("entitlement-files")).toBeNull());
});

it("names the file that lies there when the page speaks of an import that was not kept", async () => {
	const { user, host } = openConsole({ gate: "wrongSignature" });
	host.gate.next("wrongEdition");
	await user.click(await screen.findByRole("button", { name: "Import entitlement…" }));
	expect(await screen.findByRole("alert")).toHaveTextContent("for another edition");
	const [lying] = await rows();
	expect(lying).toHaveTextContent("The signature of the entitlement is wrong");
});

it("leaves the one file alone that opens the console, whatever was imported", async () => {
	const { user, host } = openConsole({}, "/settings");
	await screen.findByTestId("access-expires");
	host.gate.next("wrongEdition");
	await user.click(screen.getByRole("button", { name: "Import entitlement…" }));
	expect(await screen.findByRole("alert")).toHaveTextContent("for another edition");
	expect(screen.queryByTestId("entitlement-files")).toBeNull();
});

it("shows names as text, apart from the words beside them, whole in the tooltip", async () => {
	const name = "<b>\u202Egro\u2066.entitlement";
	openConsole({ gateFiles: [[name, "malformed"]] }, "/settings");
	const [, row] = await rows();
	const shown = within(row as HTMLElement).getByTitle(name);
	expect(shown.querySelector("bdi")?.textContent).toBe(name);
	expect(shown.querySelector("bdi")).toHaveAttribute("dir", "ltr");
	expect(row?.querySelector("b")).toBeNull();
});

it("counts those that are not listed", async () => {
	const { host } = openConsole({ gateFiles: GATE_FILES }, "/settings");
	const list = await screen.findByTestId("entitlement-files");
	expect(list).not.toHaveTextContent("more");
	act(() => host.gate.lie(GATE_FILES, 1234));
	await waitFor(() => expect(list).toHaveTextContent("and 1,234 more"));
});
