import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { accessibilityFaults } from "../../test/axe";
import { commandsOf, openConsole } from "../../test/openConsole";

it("says why the console does not start, with the next step, and shows nothing else", async () => {
	const { host, user } = await openConsole("newerData");
	expect(await screen.findByRole("alert")).toHaveTextContent("from a newer version");
	expect(screen.getByTestId("start-next-step")).toHaveTextContent(
		"Install the newer version again",
	);
	expect(screen.getByTestId("start-path")).toHaveTextContent("console.db");
	expect(screen.queryByTestId("frame")).toBeNull();
	expect(host.calls.map(({ name }) => name)).toEqual(["start_problem"]);
	expect(await accessibilityFaults(document.body)).toEqual([]);
	await user.click(screen.getByRole("button", { name: "Copy details" }));
	await user.click(screen.getByRole("button", { name: "Open folder" }));
	expect(commandsOf(host)).toEqual(["copy_start_problem", "open_data_folder"]);
	expect(await screen.findByRole("button", { name: "Copied" })).toBeVisible();
});

it("starts when it can after another try, and says when nothing has changed", async () => {
	const { user, host } = await openConsole("newerData");
	await user.click(await screen.findByRole("button", { name: "Try again" }));
	expect(await screen.findByText("Tried again: no change.")).toBeVisible();
	host.next("try_start_again", { becomes: "connected" });
	await user.click(screen.getByRole("button", { name: "Try again" }));
	expect(await screen.findByTestId("users")).toBeVisible();
});

it("says over every view that the disk is full, until it can be written again", async () => {
	const { user, host } = await openConsole("diskFull");
	const notice = await screen.findByTestId("write-problem");
	expect(notice).toHaveTextContent("The disk is full");
	expect(notice).toHaveTextContent("/home/admin/.local/share/com.lpcadmin.console");
	expect(notice).toHaveTextContent("console.db");
	expect(await screen.findByTestId("users")).toBeVisible();
	expect(await accessibilityFaults(document.body)).toEqual([]);
	host.next("try_writing", { becomes: "connected" });
	await user.click(screen.getByRole("button", { name: "Try again" }));
	await waitFor(() => expect(screen.queryByTestId("write-problem")).toBeNull());
});

it("names a damaged file that was set aside until it is dismissed", async () => {
	const { user, host } = await openConsole("setAside");
	const notice = await screen.findByTestId("set-aside-vault");
	expect(notice).toHaveTextContent(/vault\.db\.(damaged|corrupt)-/);
	expect(notice).toHaveTextContent(/Connect/);
	host.next("dismiss_set_aside", { becomes: "first" });
	await user.click(screen.getByTestId("dismiss-set-aside-vault"));
	await waitFor(() => expect(screen.queryByTestId("own-data")).toBeNull());
});
