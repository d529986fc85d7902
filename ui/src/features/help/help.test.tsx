import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { accessibilityFaults } from "../../test/axe";
import { commandsOf, openConsole } from "../../test/openConsole";

const help = () => screen.findByTestId("help-version");

it("is the last of the rail, and tells which console this is and where its files are", async () => {
	const { user, host } = await openConsole("connected", "/settings");
	await screen.findByTestId("settings");
	const rail = within(screen.getByRole("navigation", { name: "Main" })).getAllByRole("link");
	expect(rail.at(-1)).toHaveTextContent("Help");
	await user.click(screen.getByTestId("rail-help"));
	expect(await help()).toHaveTextContent("0.1.0");
	const page = screen.getByTestId("help");
	expect(page).toHaveTextContent("Demo: works with the stand-in, never with Salesforce");
	expect(page).toHaveTextContent("/home/admin/.local/share/com.lpcadmin.console");
	expect(page).toHaveTextContent("com.lpcadmin.console/logs");
	expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent("Help");
	expect(await accessibilityFaults(document.body)).toEqual([]);
	await user.click(screen.getByRole("button", { name: "Open folder" }));
	expect(commandsOf(host)).toContain("open_data_folder");
});

it("copies everything that is read out or sent, by keyboard too", async () => {
	const { user, host } = await openConsole("connected", "/help");
	await help();
	const copied = () =>
		host.calls
			.filter(({ name }) => name === "copy_text")
			.map(({ parameters }) => (parameters as { text: string }).text);
	for (const button of screen.getAllByRole("button", { name: /^Copy/ })) {
		button.focus();
		await user.keyboard("{Enter}");
	}
	await waitFor(() => expect(copied()).toHaveLength(6));
	expect(copied()).toEqual([
		"/home/admin/.local/share/com.lpcadmin.console",
		"/home/admin/.local/share/com.lpcadmin.console/logs",
		expect.stringContaining("@"),
		screen.getByTestId("help-details").textContent,
		expect.stringMatching(/^https:/),
		expect.stringMatching(/^https:/),
	]);
});

it("says when the console does not answer, and when the folder cannot be shown", async () => {
	const { user, host } = await openConsole("connected", "/settings");
	await screen.findByTestId("settings");
	host.next("help", { error: { code: "internal", message: "The vault is busy." } });
	await user.click(screen.getByTestId("rail-help"));
	expect(await screen.findByText("The vault is busy.")).toBeVisible();
	await user.click(screen.getByRole("button", { name: "Retry" }));
	await help();
	host.next("open_data_folder", { error: { code: "internal", message: "Open it yourself." } });
	await user.click(screen.getByRole("button", { name: "Open folder" }));
	expect(await screen.findByText("Open it yourself.")).toBeVisible();
});
