import { Clock } from "lucide-react";
import { memo, type ReactNode } from "react";
import { classes } from "../../components/classes";
import { Icon } from "../../components/Icon";
import { Moment } from "../../components/Moment";
import { Status } from "../../components/Status";
import text from "../../components/text.module.css";
import { formatClock } from "../../components/time";
import type { UserRow, UserSort } from "../../ipc/bindings";
import { ACTIVE_MEANS, EFFECTIVE, OWN, SOURCES } from "./statusWords";
import styles from "./UsersGrid.module.css";
import type { Place } from "./useGridFocus";

export interface Column {
	id: string;
	title: string;
	/** What the console sorts by, if it does. */
	sort?: UserSort;
	className?: string;
	/** A text is its own tooltip where there is no longer one: the cell may cut it. */
	show: (user: UserRow) => ReactNode;
	longer?: (user: UserRow) => string | undefined;
}

const nothing = <span className={text.muted}>—</span>;
const moment = (at: number | null) => (at === null ? nothing : <Moment at={at} />);
const { pinned, pinnedSecond, when } = styles;

export const COLUMNS: Column[] = [
	{
		id: "effective",
		title: "Effective status",
		sort: "effectiveStatus",
		className: classes(pinned, styles.effective),
		show: effective,
	},
	{
		id: "name",
		title: "Name",
		sort: "name",
		className: classes(pinned, pinnedSecond, styles.name),
		show: ({ name }) => name,
	},
	{
		id: "email",
		title: "E-mail",
		sort: "email",
		className: text.muted,
		show: ({ email }) => email,
	},
	{
		id: "username",
		title: "Username",
		sort: "username",
		className: text.muted,
		show: ({ username }) => username,
	},
	{ id: "profile", title: "Profile", sort: "profile", show: ({ profile }) => profile },
	{ id: "own", title: "Status", show: own },
	{ id: "error", title: "Error", className: styles.error, show: ({ error }) => error },
	{
		id: "since",
		title: "Since",
		sort: "since",
		className: when,
		show: ({ since }) => moment(since),
	},
	{
		id: "lastSession",
		title: "Last session",
		className: classes(when, text.muted),
		show: ({ lastSession }) => moment(lastSession),
	},
	{
		id: "source",
		title: "Source",
		className: text.muted,
		show: ({ source }) => (source === null ? nothing : SOURCES[source].short),
		longer: ({ source }) => (source === null ? undefined : SOURCES[source].long),
	},
];

function effective(user: UserRow): ReactNode {
	const asOf =
		user.stale && user.lastSession !== null ? `as of ${formatClock(user.lastSession)}` : null;
	return (
		<>
			<Status
				{...EFFECTIVE[user.effective]}
				title={user.effective === "active" ? ACTIVE_MEANS : undefined}
			/>
			{asOf !== null && (
				<span className={styles.stale} title={asOf}>
					<Icon of={Clock} size="small" />
					<span className={text.hidden}>{asOf}</span>
				</span>
			)}
		</>
	);
}

function own({ own }: UserRow): ReactNode {
	return own === null ? (
		nothing
	) : (
		<span className={own === "suspended" ? styles.ownFault : text.muted}>{OWN[own]}</span>
	);
}

/** One user. Until the page is there, gray bars of the same height stand in. */
export const UsersGridRow = memo(function UsersGridRow({
	columns,
	index,
	top,
	user,
	active,
	current,
	onOpen,
	onFocus,
}: {
	columns: Column[];
	index: number;
	top: number;
	user: UserRow | undefined;
	/** Has the grid's tab stop. */
	active: boolean;
	/** Its panel is open. */
	current: boolean;
	onOpen: (index: number) => void;
	onFocus: (place: Place) => void;
}) {
	return (
		// biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys of all rows.
		<div
			role="row"
			aria-rowindex={index + 2}
			aria-busy={user === undefined || undefined}
			aria-current={current || undefined}
			tabIndex={active ? 0 : -1}
			data-testid="user-row"
			data-index={index}
			data-user={user?.id}
			data-status={user?.effective}
			className={classes(
				styles.row,
				styles.line,
				user?.effective === "suspended" && styles.bad,
				current && styles.current,
			)}
			style={{ transform: `translateY(${top}px)` }}
			onClick={() => onOpen(index)}
			onFocus={() => onFocus({ row: index, column: 0 })}
		>
			{columns.map(({ id, className, show, longer }) => {
				const shown = user === undefined ? <span className={styles.bar} /> : show(user);
				return (
					// biome-ignore lint/a11y/useFocusableInteractive: rows take the focus as a whole.
					<div
						key={id}
						role="gridcell"
						className={classes(styles.cell, className)}
						title={(user && longer?.(user)) ?? (typeof shown === "string" ? shown : undefined)}
						data-column-id={id}
					>
						{shown}
					</div>
				);
			})}
		</div>
	);
});
