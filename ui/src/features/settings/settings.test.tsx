import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { accessibilityFaults } from "../../test/axe";
import { openConsole } from "../../test/openConsole";

it("changes the look at once and keeps it with the console", async () => {
	const { user, host } = openConsole({}, "/settings");
	await user.click(await screen.findByRole("radio", { name: "Dark" }));
	await waitFor(() => expect(document.documentElement.dataset.theme).toBe("dark"));
	expect(host.calls).toContainEqual({ name: "set_theme", parameters: { theme: "dark" } });
	await user.click(screen.getByRole("radio", { name: "System" }));
	await waitFor(() => expect(document.documentElement.dataset.theme).toBeUndefined());
});

it("says so when the choice could not be kept", async () => {
	const { user, host } = openConsole({}, "/settings");
	const dark = await screen.findByRole("radio", { name: "Dark" });
	host.failNext("set_theme", { code: "internal", message: "The settings could not be written." });
	await user.click(dark);
	expect(await screen.findByText("The settings could not be written.")).toBeVisible();
	await waitFor(() => expect(dark).not.toBeChecked());
});

it("has no faults that can be found automatically", async () => {
	openConsole({}, "/settings");
	await screen.findByTestId("settings");
	expect(await accessibilityFaults(document.body)).toEqual([]);
});
