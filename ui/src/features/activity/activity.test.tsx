import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { setTimeZone } from "../../components/time";
import type { ActivityEntry } from "../../ipc/bindings";
import { accessibilityFaults } from "../../test/axe";
import { openConsole } from "../../test/openConsole";
import { asText, changeWords } from "./words";

const ENTRY: ActivityEntry = {
	number: 7,
	at: Date.UTC(2026, 10, 17, 13, 2, 31),
	kind: "connectionLost",
	byPerson: false,
	actor: null,
	organizationId: "halden",
	organizationName: "Halden\nGroup",
	subject: null,
	from: null,
	to: "invalid_grant:\texpired access/refresh token",
};

it("shows the newest first and older pages on demand", async () => {
	const { user } = await openConsole("activity", "/activity");
	await waitFor(() => expect(screen.getAllByTestId("activity-entry")).toHaveLength(100));
	expect(screen.getByTestId("activity-count")).toHaveTextContent("100 of 246 entries");
	await user.click(screen.getByTestId("activity-more"));
	await waitFor(() => expect(screen.getAllByTestId("activity-entry")).toHaveLength(200));
	await user.click(screen.getByTestId("activity-more"));
	await waitFor(() => expect(screen.getAllByTestId("activity-entry")).toHaveLength(246));
	expect(screen.queryByTestId("activity-more")).toBeNull();
});

it("filters by kind and organization, in the address", async () => {
	const { user, router } = await openConsole("activity", "/activity");
	await user.click(await screen.findByTestId("chip-connections"));
	await waitFor(() => {
		const kinds = screen.getAllByTestId("activity-entry").map((row) => row.dataset.kind);
		expect(kinds).not.toContain("settingChanged");
	});
	expect(screen.getAllByText("invalid_grant: expired access/refresh token")[0]).toBeVisible();
	await user.selectOptions(screen.getByTestId("activity-organization"), "Meridian Instruments");
	await waitFor(() =>
		expect(router.state.location.search).toEqual({ topic: "connections", organization: "halden" }),
	);
	expect(await accessibilityFaults(document.body)).toEqual([]);
});

it("counts every kind on its chip, for the organization that is chosen, zero too", async () => {
	const { user } = await openConsole("activity", "/activity?topic=settings");
	const counts = () =>
		["all", "organizations", "signIns", "connections", "settings"].map((id) =>
			Number(/[\d,]+$/.exec(screen.getByTestId(`chip-${id}`).textContent ?? "")?.[0]),
		);
	await screen.findAllByTestId("activity-entry");
	const [all = 0, ...topics] = counts();
	expect(all).toBe(246);
	expect(topics.reduce((sum, count) => sum + count, 0)).toBe(all);
	expect(screen.getByTestId("activity-count")).toHaveTextContent(`${topics[3]} entries`);
	await user.click(screen.getByTestId("chip-connections"));
	expect(counts(), "the counts stay while the page comes").toEqual([all, ...topics]);
	await user.selectOptions(screen.getByTestId("activity-organization"), "Meridian Instruments");
	await waitFor(() => expect(counts().at(-1), "settings belong to nobody").toBe(0));
	expect(counts()[0]).toBeLessThan(all);
});

it("keeps the name of what was deleted and leads to what is there", async () => {
	await openConsole("deleted", "/activity?organization=corvane-trial");
	const [row] = await screen.findAllByTestId("activity-entry");
	expect(row).toHaveTextContent("Corvane Trial (deleted)");
	expect(within(row as HTMLElement).queryByRole("link")).toBeNull();
	expect(screen.getByTestId("activity-organization")).toHaveDisplayValue("A deleted organization");
});

it("tells an empty audit from an empty filter and from one that cannot be read", async () => {
	const first = await openConsole("activity", "/activity", (host) =>
		host.edit("activity", (page) => {
			Object.assign(page, { entries: [], total: 0, more: false });
			page.counts = Object.assign({}, ...Object.keys(page.counts).map((one) => ({ [one]: 0 })));
		}),
	);
	expect(await screen.findByText("Nothing happened yet")).toBeVisible();
	first.unmount();
	const second = await openConsole("first", "/activity?topic=settings");
	expect(await screen.findByText("Nothing of this kind happened")).toBeVisible();
	second.unmount();
	const { host, user } = await openConsole("activity", "/settings");
	await screen.findByTestId("settings");
	host.next("activity", { error: { code: "internal", message: "The database is busy." } });
	await user.click(screen.getByTestId("rail-activity"));
	expect(await screen.findByText("The database is busy.")).toBeVisible();
	await user.click(screen.getByRole("button", { name: "Retry" }));
	await waitFor(() => expect(screen.getAllByTestId("activity-entry")).toHaveLength(100));
});

it("says stored words as the window says them, and texts and names as they were given", () => {
	const change = (part: Partial<ActivityEntry>) => changeWords({ ...ENTRY, ...part });
	const setting = { kind: "settingChanged", subject: "theme", from: "system", to: "dark" } as const;
	expect(change(setting)).toBe("Theme: System → Dark");
	expect(change({ kind: "loginStarted", to: "production" })).toBe("Production");
	expect(change({ to: "production" }), "received").toBe("production");
	expect(change({ kind: "organizationRenamed", from: "dark", to: "sandbox" })).toBe(
		"dark → sandbox",
	);
});

it("copies one line for each entry, with the offset of its time", async () => {
	setTimeZone("Europe/Vienna");
	expect(asText([ENTRY])).toBe(
		"Time\tWhat\tOrganization\tWho\tChange\n" +
			"2026-11-17T14:02:31+01:00\tConnection lost\tHalden Group\tThe console\tinvalid_grant: expired access/refresh token\n",
	);
	const { user, host } = await openConsole("activity", "/activity");
	await user.click(await screen.findByRole("button", { name: "Copy as text, 100 entries" }));
	await waitFor(() => {
		const copied = host.calls.find(({ name }) => name === "copy_text");
		const { text } = (copied?.parameters ?? { text: "" }) as { text: string };
		expect(text.split("\n")).toHaveLength(102);
	});
});
