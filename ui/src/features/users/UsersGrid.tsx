import {
	defaultRangeExtractor,
	type Range,
	useVirtualizer,
	type Virtualizer,
} from "@tanstack/react-virtual";
import {
	type Ref,
	type RefObject,
	useCallback,
	useEffect,
	useImperativeHandle,
	useLayoutEffect,
	useMemo,
	useRef,
	useState,
} from "react";
import { classes } from "../../components/classes";
import { formatNumber } from "../../components/time";
import type { SortColumn, UserRow } from "../../ipc/bindings";
import styles from "./UsersGrid.module.css";
import { UsersGridEmpty } from "./UsersGridEmpty";
import { UsersGridHead } from "./UsersGridHead";
import { COLUMNS, UsersGridRow } from "./UsersGridRow";
import { HEAD, useGridFocus } from "./useGridFocus";
import { useUserPages } from "./useUserPages";
import type { ListQuery } from "./view";

export interface UsersGridHandle {
	/** Moves to the next or the previous user. */
	walk: (step: 1 | -1) => void;
	/** Gives the focus back to the current row. */
	focusCurrent: () => void;
	/** Gives the focus to the first row, also of a list that is about to come. */
	focusFirst: () => void;
}

/** Gray rows until the first answer. */
const UNKNOWN_ROWS = 30;

/** A virtual list of all matching users: fixed row height, one tab stop, pages as they are needed. */
export function UsersGrid({
	label,
	query,
	openId,
	longErrors,
	rows,
	onOpen,
	onSort,
	onTotal,
	onClear,
	firstLoad,
	neverRead,
	ref,
}: {
	label: string;
	query: ListQuery;
	/** The user whose panel is open. */
	openId: string | null;
	/** The connection’s text stands in every row. */
	longErrors: boolean;
	/** Takes the words for which rows are in view. */
	rows: RefObject<((words: string) => void) | null>;
	onOpen: (user: UserRow) => void;
	onSort: (sort: SortColumn) => void;
	onTotal: (total: number | null) => void;
	onClear: () => void;
	/** Salesforce’s users are being read for the first time. */
	firstLoad: boolean;
	/** No session has come to its end yet. */
	neverRead: boolean;
	ref: Ref<UsersGridHandle>;
}) {
	const scroller = useRef<HTMLDivElement>(null);
	const [inView, setInView] = useState<[number, number]>([0, 0]);
	const pages = useUserPages(query, inView[0], inView[1]);
	const total = pages.total ?? 0;
	const { row, head } = useRowHeights();
	// Beside a long text in each row, names need the room; the panel says the username, the search finds it.
	const withoutUsername = longErrors && query.sort !== "username";
	const leaves = useMemo(
		() => COLUMNS.filter(({ id }) => !withoutUsername || id !== "username"),
		[withoutUsername],
	);
	const virtualRef = useRef<Virtualizer<HTMLDivElement, Element> | null>(null);

	const open = useCallback(
		(index: number) => {
			const user = pages.row(index);
			if (user !== undefined) {
				onOpen(user);
			}
		},
		[pages.row, onOpen],
	);
	const grid = useGridFocus({
		scroller,
		rows: total,
		perPage: Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 600) - head) / row) - 1),
		columns: leaves.length,
		// With the panel open, it follows the row.
		onMove: (index) => openId !== null && open(index),
		reveal: (index) => virtualRef.current?.scrollToIndex(index, { align: "auto" }),
		onOpen: open,
	});
	const kept = grid.active.row;

	const virtual = useVirtualizer({
		count: pages.total ?? (pages.error === null ? UNKNOWN_ROWS : 0),
		getScrollElement: () => scroller.current,
		estimateSize: () => row,
		overscan: 8,
		scrollMargin: head,
		scrollPaddingStart: head,
		// The row with the focus stays in the page, however far away it is scrolled.
		rangeExtractor: useCallback(
			(found: Range) => {
				const indexes = defaultRangeExtractor(found);
				if (kept >= 0 && kept < found.count && !indexes.includes(kept)) {
					indexes.push(kept);
					indexes.sort((a, b) => a - b);
				}
				return indexes;
			},
			[kept],
		),
	});
	virtualRef.current = virtual;

	const seen = virtual.range;
	const from = seen?.startIndex ?? 0;
	const to = seen?.endIndex ?? 0;
	useEffect(() => setInView([from, to]), [from, to]);
	useEffect(() => {
		rows.current?.(
			total === 0 ? "" : `Rows ${formatNumber(from + 1)}–${formatNumber(Math.min(to + 1, total))}`,
		);
	}, [rows, from, to, total]);
	useEffect(() => onTotal(pages.total), [onTotal, pages.total]);

	const key = useMemo(() => JSON.stringify(query), [query]);
	const start = grid.start;
	// biome-ignore lint/correctness/useExhaustiveDependencies: another view begins at its first row.
	useLayoutEffect(() => {
		scroller.current?.scrollTo?.({ top: 0 });
		start();
	}, [key]);

	/** Where the open user is now: rows may have moved since the panel opened. */
	function placeOfOpen(): number {
		const index = grid.active.row;
		if (openId === null || pages.row(index)?.id === openId) {
			return index;
		}
		for (let away = 1; away < 400; away += 1) {
			if (pages.row(index - away)?.id === openId) {
				return index - away;
			}
			if (pages.row(index + away)?.id === openId) {
				return index + away;
			}
		}
		return index;
	}

	useImperativeHandle(ref, () => ({
		walk(step) {
			const index = Math.min(total - 1, Math.max(0, placeOfOpen() + step));
			grid.moveTo(index, false);
			open(index);
		},
		focusFirst: () => grid.moveTo(0, true),
		focusCurrent: () => grid.moveTo(Math.max(0, placeOfOpen()), true),
	}));

	const failed = pages.error !== null && (pages.total === null || pages.loading);
	return (
		<div
			ref={scroller}
			className={classes(
				styles.scroller,
				longErrors && styles.longErrors,
				withoutUsername && styles.withoutUsername,
			)}
			role="grid"
			aria-label={label}
			aria-rowcount={pages.total === null ? -1 : total + 1}
			aria-colcount={leaves.length}
			aria-busy={pages.loading}
			data-testid="users-grid"
			data-total={total}
			data-loading={pages.loading && !failed}
			onKeyDown={grid.onKeyDown}
		>
			<UsersGridHead
				columns={leaves}
				sort={query.sort}
				descending={query.descending}
				active={grid.active.row === HEAD ? Math.min(grid.active.column, leaves.length - 1) : null}
				onSort={onSort}
				onFocus={(column) => grid.note({ row: HEAD, column })}
			/>
			<UsersGridEmpty
				failed={failed ? pages.error : null}
				empty={pages.total === 0 && !pages.loading}
				firstLoad={firstLoad}
				neverRead={neverRead}
				query={query}
				onRetry={pages.retry}
				onClear={onClear}
			/>
			<div
				className={styles.body}
				role="rowgroup"
				style={{ height: `${virtual.getTotalSize()}px` }}
			>
				{virtual.getVirtualItems().map((item) => {
					const user = pages.row(item.index);
					return (
						<UsersGridRow
							key={item.index}
							columns={leaves}
							index={item.index}
							top={item.start - head}
							user={user}
							active={grid.active.row === item.index}
							current={user !== undefined && user.id === openId}
							onOpen={open}
							onFocus={grid.note}
						/>
					);
				})}
			</div>
		</div>
	);
}

/** The heights of rows and head in pixels: both follow the size of the root's text. */
function useRowHeights(): { row: number; head: number } {
	return useMemo(() => {
		const style = getComputedStyle(document.documentElement);
		const rem = Number.parseFloat(style.fontSize) || 16;
		// The density sets it; without a style sheet it is the compact one.
		const row = Number.parseFloat(style.getPropertyValue("--row")) || 1.75;
		return { row: row * rem, head: 1.875 * rem };
	}, []);
}
