import { IdCard, Pencil, Power, PowerOff, ScanSearch, Trash2 } from "lucide-react";
import { useState } from "react";
import type { RowAction } from "../../components/Menu";
import type { OrganizationSummary } from "../../ipc/bindings";
import { DeleteDialog } from "./DeleteDialog";
import { ExternalIdDialog, RenameDialog } from "./NameDialog";
import { type Report, useEach } from "./useEach";

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
