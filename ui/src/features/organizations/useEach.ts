import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { ApiError, Commands, OrganizationSummary } from "../../ipc/bindings";
import { useHost } from "../../ipc/HostContext";
import { toApiError } from "../../ipc/host";

export interface Report {
	done: OrganizationSummary[];
	failed: { item: OrganizationSummary; error: ApiError }[];
}

/** Does the same for several organizations. One that fails stops none of the others. */
export function useEach<K extends keyof Commands>(name: K) {
	const host = useHost();
	const client = useQueryClient();
	const [running, setRunning] = useState(false);
	const [report, setReport] = useState<Report | null>(null);

	async function run(
		items: OrganizationSummary[],
		parameters: (item: OrganizationSummary) => Commands[K]["parameters"],
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
		await client.invalidateQueries();
		setReport(next);
		setRunning(false);
		return next;
	}

	return { run, running, report };
}
