import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import {
	type ApiError,
	type Changes,
	invalidates,
	type OrganizationSummary,
} from "../../ipc/bindings";
import { useHost } from "../../ipc/HostContext";
import { toApiError } from "../../ipc/host";
import { invalidate } from "../../ipc/useCommand";

export interface Report {
	done: OrganizationSummary[];
	failed: { item: OrganizationSummary; error: ApiError }[];
}

/** Does the same for several organizations. One that fails stops none of the others. */
export function useEach<K extends keyof Changes>(name: K) {
	const host = useHost();
	const client = useQueryClient();
	const [running, setRunning] = useState(false);
	const [report, setReport] = useState<Report | null>(null);

	async function run(
		items: OrganizationSummary[],
		parameters: (item: OrganizationSummary) => Changes[K]["parameters"],
	): Promise<Report> {
		setRunning(true);
		const outcomes = await Promise.allSettled(
			items.map((item) => host.call(name, parameters(item))),
		);
		const next: Report = { done: [], failed: [] };
		items.forEach((item, index) => {
			const outcome = outcomes[index];
			if (outcome?.status === "rejected") {
				next.failed.push({ item, error: toApiError(outcome.reason) });
			} else {
				next.done.push(item);
			}
		});
		await invalidate(client, invalidates[name]);
		setReport(next);
		setRunning(false);
		return next;
	}

	return { run, running, report };
}
