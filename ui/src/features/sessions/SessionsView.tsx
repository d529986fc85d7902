import { ChevronLeft, ChevronRight, History, UsersRound } from "lucide-react";
import { useMemo } from "react";
import { Button, IconButton } from "../../components/Button";
import { type ChipChoice, ChipRow } from "../../components/ChipRow";
import { classes } from "../../components/classes";
import list from "../../components/ListView.module.css";
import { EmptyState, ErrorLine } from "../../components/Notice";
import text from "../../components/text.module.css";
import { formatCount, formatNumber } from "../../components/time";
import { CheckNowButton, press } from "../../domain/actions";
import { hasToken } from "../../domain/connectionState";
import { HeldBackCard } from "../../domain/HeldBackCard";
import { ReadFailure } from "../../domain/ReadFailure";
import { FILTER_WORDS, OUTCOMES } from "../../domain/sessionWords";
import type { OrganizationSummary, SessionCounts, SessionFilter } from "../../ipc/bindings";
import { useSessions } from "../../ipc/queries";
import { useCommand } from "../../ipc/useCommand";
import { SessionsTable } from "./SessionsTable";
import styles from "./SessionsView.module.css";
import { FILTERS, type SessionsView as View } from "./view";

export const PAGE = 100;

interface Props {
	organization: OrganizationSummary;
	view: View;
	onView: (view: View) => void;
}

/** The tab *Sessions*: what the engine did, when, and what stopped it. */
export function SessionsView({ organization, view, onView }: Props) {
	const { id: organizationId, name, state } = organization;
	const { data, error, refetch } = useSessions({
		organizationId,
		filter: view.show,
		offset: (view.page - 1) * PAGE,
		limit: PAGE,
	});
	const reconcile = useCommand("reconcile");
	const total = data?.total ?? 0;
	return (
		<div className={list.view} data-testid="sessions">
			<div className={list.top}>
				<HeldBackCard organizationId={organizationId} check={false} />
				<div className={text.row}>
					<FilterChips
						counts={data?.counts}
						show={view.show}
						onShow={(show) => onView({ show, page: 1 })}
					/>
					<Button
						icon={UsersRound}
						reason={hasToken(state) ? null : "Sessions are stopped."}
						title="Reads all users again instead of what changed, with their last logins"
						{...press(reconcile, { organizationId })}
						data-testid="reconcile"
					>
						Read everyone
					</Button>
					{hasToken(state) && <CheckNowButton organizationId={organizationId} />}
				</div>
				<ErrorLine error={reconcile.error} />
				<div className={classes(list.line, styles.line)}>
					<b role="status" data-testid="sessions-count">
						{data === undefined ? "" : formatCount(total, "session", "sessions")}
					</b>
					<span>· Newest first</span>
					<span>· Kept for 90 days, at most 10,000; scheduled ones without changes for 3 days</span>
					{(total > PAGE || view.page > 1) && <Pager view={view} total={total} onView={onView} />}
				</div>
			</div>
			<div className={classes(text.scroll, list.rows, styles.scroll)}>
				{data !== undefined && data.rows.length > 0 && (
					<SessionsTable label={`Sessions of ${name}`} rows={data.rows} />
				)}
				{data !== undefined && data.rows.length === 0 && (
					<NothingListed counts={data.counts} onAll={() => onView({ show: "all", page: 1 })} />
				)}
				{data === undefined && error !== null && (
					<ReadFailure title="The sessions cannot be read" error={error} onRetry={refetch} />
				)}
			</div>
		</div>
	);
}

interface FilterChipsProps {
	counts: SessionCounts | undefined;
	show: SessionFilter;
	onShow: (show: SessionFilter) => void;
}

function FilterChips({ counts, show, onShow }: FilterChipsProps) {
	const choices = useMemo<ChipChoice[]>(
		() =>
			FILTERS.map((filter) => ({
				id: filter,
				label: FILTER_WORDS[filter],
				icon: filter === "all" || filter === "changed" ? undefined : OUTCOMES[filter].icon,
				tone: filter === "failed" ? ("bad" as const) : undefined,
				count: counts?.[filter] ?? null,
			})),
		[counts],
	);
	return (
		<ChipRow
			label="Filter by outcome"
			choices={choices}
			chosen={show}
			onChoose={(id) => onShow(id as SessionFilter)}
		/>
	);
}

function NothingListed({ counts, onAll }: { counts: SessionCounts; onAll: () => void }) {
	return counts.all === 0 ? (
		<EmptyState icon={History} title="No sessions yet" testId="sessions-empty">
			The first one runs as soon as the service account has signed in.
		</EmptyState>
	) : (
		<EmptyState
			icon={History}
			title="No session here"
			testId="sessions-empty"
			action={<Button onClick={onAll}>Show all sessions</Button>}
		>
			{formatCount(counts.all, "session is", "sessions are")} kept; the filter or the page leaves
			out all of them.
		</EmptyState>
	);
}

interface PagerProps {
	view: View;
	total: number;
	onView: (view: View) => void;
}

function Pager({ view, total, onView }: PagerProps) {
	const first = (view.page - 1) * PAGE;
	const last = Math.min(first + PAGE, total);
	return (
		<span className={styles.pager}>
			<span data-testid="sessions-range">
				{first < total
					? `${formatNumber(first + 1)}–${formatNumber(last)} of ${formatNumber(total)}`
					: `Page ${formatNumber(view.page)}`}
			</span>
			<IconButton
				icon={ChevronLeft}
				label="Newer sessions"
				reason={view.page > 1 ? null : "These are the newest."}
				onClick={() => onView({ ...view, page: view.page - 1 })}
			/>
			<IconButton
				icon={ChevronRight}
				label="Older sessions"
				reason={last < total ? null : "These are the oldest."}
				onClick={() => onView({ ...view, page: view.page + 1 })}
			/>
		</span>
	);
}
