import { useNavigate } from "@tanstack/react-router";
import { CircleCheck, Hourglass, Plus, PowerOff, SearchX, Unplug } from "lucide-react";
import { useState } from "react";
import { Button } from "../../components/Button";
import { type ChipChoice, ChipRow } from "../../components/ChipRow";
import { classes } from "../../components/classes";
import { FilterBox } from "../../components/FilterBox";
import list from "../../components/ListView.module.css";
import { EmptyState } from "../../components/Notice";
import { PageHeader } from "../../components/PageHeader";
import text from "../../components/text.module.css";
import { formatCount } from "../../components/time";
import type { OrganizationSummary } from "../../ipc/bindings";
import { FirstRun } from "./FirstRun";
import { CreateDialog } from "./NameDialog";
import { OrganizationsTable } from "./OrganizationsTable";
import styles from "./OrganizationsView.module.css";
import { SelectionBar } from "./SelectionBar";
import { useOrganizationActions } from "./useOrganizationActions";
import {
	isShown,
	listOrganizations,
	type Show,
	type Sort,
	type OrganizationsView as View,
} from "./view";

const CHIPS: (Omit<ChipChoice, "count"> & { id: Show })[] = [
	{ id: "all", label: "All" },
	{ id: "attention", label: "Needs attention", icon: Unplug, tone: "bad" },
	{ id: "expiring", label: "Expiring soon", icon: Hourglass },
	{ id: "connected", label: "Connected", icon: CircleCheck, tone: "good" },
	{ id: "off", label: "Off", icon: PowerOff },
];

const SORTED_BY: Record<Sort, string> = {
	connection: "Connection, then Name",
	name: "Name",
	environment: "Environment, then Name",
	members: "Members",
	suspended: "Suspended",
	idle: "Idle limit",
	session: "Last session",
};

interface Props {
	organizations: OrganizationSummary[];
	view: View;
	onView: (view: View) => void;
}

/** All organizations: worst first, each with its next step; several can be acted on at once. */
export function OrganizationsView({ organizations, view, onView }: Props) {
	const navigate = useNavigate();
	const [creating, setCreating] = useState(false);
	const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
	const [said, setSaid] = useState("");
	const actions = useOrganizationActions((report) => {
		setSelected(new Set());
		setSaid(report);
	});
	const listed = listOrganizations(organizations, view);
	// Only what is in view can be acted on: a filter may have hidden what was selected before.
	const chosen = listed.filter(({ id }) => selected.has(id));

	function select(ids: string[], on: boolean) {
		setSaid("");
		setSelected((before) => {
			const next = new Set(before);
			for (const id of ids) {
				on ? next.add(id) : next.delete(id);
			}
			return next;
		});
	}

	const dialog = creating && (
		<CreateDialog
			onClose={() => setCreating(false)}
			onCreated={(organizationId) => {
				setCreating(false);
				void navigate({
					to: "/organizations/$organizationId/connectivity",
					params: { organizationId },
				});
			}}
		/>
	);

	return (
		<>
			<PageHeader title="Organizations">
				{organizations.length > 0 && (
					<Button
						look="primary"
						icon={Plus}
						data-testid="new-organization"
						onClick={() => setCreating(true)}
					>
						New organization
					</Button>
				)}
			</PageHeader>
			<p
				className={said === "" ? text.hidden : styles.said}
				role="status"
				data-testid="list-report"
			>
				{said}
			</p>
			{organizations.length === 0 ? (
				<FirstRun onConnect={() => setCreating(true)} />
			) : (
				<>
					<div className={list.tools}>
						{chosen.length > 0 ? (
							<SelectionBar
								selected={chosen}
								onDelete={() => actions.remove(chosen)}
								onClear={() => setSelected(new Set())}
							/>
						) : (
							<>
								<FilterBox
									label="Filter organizations"
									value={view.q}
									onChange={(q) => onView({ ...view, q })}
									testId="organizations-filter"
								/>
								<ChipRow
									label="Organizations by connection"
									choices={CHIPS.map((chip) => ({
										...chip,
										count: organizations.filter((one) => isShown(one, chip.id)).length,
									}))}
									chosen={view.show}
									onChoose={(show) => onView({ ...view, show: show as Show })}
								/>
								<p className={classes(text.hint, styles.line)}>
									<b role="status" data-testid="organizations-count">
										{formatCount(listed.length, "organization", "organizations")}
									</b>{" "}
									· Sorted by {SORTED_BY[view.sort]}
								</p>
							</>
						)}
					</div>
					{listed.length === 0 ? (
						<EmptyState
							icon={SearchX}
							title="No organization matches"
							testId="organizations-none"
							action={
								<Button onClick={() => onView({ ...view, q: "", show: "all" })}>
									Clear the filter
								</Button>
							}
						>
							{formatCount(organizations.length, "organization is", "organizations are")} hidden by
							the filter.
						</EmptyState>
					) : (
						<OrganizationsTable
							organizations={listed}
							view={view}
							selected={selected}
							actionsOf={actions.of}
							onSelect={select}
							onSort={(sort) =>
								onView({ ...view, sort, desc: view.sort === sort ? !view.desc : false })
							}
						/>
					)}
				</>
			)}
			{dialog}
			{actions.dialog}
		</>
	);
}
