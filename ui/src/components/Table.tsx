import { ArrowDown, ArrowUp } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { classes } from "./classes";
import { Icon } from "./Icon";
import styles from "./Table.module.css";

interface Props {
	/** Titles, each with the class that sets its width. */
	columns: [title: string, className?: string][];
	className?: string;
	/** The rows. */
	children: ReactNode;
	"aria-label"?: string;
	"aria-busy"?: boolean;
	"data-testid"?: string;
}

/** A table whose columns have fixed widths and whose head stays in view. */
export function Table({ columns, className, children, ...rest }: Props) {
	return (
		<table {...rest} className={classes(styles.table, className)}>
			<thead>
				<tr>
					{columns.map(([title, width]) => (
						<th key={title} scope="col" className={width}>
							{title}
						</th>
					))}
				</tr>
			</thead>
			<tbody>{children}</tbody>
		</table>
	);
}

interface SortProps extends ComponentProps<"button"> {
	by: string;
	sorted: boolean;
	descending: boolean;
}

/** The title of a column that sorts; an arrow shows the order. */
export function SortButton({ by, sorted, descending, children, ...rest }: SortProps) {
	return (
		<button
			type="button"
			{...rest}
			className={classes(styles.sort, sorted && styles.sorted)}
			data-testid={`sort-${by}`}
		>
			{children}
			{sorted && <Icon of={descending ? ArrowDown : ArrowUp} size="small" />}
		</button>
	);
}
