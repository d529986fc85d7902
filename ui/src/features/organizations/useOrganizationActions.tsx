import { useQueryClient } from "@tanstack/react-query";
import { IdCard, Pencil, Power, PowerOff, ScanSearch, Trash2 } from "lucide-react";
import { useState } from "react";
import type { RowAction } from "../../components/Menu";
import {
	type ApiError,
	type Changes,
	invalidates,
	type OrganizationSummary,
} from "../../ipc/bindings";
import { useHost } from "../../ipc/HostContext";
import { toApiError } from "../../ipc/host";
import { invalidate } from "../../ipc/useCommand";
import { DeleteDialog } from "./DeleteDialog";
import { ExternalIdDialog, RenameDialog } from "./NameDialog";

type Open =
	| { what: "rename" | "externalId"; organization: OrganizationSummary }
	| { what: "delete"; organizations: OrganizationSummary[] };

/** What can be done with an organization, and the dialogs that ask for it. */
export function useOrganizationActions(onReport: (report: string) => void) {
	const [open, setOpen] = useState<Open | null>(null);
	const check = useEach("check_now");
	const synchronize = useEach("set_synchronization");

	async function act(organization: OrganizationSummary, running: Promise<Report>, done: string) {
		const [problem] = (await running).failed;
		onReport(problem ? `${organization.name}: ${problem.error.message}` : done);
	}

	function turn(organization: OrganizationSummary, enabled: boolean) {
		const running = synchronize.run([organization], ({ id }) => ({ organizationId: id, enabled }));
		const word = enabled ? "on" : "off";
		void act(organization, running, `Synchronization of ${organization.name} is ${word}.`);
	}

	function checkNow(organization: OrganizationSummary) {
		const running = check.run([organization], ({ id }) => ({ organizationId: id }));
		void act(organization, running, `${organization.name} is being checked.`);
	}

	function of(organization: OrganizationSummary): RowAction[] {
		const { synchronization, externalId } = organization;
		const actions: RowAction[] = [
			{
				id: "check",
				label: "Check now",
				icon: ScanSearch,
				run: () => checkNow(organization),
			},
			{
				id: "synchronization",
				label: synchronization ? "Turn synchronization off" : "Turn synchronization on",
				icon: synchronization ? PowerOff : Power,
				run: () => turn(organization, !synchronization),
			},
			{
				id: "rename",
				label: "Rename…",
				icon: Pencil,
				run: () => setOpen({ what: "rename", organization }),
			},
			{
				id: "external-id",
				label: "Set External ID…",
				icon: IdCard,
				run: () => setOpen({ what: "externalId", organization }),
			},
			{
				id: "delete",
				label: "Delete…",
				icon: Trash2,
				danger: true,
				run: () => setOpen({ what: "delete", organizations: [organization] }),
			},
		];
		return actions.filter(({ id }) => id !== "external-id" || externalId === "");
	}

	const close = () => setOpen(null);
	return {
		of,
		remove: (organizations: OrganizationSummary[]) => setOpen({ what: "delete", organizations }),
		dialog: open && (
			<>
				{open.what === "rename" && (
					<RenameDialog organization={open.organization} onClose={close} />
				)}
				{open.what === "externalId" && (
					<ExternalIdDialog organization={open.organization} onClose={close} />
				)}
				{open.what === "delete" && (
					<DeleteDialog
						organizations={open.organizations}
						onClose={close}
						onDeleted={(report) => {
							close();
							onReport(report);
						}}
					/>
				)}
			</>
		),
	};
}

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
