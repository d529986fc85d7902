import type { Column } from "@tanstack/react-table";
import { memo } from "react";
import { classes } from "../../components/classes";
import type { UserRow } from "../../ipc/bindings";
import type { features } from "./columns";
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
