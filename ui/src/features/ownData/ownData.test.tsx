import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { DAMAGED_VAULT, FULL_DISK, NEWER_DATA } from "../../ipc/fakeOwnData";
import { accessibilityFaults } from "../../test/axe";
import { commandsOf, openConsole } from "../../test/openConsole";

it("says why the console does not start, with the next step, and shows nothing else", async () => {
	const { host, user } = openConsole({ state: "connected", startProblem: NEWER_DATA });
	expect(await screen.findByRole("alert")).toHaveTextContent(NEWER_DATA.title);
	expect(screen.getByTestId("start-next-step")).toHaveTextContent(NEWER_DATA.nextStep);
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
	const { user } = openConsole({ state: "connected", startProblem: NEWER_DATA });
	await user.click(await screen.findByRole("button", { name: "Try again" }));
	expect(await screen.findByText("Tried again: no change.")).toBeVisible();
	await user.click(screen.getByRole("button", { name: "Try again" }));
	expect(await screen.findByTestId("users")).toBeVisible();
});

it("says over every view that the disk is full, until it can be written again", async () => {
	const { user } = openConsole({ state: "connected", writeProblem: FULL_DISK });
	const notice = await screen.findByTestId("write-problem");
	expect(notice).toHaveTextContent(FULL_DISK.title);
	expect(notice).toHaveTextContent(FULL_DISK.nextStep);
	expect(notice).toHaveTextContent(FULL_DISK.raw);
	expect(await screen.findByTestId("users")).toBeVisible();
	expect(await accessibilityFaults(document.body)).toEqual([]);
	await user.click(screen.getByRole("button", { name: "Try again" }));
	await waitFor(() => expect(screen.queryByTestId("write-problem")).toBeNull());
});

it("names a damaged file that was set aside until it is dismissed", async () => {
	const { user } = openConsole({ state: "notConfigured", setAside: [DAMAGED_VAULT] });
	const notice = await screen.findByTestId("set-aside-vault");
	expect(notice).toHaveTextContent("vault.db.damaged-1");
	expect(notice).toHaveTextContent(DAMAGED_VAULT.nextStep);
	await user.click(screen.getByTestId("dismiss-set-aside-vault"));
	await waitFor(() => expect(screen.queryByTestId("own-data")).toBeNull());
});
