import { classes } from "../../components/classes";
import { SortButton } from "../../components/Table";
import type { UserSort } from "../../ipc/bindings";
import styles from "./UsersGrid.module.css";
import type { Column } from "./UsersGridRow";

interface Props {
	columns: Column[];
	sort: UserSort;
	descending: boolean;
	/** The column with the grid's tab stop, if the head has it. */
	active: number | null;
	onSort: (sort: UserSort) => void;
	onFocus: (column: number) => void;
}

/** The column heads. Those that sort are buttons; the arrow keys reach all of them. */
export function UsersGridHead({ columns, sort, descending, active, onSort, onFocus }: Props) {
	return (
		<div role="rowgroup" className={styles.head}>
			{/* biome-ignore lint/a11y/useFocusableInteractive: the cells take the focus. */}
			<div role="row" aria-rowindex={1} className={styles.row}>
				{columns.map(({ id, title, sort: by }, index) => {
					const sorted = by === sort;
					const order = sorted ? (descending ? "descending" : "ascending") : "none";
					const tabIndex = active === index ? 0 : -1;
					return (
						<div
							key={id}
							role="columnheader"
							data-column={index}
							aria-sort={by && order}
							tabIndex={by === undefined ? tabIndex : undefined}
							onFocus={() => onFocus(index)}
							className={classes(
								styles.heading,
								index === 0 && styles.pinned,
								index === 1 && `${styles.pinned} ${styles.pinnedSecond}`,
							)}
						>
							{by === undefined ? (
								title
							) : (
								<SortButton
									by={by}
									sorted={sorted}
									descending={descending}
									tabIndex={tabIndex}
									onClick={() => onSort(by)}
								>
									{title}
								</SortButton>
							)}
						</div>
					);
				})}
			</div>
		</div>
	);
}
