import { type QueryClient, useQueries, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import type { ApiError, UserRow, UsersPage } from "../../ipc/bindings";
import { useHost } from "../../ipc/HostContext";
import { toApiError } from "../../ipc/host";
import { read } from "../../ipc/queries";
import type { ListQuery } from "./view";

export const PAGE_ROWS = 200;
/** Pages that stay in memory, those in view included. */
const KEPT_PAGES = 12;
/** While somebody drags the scrollbar, pages that fly by are not asked for. */
const SETTLE_MS = 60;

export interface UserPages {
	/** Rows that match in all; `null` until the first answer. */
	total: number | null;
	/** The row at a place, once its page is there. */
	row: (index: number) => UserRow | undefined;
	/** What is shown belongs to the view before, or nothing is there yet. */
	loading: boolean;
	error: ApiError | null;
	retry: () => void;
}

/** The pages around the rows in view. While a new view loads, the one before stays. */
export function useUserPages(query: ListQuery, first: number, last: number): UserPages {
	const host = useHost();
	const client = useQueryClient();
	const wanted = useSettled(
		`${Math.floor(first / PAGE_ROWS)}-${Math.floor(Math.max(first, last) / PAGE_ROWS)}`,
	);
	const numbers = useMemo(() => {
		const [from = 0, to = 0] = wanted.split("-").map(Number);
		return Array.from({ length: Math.min(to - from + 1, KEPT_PAGES) }, (_, index) => from + index);
	}, [wanted]);

	const answers = useQueries({
		queries: numbers.map((page) => {
			const whole = { ...query, offset: page * PAGE_ROWS, limit: PAGE_ROWS };
			return {
				...read(host, "users", { query: whole }),
				// Events say when a page is out of date.
				staleTime: Number.POSITIVE_INFINITY,
			};
		}),
	});

	useEffect(() => {
		void numbers;
		dropFarPages(client, query.organizationId);
	}, [client, query.organizationId, numbers]);

	const shown = useRef<{ total: number; pages: Map<number, UsersPage> } | null>(null);
	const view = JSON.stringify(query);
	const shownView = useRef("");
	const newest = answers
		.filter((answer) => answer.data !== undefined)
		.sort((a, b) => b.dataUpdatedAt - a.dataUpdatedAt)[0];

	if (newest?.data !== undefined) {
		const pages =
			shownView.current === view && shown.current !== null ? shown.current.pages : new Map();
		numbers.forEach((page, index) => {
			const data = answers[index]?.data;
			if (data !== undefined) {
				pages.set(page, data);
			}
		});
		for (const page of pages.keys()) {
			if (pages.size > KEPT_PAGES && !numbers.includes(page)) {
				pages.delete(page);
			}
		}
		shown.current = { total: newest.data.total, pages };
		shownView.current = view;
	}

	const failed = answers.find((answer) => answer.error !== null && answer.data === undefined);
	return {
		total: shown.current?.total ?? null,
		row: (index) =>
			shown.current?.pages.get(Math.floor(index / PAGE_ROWS))?.rows[index % PAGE_ROWS],
		loading: shownView.current !== view,
		error: failed === undefined ? null : toApiError(failed.error),
		retry: () => void client.refetchQueries(pagesOf(query.organizationId)),
	};
}

/** The value once it has been the same for a moment; the first one at once. */
function useSettled(value: string): string {
	const [settled, setSettled] = useState(value);
	useEffect(() => {
		if (value === settled) {
			return;
		}
		const timer = setTimeout(() => setSettled(value), SETTLE_MS);
		return () => clearTimeout(timer);
	}, [value, settled]);
	return settled;
}

const pagesOf = (organizationId: string) => ({
	queryKey: ["users", { query: { organizationId } }],
});

function dropFarPages(client: QueryClient, organizationId: string) {
	const pages = client.getQueryCache().findAll(pagesOf(organizationId));
	const idle = pages
		.filter((page) => page.getObserversCount() === 0)
		.sort((a, b) => a.state.dataUpdatedAt - b.state.dataUpdatedAt);
	const surplus = Math.max(0, pages.length - KEPT_PAGES);
	for (const page of idle.slice(0, surplus)) {
		client.removeQueries({ queryKey: page.queryKey, exact: true });
	}
}
