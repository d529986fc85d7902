import {
	type KeyboardEvent,
	type RefObject,
	useCallback,
	useEffect,
	useRef,
	useState,
} from "react";

/** The row of the column heads. */
export const HEAD = -1;

export interface Place {
	row: number;
	/** Counts in the head only: rows are focused as a whole. */
	column: number;
}

/** One tab stop for the whole grid; arrows and their kin move it. */
export function useGridFocus({
	scroller,
	rows,
	perPage,
	columns,
	reveal,
	onMove,
	onOpen,
}: {
	scroller: RefObject<HTMLElement | null>;
	rows: number;
	perPage: number;
	columns: number;
	reveal: (row: number) => void;
	/** The keyboard moved to this row. */
	onMove: (row: number) => void;
	onOpen: (row: number) => void;
}) {
	const [active, setActive] = useState<Place>({ row: 0, column: 0 });
	/** The place that is to get the focus once it is the active one and in the page. */
	const pending = useRef<Place | null>(null);

	const note = useCallback((place: Place) => {
		setActive((before) =>
			before.row === place.row && before.column === place.column ? before : place,
		);
	}, []);

	/** Back to the first row, as in a new view. */
	const start = useCallback(() => note({ row: 0, column: 0 }), [note]);

	useEffect(() => {
		// An effect of an earlier render may run after the key that asks for another place.
		if (pending.current?.row !== active.row || pending.current.column !== active.column) {
			return;
		}
		const found = scroller.current?.querySelector<HTMLElement>(
			active.row === HEAD ? `[data-column="${active.column}"]` : `[data-index="${active.row}"]`,
		);
		const target = found?.querySelector("button") ?? found;
		if (target) {
			pending.current = null;
			target.focus({ preventScroll: active.row !== HEAD });
		}
	});

	function moveTo(row: number, focus: boolean) {
		const place = { row, column: row === HEAD ? active.column : 0 };
		pending.current = focus ? place : null;
		// A move to the place where one is already still has to give the focus.
		setActive(place);
		if (row >= 0) {
			reveal(row);
		}
	}

	function onKeyDown(event: KeyboardEvent) {
		if (event.altKey || (event.target as HTMLElement).closest("[role=row]") === null) {
			return;
		}
		const { row, column } = active;
		if (row === HEAD && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
			const next = column + (event.key === "ArrowLeft" ? -1 : 1);
			const place = { row: HEAD, column: Math.min(columns - 1, Math.max(0, next)) };
			pending.current = place;
			note(place);
			event.preventDefault();
			return;
		}
		if (event.key === "Enter" || event.key === " ") {
			if (row !== HEAD) {
				event.preventDefault();
				onOpen(row);
			}
			return;
		}
		const next = target(event.key, row);
		if (next !== null) {
			event.preventDefault();
			const place = next === HEAD ? HEAD : Math.min(rows - 1, Math.max(0, next));
			moveTo(place, true);
			if (place !== HEAD) {
				onMove(place);
			}
		}
	}

	function target(key: string, row: number): number | null {
		switch (key) {
			case "ArrowDown":
				return row + 1;
			case "ArrowUp":
				return row <= 0 ? HEAD : row - 1;
			case "PageDown":
				return Math.max(0, row) + perPage;
			case "PageUp":
				return Math.max(0, row - perPage);
			case "Home":
				return 0;
			case "End":
				return rows - 1;
			default:
				return null;
		}
	}

	return { active, note, start, moveTo, onKeyDown };
}
