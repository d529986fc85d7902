import {
	type Column,
	createColumnHelper,
	type RowData,
	tableFeatures,
} from "@tanstack/react-table";
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
	columns: Column<typeof features, UserRow>[];
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
			{columns.map((column) => {
				const meta = column.columnDef.meta;
				return (
					// biome-ignore lint/a11y/useFocusableInteractive: rows take the focus as a whole.
					<div
						key={column.id}
						role="gridcell"
						className={classes(styles.cell, meta?.className)}
						title={user && meta?.whole?.(user)}
						data-column-id={column.id}
					>
						{user === undefined ? <span className={styles.bar} /> : meta?.show(user)}
					</div>
				);
			})}
		</div>
	);
});

declare module "@tanstack/react-table" {
	interface ColumnMeta<TFeatures, TData extends RowData, TValue> {
		/** What the console sorts by, if it does. */
		sort?: UserSort;
		className?: string;
		/** The whole value, where the cell may cut it. */
		whole?: (user: UserRow) => string;
		show: (user: UserRow) => ReactNode;
	}
}

/** Rows come sorted, filtered and paged: the table keeps the columns and nothing else. */
export const features = tableFeatures({});
const helper = createColumnHelper<typeof features, UserRow>();
const nothing = <span className={text.muted}>—</span>;

export const columns = helper.columns([
	helper.display({
		id: "effective",
		header: "Effective status",
		meta: {
			sort: "effectiveStatus",
			className: `${styles.pinned} ${styles.effective}`,
			show: effective,
		},
	}),
	helper.display({
		id: "name",
		header: "Name",
		meta: {
			sort: "name",
			className: `${styles.pinned} ${styles.pinnedSecond} ${styles.name}`,
			whole: (user) => user.name,
			show: (user) => user.name,
		},
	}),
	helper.display({
		id: "email",
		header: "E-mail",
		meta: {
			sort: "email",
			className: text.muted,
			whole: (user) => user.email,
			show: (user) => user.email,
		},
	}),
	helper.display({
		id: "username",
		header: "Username",
		meta: {
			sort: "username",
			className: text.muted,
			whole: (user) => user.username,
			show: (user) => user.username,
		},
	}),
	helper.display({
		id: "profile",
		header: "Profile",
		meta: { sort: "profile", whole: (user) => user.profile, show: (user) => user.profile },
	}),
	helper.display({ id: "own", header: "Status", meta: { show: own } }),
	helper.display({
		id: "error",
		header: "Error",
		meta: {
			className: styles.error,
			whole: (user) => user.error ?? "",
			show: (user) => user.error,
		},
	}),
	helper.display({
		id: "since",
		header: "Since",
		meta: {
			sort: "since",
			className: styles.when,
			show: (user) => (user.since === null ? nothing : <Moment at={user.since} />),
		},
	}),
	helper.display({
		id: "lastSession",
		header: "Last session",
		meta: {
			className: `${styles.when} ${text.muted}`,
			show: (user) => (user.lastSession === null ? nothing : <Moment at={user.lastSession} />),
		},
	}),
	helper.display({
		id: "source",
		header: "Source",
		meta: {
			className: text.muted,
			whole: (user) => (user.source === null ? "" : SOURCES[user.source].long),
			show: (user) => (user.source === null ? nothing : SOURCES[user.source].short),
		},
	}),
]);

function effective(user: UserRow): ReactNode {
	const { tone, icon, word } = EFFECTIVE[user.effective];
	const asOf =
		user.stale && user.lastSession !== null ? `as of ${formatClock(user.lastSession)}` : null;
	return (
		<>
			<Status
				tone={tone}
				icon={icon}
				word={word}
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

function own(user: UserRow): ReactNode {
	if (user.own === null) {
		return nothing;
	}
	return (
		<span className={user.own === "suspended" ? styles.ownFault : text.muted}>{OWN[user.own]}</span>
	);
}
