import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import type { Commands } from "../../ipc/bindings";
import { accessibilityFaults } from "../../test/axe";
import { openConsole } from "../../test/openConsole";

/** A console that keeps what is chosen. */
async function openSettings(situation = "first") {
	const opened = await openConsole(situation, "/settings");
	const { host } = opened;
	const call = host.call.bind(host);
	host.call = async (name, parameters) => {
		const answer = await call(name, parameters);
		if (name === "change_setting") {
			const { name: setting, value } = parameters as Commands["change_setting"]["parameters"];
			const kept = { zoom: { zoomPercent: Number(value) }, alerts: { alerts: value === "on" } };
			host.edit("overview", ({ settings }) => {
				const plain = { [setting]: /^\d+$/.test(value) ? Number(value) : value };
				Object.assign(settings, kept[setting as keyof typeof kept] ?? plain);
			});
		}
		return answer;
	};
	return opened;
}

it("changes the look at once and keeps it with the console", async () => {
	const { user, host } = await openSettings();
	await user.click(await screen.findByRole("radio", { name: "Dark" }));
	await waitFor(() => expect(document.documentElement.dataset.theme).toBe("dark"));
	expect(host.calls).toContainEqual({
		name: "change_setting",
		parameters: { name: "theme", value: "dark" },
	});
	await user.click(screen.getByRole("radio", { name: "System" }));
	await waitFor(() => expect(document.documentElement.dataset.theme).toBeUndefined());
});

it("says so when the choice could not be kept", async () => {
	const { user, host } = await openConsole("first", "/settings");
	const dark = await screen.findByRole("radio", { name: "Dark" });
	host.next("change_setting", {
		error: {
			code: "internal",
			message: "The settings could not be written.",
		},
	});
	await user.click(dark);
	expect(await screen.findByText("The settings could not be written.")).toBeVisible();
	await waitFor(() => expect(dark).not.toBeChecked());
});

it("says every time in the chosen zone at once", async () => {
	const { user, host } = await openSettings("connected");
	await user.selectOptions(await screen.findByTestId("time-zone"), "Asia/Kolkata");
	await waitFor(() =>
		expect(screen.getByTestId("status-bar")).toHaveTextContent("Asia/Kolkata (UTC+05:30)"),
	);
	expect(host.calls).toContainEqual({
		name: "change_setting",
		parameters: { name: "timeZone", value: "Asia/Kolkata" },
	});
});

it("changes the height of rows and the alerts at once", async () => {
	const { user, host } = await openSettings();
	await user.click(await screen.findByRole("radio", { name: "Comfortable" }));
	await waitFor(() => expect(document.documentElement.dataset.density).toBe("comfortable"));
	await user.click(screen.getByTestId("alerts"));
	await waitFor(() => expect(screen.getByText("Disabled")).toBeVisible());
	expect(host.calls).toContainEqual({
		name: "change_setting",
		parameters: { name: "alerts", value: "off" },
	});
});

it("keeps a number when the field is left, and never one outside its limits", async () => {
	const { user, host } = await openSettings();
	const field = await screen.findByTestId("setting-intervalMinutes");
	await user.clear(field);
	await user.type(field, "500");
	await user.tab();
	expect(field).toHaveAccessibleDescription("Enter a whole number of minutes from 1 to 120.");
	expect(host.calls.some(({ name }) => name === "change_setting")).toBe(false);
	await user.click(screen.getByRole("button", { name: "Back to 1" }));
	expect(field).toHaveValue("1");
	await user.clear(field);
	await user.type(field, "15{Enter}");
	await waitFor(() =>
		expect(host.calls).toContainEqual({
			name: "change_setting",
			parameters: { name: "intervalMinutes", value: "15" },
		}),
	);
	await waitFor(() => expect(field).toHaveValue("15"));
});

it("has no faults that can be found automatically", async () => {
	await openConsole("first", "/settings");
	await screen.findByTestId("settings");
	expect(await accessibilityFaults(document.body)).toEqual([]);
});

it("zooms by the keys of browsers, each counting from the last, and by choice", async () => {
	const { user, host } = await openSettings();
	const chosen = await screen.findByTestId("zoom");
	const asked = () =>
		host.calls
			.filter(({ name }) => name === "change_setting")
			.map(({ parameters }) => (parameters as { value: string }).value);
	await user.keyboard("{Control>}++{/Control}");
	await waitFor(() => expect(chosen).toHaveValue("125"));
	await user.keyboard("{Control>}+{/Control}");
	await user.keyboard("{Meta>}-{/Meta}");
	await waitFor(() => expect(chosen).toHaveValue("125"));
	await user.keyboard("-");
	await user.keyboard("{Control>}0{/Control}");
	await waitFor(() => expect(chosen).toHaveValue("100"));
	await user.selectOptions(chosen, "50");
	await waitFor(() => expect(chosen).toHaveValue("50"));
	expect(asked()).toEqual(["110", "125", "150", "125", "100", "50"]);
});
