import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { accessibilityFaults } from "../../test/axe";
import { openConsole } from "../../test/openConsole";

it("opens a connected organization on its users, with environment and state in the head", async () => {
	await openConsole("connected");
	expect(await screen.findByTestId("users")).toHaveAttribute("data-state");
	expect(screen.getByTestId("state")).toHaveAttribute("data-state", "connected");
	expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent("Meridian Instruments");
	expect(screen.getByTestId("status-bar")).toHaveTextContent(
		/Last session .* members checked, 288 changed · next in/,
	);
});

it("does not call held-back changes done", async () => {
	const { user } = await openConsole("heldBack");
	await screen.findByTestId("users");
	expect(screen.getByTestId("status-bar")).toHaveTextContent(
		/Last session .*: held back, nothing was changed/,
	);
	await user.click(screen.getByTestId("rail-organizations"));
	expect(await screen.findByTestId("organization-row")).toHaveTextContent(
		"Held back, nothing was changed",
	);
});

it("says that the own share of the API requests is used up, how much and until when", async () => {
	const { user } = await openConsole("ownShare");
	await screen.findByTestId("users");
	expect(screen.getByTestId("status-bar")).toHaveTextContent(
		/Own API share used, 1[\d]{2} of 100: hourly until \d/,
	);
	await user.click(screen.getByTestId("rail-organizations"));
	expect(await screen.findByTestId("organization-row")).toHaveTextContent(
		/hourly until .*, own API share used/,
	);
});

it("follows the console's events: a loss shows in head, tab, rail and status bar", async () => {
	const { host } = await openConsole("connected");
	await screen.findByTestId("users");
	await host.become("lost");
	await waitFor(() => expect(screen.getByTestId("state")).toHaveTextContent("Lost"));
	expect(screen.getByTestId("tab-connectivity")).toHaveTextContent("Salesforce Connectivity, Lost");
	expect(screen.getByTestId("rail-organizations")).toHaveTextContent("1 needs attention");
	expect(screen.getByTestId("status-bar")).toHaveTextContent(
		/Sessions stopped: connection lost at \d/,
	);
});

it("lists several organizations and opens one", async () => {
	const { user } = await openConsole("gallery", "/organizations");
	expect(await screen.findAllByRole("row")).toHaveLength(9);
	expect(await accessibilityFaults(document.body)).toEqual([]);
	await user.click(screen.getByRole("link", { name: "Tallow Street Partners" }));
	await waitFor(() =>
		expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent("Tallow Street Partners"),
	);
	expect(screen.getAllByRole("link", { name: "Organizations" }).length).toBeGreaterThan(0);
});

it("says when the console does not answer at the start, and tries again", async () => {
	const { user } = await openConsole("connected", "/", (host) =>
		host.next("overview", { error: { code: "internal", message: "The host is not ready." } }),
	);
	expect(await screen.findByText("The console does not answer")).toBeVisible();
	await user.click(screen.getByRole("button", { name: "Retry" }));
	expect(await screen.findByTestId("users")).toBeVisible();
});
