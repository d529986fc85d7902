import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { accessibilityFaults } from "../../test/axe";
import { CONNECTIVITY, commandsOf, openConsole } from "../../test/openConsole";

describe("the connected account", () => {
	it("shows its checks, warnings first, with the time", async () => {
		await openConsole("warned", CONNECTIVITY);
		const list = await screen.findByTestId("preflight");
		const results = within(list)
			.getAllByTestId("check")
			.map((check) => check.getAttribute("data-result"));
		expect(results.slice(0, 3)).toEqual(["warning", "warning", "passed"]);
		expect(list).toHaveTextContent("2 warnings, 10 passed");
		expect(list).toHaveTextContent(/Checked/);
		expect(list).toHaveTextContent("frozen stays unknown");
	});

	it("does not show checks of a token that is gone as if they held", async () => {
		await openConsole("lost", CONNECTIVITY);
		const list = await screen.findByTestId("preflight");
		expect(list).toHaveTextContent("Runs again after sign-in");
		expect(list).not.toHaveTextContent("10 passed");
		for (const check of within(list).getAllByTestId("check")) {
			expect(check).toHaveTextContent(/^Not reached.*(Passed|Warning) at /);
		}
		const again = within(list).getByTestId("check-again");
		expect(again).toHaveAttribute("aria-disabled", "true");
		expect(again).toHaveAttribute("title", "There is no valid token.");
	});

	it("tells its own share of the API use from that of all others", async () => {
		await openConsole("connected", CONNECTIVITY);
		expect(await screen.findByTestId("own-calls")).toHaveTextContent(/\b3\b/);
	});

	it("tests the connection step by step with times", async () => {
		const { user } = await openConsole("connected", CONNECTIVITY);
		await user.click(await screen.findByTestId("test-connection"));
		const steps = await screen.findByTestId("test-steps");
		expect(steps).toHaveTextContent("The connection works");
		expect(within(steps).getAllByRole("listitem")).toHaveLength(5);
		expect(steps).toHaveTextContent("96 ms");
	});

	it("asks before it disconnects, with Cancel as the answer that Enter gives", async () => {
		const { user, host } = await openConsole("connected", CONNECTIVITY);
		host.next("disconnect", { becomes: "first" });
		await user.click(await screen.findByTestId("disconnect"));
		const dialog = await screen.findByRole("alertdialog", {
			name: "Disconnect the service account?",
		});
		const cancel = within(dialog).getByRole("button", { name: "Cancel" });
		await waitFor(() => expect(cancel).toHaveFocus());
		await user.keyboard("{Enter}");
		expect(commandsOf(host)).toEqual([]);
		await user.click(screen.getByTestId("disconnect"));
		await user.click(await screen.findByTestId("disconnect-dialog-yes"));
		await waitFor(() =>
			expect(screen.getByTestId("connectivity")).toHaveAttribute("data-state", "notConfigured"),
		);
	});

	it("keeps the connection when the token cannot be revoked, and says how to do it by hand", async () => {
		const { user, host } = await openConsole("unrevoked", CONNECTIVITY);
		await user.click(await screen.findByTestId("disconnect"));
		await user.click(await screen.findByTestId("disconnect-dialog-yes"));
		const byHand = await screen.findByTestId("revoke-by-hand");
		expect(byHand).toHaveTextContent("Connected Apps OAuth Usage");
		host.next("disconnect", { becomes: "ready" });
		await user.click(screen.getByRole("button", { name: "Disconnect anyway" }));
		await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
		const asked = host.calls.filter(({ name }) => name === "disconnect");
		expect(asked.map(({ parameters }) => parameters)).toEqual([
			{ organizationId: "halden", regardless: false },
			{ organizationId: "halden", regardless: true },
		]);
	});

	it("changes the service account only after both were seen and confirmed", async () => {
		const { user, host } = await openConsole("confirming", CONNECTIVITY);
		const question = await screen.findByTestId("account-question");
		const table = within(question).getByTestId("two-accounts");
		expect(table).toHaveTextContent("svc-lpc@example.com");
		expect(table).toHaveTextContent(/svc|@/);
		await user.click(within(question).getByTestId("confirm-account"));
		expect(commandsOf(host)).toEqual([]);
		await user.click(within(question).getByTestId("question-no-lpc-user"));
		host.next("confirm_account", { becomes: "connected" });
		await user.click(within(question).getByTestId("confirm-account"));
		expect(await screen.findByTestId("connection-status")).toBeVisible();
		expect(commandsOf(host)).toEqual(["confirm_account"]);
	});

	it("opens the browser for another account from its dialog", async () => {
		const { user, host } = await openConsole("connected", CONNECTIVITY);
		host.next("change_account", { becomes: "waiting" });
		await user.click(await screen.findByTestId("change-account"));
		await user.click(await screen.findByTestId("change-dialog-yes"));
		expect(await screen.findByTestId("waiting-panel")).toBeInTheDocument();
		expect(commandsOf(host)).toEqual(["change_account"]);
	});
});

describe("a sign-in that failed", () => {
	it("shows its checks and the next step", async () => {
		const { user } = await openConsole("failed");
		const notice = await screen.findByTestId("login-failed");
		expect(within(notice).getByTestId("next-step")).toHaveTextContent(
			"Choose Connect to Salesforce Sandbox",
		);
		await user.click(within(notice).getByRole("button", { name: /Checks of this sign-in/ }));
		expect(within(notice).getAllByTestId("check")).toHaveLength(12);
	});

	it("explains the page that only the browser shows", async () => {
		const { user } = await openConsole("waiting");
		await user.click(await screen.findByTestId("browser-page-oauthError"));
		expect(screen.getByText(/is not installed in this organization/)).toBeVisible();
		await user.click(screen.getByTestId("browser-page-redirect"));
		expect(screen.queryByText(/is not installed in this organization/)).toBeNull();
		expect(screen.getByText(/not byte for byte/)).toBeVisible();
	});

	it("knows the company’s sign-on page, and the app that only My Domain knows", async () => {
		const { user } = await openConsole("waiting");
		await user.click(await screen.findByTestId("browser-page-companySignOn"));
		expect(screen.getByText(/connect through Salesforce’s general login address/)).toBeVisible();
		await user.click(screen.getByTestId("browser-page-clientId"));
		expect(screen.getByText(/only My Domain knows the app/)).toBeVisible();
	});
});

describe("accessibility of the account", () => {
	it.each([
		["the question", "confirming"],
		["a failed sign-in", "failed"],
	] as const)("%s has no faults that can be found automatically", async (_, scenario) => {
		await openConsole(scenario, CONNECTIVITY);
		await screen.findByTestId("connectivity");
		expect(await accessibilityFaults(document.body)).toEqual([]);
	});

	it("the test and the open dialog have none either", async () => {
		const { user } = await openConsole("connected", CONNECTIVITY);
		await user.click(await screen.findByTestId("test-connection"));
		await screen.findByTestId("test-steps");
		expect(await accessibilityFaults(document.body)).toEqual([]);
		await user.click(screen.getByTestId("disconnect"));
		await screen.findByRole("alertdialog");
		expect(await accessibilityFaults(document.body)).toEqual([]);
	});
});
