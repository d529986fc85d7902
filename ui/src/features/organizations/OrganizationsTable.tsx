import { TickBox } from "../../components/Choice";
import { classes } from "../../components/classes";
import list from "../../components/ListView.module.css";
import type { RowAction } from "../../components/Menu";
import { SortButton } from "../../components/Table";
import frame from "../../components/Table.module.css";
import text from "../../components/text.module.css";
import { shownState } from "../../domain/connectionState";
import type { OrganizationSummary } from "../../ipc/bindings";
import { OrganizationRow } from "./OrganizationRow";
import styles from "./OrganizationsTable.module.css";
import type { OrganizationsView, Sort } from "./view";

interface Column {
	sort: Sort;
	title: string;
	className?: string;
}

const COLUMNS: Column[] = [
	{ sort: "name", title: "Name", className: styles.name },
	{ sort: "environment", title: "Environment", className: styles.environment },
	{ sort: "connection", title: "Connection", className: styles.connection },
	{ sort: "members", title: "Members", className: classes(styles.number, styles.members) },
	{ sort: "suspended", title: "Suspended", className: classes(styles.number, styles.suspended) },
	{
		sort: "idle",
		title: "Idle limit",
		className: classes(styles.number, styles.wide, styles.idle),
	},
	{ sort: "session", title: "Last session", className: classes(styles.wide, styles.session) },
];

/** One row for each organization: its state with the reason, and its next step. */
export function OrganizationsTable({
	organizations,
	view,
	selected,
	actionsOf,
	onSelect,
	onSort,
}: {
	organizations: OrganizationSummary[];
	view: OrganizationsView;
	selected: ReadonlySet<string>;
	actionsOf: (organization: OrganizationSummary) => RowAction[];
	onSelect: (ids: string[], selected: boolean) => void;
	onSort: (sort: Sort) => void;
}) {
	const ids = organizations.map(({ id }) => id);
	const chosen = ids.filter((id) => selected.has(id)).length;
	const first = organizations.find((one) => ["lost", "keyLost"].includes(shownState(one)));
	return (
		<div className={classes(text.scroll, list.rows)}>
			<table className={classes(frame.table, styles.table)} data-testid="organizations-table">
				<thead>
					<tr>
						<td className={styles.tick}>
							<TickBox
								label="Select all that are listed"
								checked={chosen > 0 && chosen === ids.length}
								some={chosen > 0 && chosen < ids.length}
								onChange={(on) => onSelect(ids, on)}
								testId="select-all"
							/>
						</td>
						{COLUMNS.map(({ sort, title, className }) => (
							<Heading key={sort} {...{ sort, title, className, view, onSort }} />
						))}
						<th scope="col" className={styles.actions}>
							<span className={text.hidden}>Actions</span>
						</th>
					</tr>
				</thead>
				<tbody>
					{organizations.map((organization) => (
						<OrganizationRow
							key={organization.id}
							organization={organization}
							selected={selected.has(organization.id)}
							first={organization === first}
							actions={actionsOf(organization)}
							onSelect={(on) => onSelect([organization.id], on)}
						/>
					))}
				</tbody>
			</table>
		</div>
	);
}

function Heading({
	sort,
	title,
	className,
	view,
	onSort,
}: Column & { view: OrganizationsView; onSort: (sort: Sort) => void }) {
	const sorted = view.sort === sort;
	return (
		<th
			scope="col"
			aria-sort={sorted ? (view.desc ? "descending" : "ascending") : "none"}
			className={className}
		>
			<SortButton by={sort} sorted={sorted} descending={view.desc} onClick={() => onSort(sort)}>
				{title}
			</SortButton>
		</th>
	);
}
