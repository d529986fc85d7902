import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { accessibilityFaults } from "../../test/axe";
import { CONNECTIVITY, commandsOf, openConsole, USERS } from "../../test/openConsole";

/** The tab, once it has its answer. */
async function root() {
	await screen.findByTestId("service-account-switch");
	return screen.getByTestId("connectivity");
}

describe("before the first connection", () => {
	it("opens on Connectivity and says why nothing can be connected yet", async () => {
		const { user, host } = await openConsole();
		expect(await root()).toHaveAttribute("data-state", "notConfigured");
		const connect = screen.getByRole("button", { name: "Connect to Salesforce" });
		expect(connect).toHaveAttribute("aria-disabled", "true");
		expect(connect).toHaveAccessibleDescription("Enter the consumer key of the app first.");
		await user.type(screen.getByTestId("consumer-key-production"), "3MVG9key");
		expect(connect).toHaveAccessibleDescription(
			"Confirm first that no LPC user works with the account.",
		);
		host.next("confirm_no_lpc_user", { becomes: "ready" });
		await user.click(
			screen.getByRole("checkbox", { name: "I confirm that no LPC user works with this account." }),
		);
		await waitFor(() => expect(connect).not.toHaveAttribute("aria-disabled"));
	});

	it("does not connect while the button is blocked", async () => {
		const { user, host } = await openConsole();
		await root();
		await user.click(screen.getByTestId("connect-production"));
		expect(commandsOf(host)).not.toContain("start_login");
	});

	it("saves a field when it is left and takes over the answer", async () => {
		const { user, host } = await openConsole();
		await root();
		await user.type(
			screen.getByTestId("my-domain-production"),
			"https://halden.my.salesforce.com/x",
		);
		await user.tab();
		await waitFor(() =>
			expect(screen.getByTestId("my-domain-production")).toHaveValue("halden.my.salesforce.com"),
		);
		expect(commandsOf(host)).toEqual(["save_client_app"]);
	});

	it("shows a refusal at its field and leaves the other field alone", async () => {
		const { user } = await openConsole();
		await root();
		const domain = screen.getByTestId("my-domain-sandbox");
		await user.type(domain, "example.com");
		await user.tab();
		await waitFor(() =>
			expect(domain).toHaveAccessibleDescription(/ends with \.my\.salesforce\.com/),
		);
		expect(domain).toBeInvalid();
		expect(screen.getByTestId("consumer-key-sandbox")).toBeValid();
	});

	it("does not start a sign-in when the fields were refused", async () => {
		const { user, host } = await openConsole();
		await root();
		host.edit("connectivity", (tab) => {
			tab.confirmedNoLpcUser = true;
		});
		await user.type(screen.getByTestId("consumer-key-production"), "3MVG9 with spaces");
		await user.click(screen.getByTestId("connect-production"));
		expect(
			await screen.findByText(/A consumer key has letters, digits, dots and underscores only/),
		).toBeVisible();
		expect(commandsOf(host)).not.toContain("start_login");
	});

	it("keeps the API-only user visible and not selectable", async () => {
		await openConsole();
		await root();
		expect(screen.getByRole("radio", { name: "API-only user" })).toHaveAttribute(
			"aria-disabled",
			"true",
		);
		expect(screen.getByText("Not available yet")).toBeVisible();
	});

	it("turns the switch off, with the word", async () => {
		const { user, host } = await openConsole("ready");
		await root();
		const toggle = screen.getByRole("switch", { name: "Login using Salesforce Service Account" });
		expect(toggle).toBeChecked();
		host.next("set_service_account_login", {
			first: () =>
				host.edit("connectivity", (tab) => {
					tab.serviceAccountLogin = false;
				}),
		});
		await user.click(toggle);
		await waitFor(() =>
			expect(screen.getByTestId("service-account-word")).toHaveTextContent("Disabled"),
		);
		expect(screen.getByTestId("connect-production")).toHaveAccessibleDescription(
			"Turn on Login using Salesforce Service Account first.",
		);
	});
});

describe("a sign-in", () => {
	it("goes from Connect over the browser and the checks to the connection", async () => {
		const { user, host } = await openConsole("ready");
		await root();
		host.next("start_login", { becomes: "waiting" });
		await user.click(screen.getByTestId("connect-production"));

		const panel = await screen.findByTestId("waiting-panel");
		expect(panel).toHaveAttribute("data-phase", "waiting");
		expect(within(panel).getByRole("timer")).toHaveTextContent(/^(10:00|9:5\d)$/);
		expect(within(panel).getByText("halden.my.salesforce.com")).toBeVisible();
		expect(screen.getByText("What does the browser show?")).toBeVisible();

		await host.become("exchanging");
		await waitFor(() => expect(panel).toHaveAttribute("data-phase", "exchanging"));
		await host.become("checking");
		await waitFor(() => expect(panel).toHaveAttribute("data-phase", "checking"));
		await host.become("connected");
		const status = await screen.findByTestId("connection-status");
		expect(status).toHaveTextContent(
			"Salesforce connection status: Salesforce connection established successfully",
		);
		expect(await root()).toHaveAttribute("data-state", "connected");
		expect(screen.getByTestId("user-id")).toHaveTextContent("005Gz0003UBiT0uIQF");
	});

	it("can be extended, canceled, and asks for the pasted address", async () => {
		const { user, host } = await openConsole("waiting");
		const panel = await screen.findByTestId("waiting-panel");
		host.next("extend_login", { becomes: "extended" });
		await user.click(within(panel).getByRole("button", { name: "Extend" }));
		expect(await within(panel).findByText("left of 14 minutes")).toBeVisible();
		await host.become("waiting");
		await user.click(within(panel).getByRole("button", { name: "Paste the address" }));
		expect(await screen.findByText(/The clipboard holds no callback address/)).toBeVisible();
		host.next("cancel_login", { becomes: "ready" });
		await user.click(within(panel).getByRole("button", { name: "Cancel" }));
		await waitFor(() => expect(screen.queryByTestId("waiting-panel")).toBeNull());
		expect(commandsOf(host)).toEqual(["extend_login", "paste_callback", "cancel_login"]);
	});

	it("says after a restart why the link cannot be used", async () => {
		const { user, host } = await openConsole("restarted");
		const again = await screen.findByTestId("open-again");
		expect(again).toHaveAttribute("aria-disabled", "true");
		expect(again).toHaveAttribute("title", expect.stringContaining("restarted"));
		await user.click(again);
		expect(commandsOf(host)).toEqual([]);
	});

	it("that failed shows what was received and can be tried again", async () => {
		const { user, host } = await openConsole("waiting");
		await screen.findByTestId("waiting-panel");
		await host.become("denied");
		const notice = await screen.findByTestId("login-failed");
		expect(notice).toHaveTextContent("was denied");
		expect(within(notice).getByTestId("raw-text")).toHaveTextContent(
			"access_denied: end-user denied authorization",
		);
		host.next("start_login", { becomes: "waiting" });
		await user.click(within(notice).getByRole("button", { name: "Try again" }));
		expect(await screen.findByTestId("waiting-panel")).toBeVisible();
		expect(host.calls.at(-1)).toBeDefined();
		expect(commandsOf(host)).toEqual(["start_login"]);
	});
});

describe("a lost connection", () => {
	it("asks once when the tab is opened; Yes signs in for the same environment", async () => {
		const { user, host } = await openConsole("lost", CONNECTIVITY);
		const dialog = await screen.findByRole("alertdialog", {
			name: "Salesforce connectivity was lost",
		});
		expect(dialog).toHaveTextContent("svc-lpc@example.com");
		expect(within(dialog).getByTestId("raw-text")).toHaveTextContent(
			"invalid_grant: expired access/refresh token",
		);
		const yes = within(dialog).getByRole("button", { name: "Yes" });
		host.next("start_login", { becomes: "waiting" });
		await waitFor(() => expect(yes).toHaveFocus());
		await user.keyboard("{Enter}");
		expect(await screen.findByTestId("waiting-panel")).toBeInTheDocument();
		expect(screen.queryByRole("alertdialog")).toBeNull();
		expect(host.calls.find(({ name }) => name === "start_login")?.parameters).toEqual({
			organizationId: "halden",
			environment: "production",
		});
		await host.become("connected");
		expect(await screen.findByText("Salesforce connection established successfully")).toBeVisible();
	});

	it("does not ask again for the same loss after Not now, but does on Reconnect", async () => {
		const { user } = await openConsole("lost", CONNECTIVITY);
		await user.click(await screen.findByRole("button", { name: "Not now" }));
		await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
		await user.click(screen.getByTestId("tab-users"));
		await screen.findByTestId("users");
		await user.click(screen.getByTestId("tab-connectivity"));
		await root();
		expect(screen.queryByRole("alertdialog")).toBeNull();
		await user.click(screen.getByTestId("reconnect"));
		expect(await screen.findByRole("alertdialog")).toBeVisible();
	});

	it("that arrives while the tab is open takes no focus, and asks on the next opening", async () => {
		const { user, host } = await openConsole("connected", CONNECTIVITY);
		await screen.findByTestId("connection-status");
		await host.become("lost");
		await waitFor(async () => expect(await root()).toHaveAttribute("data-state", "lost"));
		expect(screen.queryByRole("alertdialog")).toBeNull();
		expect(screen.getByTestId("connection-status")).toHaveTextContent(
			"Salesforce connectivity was lost",
		);
		await user.click(screen.getByTestId("tab-users"));
		await screen.findByTestId("users");
		await user.click(screen.getByTestId("tab-connectivity"));
		expect(await screen.findByRole("alertdialog")).toBeVisible();
	});

	it("never opens over somebody's typing", async () => {
		const { user, router } = await openConsole("lost", USERS);
		const search = await screen.findByTestId("users-search");
		const field = document.createElement("input");
		document.body.append(field);
		try {
			await user.click(search);
			field.focus();
			await router.navigate({
				to: "/organizations/$organizationId/connectivity",
				params: { organizationId: "halden" },
			});
			await root();
			expect(screen.queryByRole("alertdialog")).toBeNull();
			field.blur();
			expect(await screen.findByRole("alertdialog")).toBeInTheDocument();
		} finally {
			field.remove();
		}
	});

	it("shows why a sign-in could not be started, in the dialog", async () => {
		const { user, host } = await openConsole("lost", CONNECTIVITY);
		host.next("start_login", {
			error: { code: "browser", message: "The browser could not be opened." },
		});
		await user.click(await screen.findByRole("button", { name: "Yes" }));
		const dialog = await screen.findByRole("alertdialog");
		expect(await within(dialog).findByText("The browser could not be opened.")).toBeVisible();
	});
});

describe("other states", () => {
	it.each([
		["refused", "Salesforce refuses the connection", "check-now"],
		["keyLost", "The saved sign-in cannot be opened", "reconnect"],
		["unreachable", "Salesforce cannot be reached", "check-now"],
		["notRead", "Salesforce refuses to let users be read", "check-now"],
	] as const)("%s has its sentence and its one button", async (state, sentence, button) => {
		await openConsole(state, CONNECTIVITY);
		expect(await screen.findByTestId("connection-status")).toHaveTextContent(sentence);
		expect(within(screen.getByTestId("fault")).getByTestId(button)).toBeVisible();
		expect(screen.queryByRole("alertdialog")).toBeNull();
	});

	it("throttled offers no button: it passes by itself", async () => {
		await openConsole("throttled", CONNECTIVITY);
		const fault = await screen.findByTestId("fault");
		expect(within(fault).queryByTestId("check-now")).toBeNull();
		expect(within(fault).queryByTestId("reconnect")).toBeNull();
		expect(fault).toHaveTextContent("Tries again by itself");
	});

	it("warns before the token goes idle", async () => {
		await openConsole("expiring", CONNECTIVITY);
		expect(await screen.findByText("The token goes idle soon")).toBeVisible();
		expect(screen.getByText(/Assuming a 30-day policy/)).toBeVisible();
	});
});

describe("accessibility", () => {
	it.each([
		["first run", "first"],
		["waiting", "waiting"],
		["connected", "connected"],
		["refused", "refused"],
		["lost, with the dialog", "lost"],
	] as const)("%s has no faults that can be found automatically", async (_, situation) => {
		await openConsole(situation, CONNECTIVITY);
		await root();
		if (situation === "lost") {
			await screen.findByRole("alertdialog");
		}
		expect(await accessibilityFaults(document.body)).toEqual([]);
	});
});

describe("without a key store", () => {
	it("offers the session alone, and the sign-in is open once that is chosen", async () => {
		const { user, host } = await openConsole("noKeyStore");
		await root();
		const connect = screen.getByTestId("connect-production");
		await waitFor(() =>
			expect(connect).toHaveAccessibleDescription(/could not be kept on this computer/),
		);
		host.next("hold_sign_ins_for_session", { becomes: "heldForSession" });
		await user.click(screen.getByRole("button", { name: "Hold sign-ins for this session only" }));
		expect(await screen.findByText("Sign-ins end when the console is closed")).toBeVisible();
		expect(screen.queryByTestId("hold-for-session")).toBeNull();
		expect(commandsOf(host)).toContain("hold_sign_ins_for_session");
		expect(await accessibilityFaults(document.body)).toEqual([]);
	});

	it("asks nobody to sign in while that could only be refused", async () => {
		await openConsole("noKeyStoreLost", CONNECTIVITY);
		await root();
		const reconnect = screen.getByTestId("reconnect");
		await waitFor(() => expect(reconnect).toHaveAttribute("aria-disabled", "true"));
		expect(reconnect).toHaveAttribute("title", expect.stringMatching(/could not be kept/));
		expect(screen.queryByTestId("lost-dialog")).toBeNull();
	});

	it("says that a sign-in refused for a reason nobody knows is tried again", async () => {
		await openConsole("lostForNow", CONNECTIVITY);
		expect(await screen.findByTestId("lost-dialog")).toHaveTextContent(
			/signs in again or Salesforce accepts the saved sign-in, which is tried from time to time/,
		);
		expect(screen.getByTestId("fault")).toHaveTextContent(/Tries again by itself in /);
	});

	it("offers nothing while the key store is only locked", async () => {
		await openConsole("keyStoreLocked");
		await root();
		expect(screen.getByTestId("key-store-problem")).toHaveTextContent("Unlock it");
		expect(screen.queryByTestId("hold-for-session")).toBeNull();
	});
});
