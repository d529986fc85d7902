import { type QueryClient, useQueries, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
import type { ApiError, UserRow } from "../../ipc/bindings";
import { useHost } from "../../ipc/HostContext";
import { toApiError } from "../../ipc/host";
import { read } from "../../ipc/queries";
import type { ListQuery } from "./view";

const PAGE_ROWS = 200;
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

const pageOf = (query: ListQuery, page: number) => ({
	...query,
	offset: page * PAGE_ROWS,
	limit: PAGE_ROWS,
});

/** The pages around the rows in view. While a new view loads, the one before stays. */
export function useUserPages(query: ListQuery, first: number, last: number): UserPages {
	const host = useHost();
	const client = useQueryClient();
	const from = useSettled(Math.floor(first / PAGE_ROWS));
	const to = Math.max(from, useSettled(Math.floor(last / PAGE_ROWS)));
	const answers = useQueries({
		queries: Array.from({ length: Math.min(to - from + 1, KEPT_PAGES) }, (_, index) => {
			const page = pageOf(query, from + index);
			return {
				...read(host, "users", { query: page }),
				// Events say when a page is out of date.
				staleTime: Number.POSITIVE_INFINITY,
			};
		}),
	});

	// The view whose rows are shown, and how many it has.
	const [shown, setShown] = useState<{ query: ListQuery; total: number } | null>(null);
	const [newest] = answers
		.filter(({ data }) => data !== undefined)
		.sort((a, b) => b.dataUpdatedAt - a.dataUpdatedAt);
	const total = newest?.data?.total;
	if (total !== undefined && (shown?.query !== query || shown.total !== total)) {
		setShown({ query, total });
	}
	const view = shown?.query;

	// biome-ignore lint/correctness/useExhaustiveDependencies: other pages are in view.
	useEffect(
		() => dropFarPages(client, query.organizationId),
		[client, query.organizationId, from, to],
	);

	const failed = answers.find(({ data, error }) => error !== null && data === undefined);
	return {
		total: shown?.total ?? null,
		// biome-ignore lint/correctness/useExhaustiveDependencies: an answer is news of its rows.
		row: useCallback(
			(index) => {
				if (view === undefined) {
					return undefined;
				}
				const page = pageOf(view, Math.floor(index / PAGE_ROWS));
				const { queryKey } = read(host, "users", { query: page });
				return client.getQueryData(queryKey)?.rows[index % PAGE_ROWS];
			},
			[client, view, newest?.dataUpdatedAt],
		),
		loading: view !== query,
		error: failed === undefined ? null : toApiError(failed.error),
		retry: () => void client.refetchQueries(pagesOf(query.organizationId)),
	};
}

/** The value once it has been the same for a moment; the first one at once. */
function useSettled<Value>(value: Value): Value {
	const [settled, setSettled] = useState(value);
	useEffect(() => {
		const timer = setTimeout(() => setSettled(value), SETTLE_MS);
		return () => clearTimeout(timer);
	}, [value]);
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
