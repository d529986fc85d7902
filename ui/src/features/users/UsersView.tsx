import { Link } from "@tanstack/react-router";
import { CircleDashed } from "lucide-react";
import { useCallback, useMemo, useRef, useState } from "react";
import { Meter } from "../../components/Card";
import { classes } from "../../components/classes";
import { Spinner } from "../../components/Icon";
import list from "../../components/ListView.module.css";
import { EmptyState } from "../../components/Notice";
import text from "../../components/text.module.css";
import { formatNumber } from "../../components/time";
import tones from "../../components/tones.module.css";
import { stopsEveryone } from "../../domain/connectionState";
import { HeldBackCard } from "../../domain/HeldBackCard";
import { RecoveryNotice, ResumingNotice } from "../../domain/RecoveryNotice";
import type { FaultCode, SortColumn, UserRow } from "../../ipc/bindings";
import { useConnectivity, useLoadProgress, useUserCounts } from "../../ipc/queries";
import { IncidentCard } from "./IncidentCard";
import { ListLine } from "./ListLine";
import { NotificationPanel } from "./NotificationPanel";
import { SearchBox, UserChips } from "./SearchBox";
import { UsersGrid, type UsersGridHandle } from "./UsersGrid";
import styles from "./UsersView.module.css";
import { type ListQuery, toListQuery, type UsersView as View } from "./view";

interface Props {
	organizationId: string;
	name: string;
	view: View;
	onView: (view: View) => void;
}

/** The tab *Users*: diagnosis above, list below, one user's notification beside it. */
export function UsersView({ organizationId, name, view, onView }: Props) {
	const { data: counts } = useUserCounts(organizationId);
	const { data: connectivity } = useConnectivity(organizationId);
	// Before the first full load has ended, zeros would be claims.
	const known = counts?.loading && counts.all === 0 ? undefined : counts;
	const query = useListQuery(organizationId, view);
	const grid = useRef<UsersGridHandle>(null);
	const rows = useRef<(words: string) => void>(null);
	const [total, setTotal] = useState<number | null>(null);
	const [opened, setOpened] = useState<UserRow | null>(null);

	const change = useCallback(
		(part: Partial<View>) => {
			setOpened(null);
			onView({ ...view, ...part });
		},
		[view, onView],
	);
	const sort = useCallback(
		(by: SortColumn) => change({ sort: by, desc: view.sort === by && !view.desc }),
		[change, view.sort, view.desc],
	);
	const showCause = (cause: FaultCode) => change({ show: "cause", cause, q: "" });
	const showSuspended = () => change({ show: "suspended", cause: null, q: "" });

	if (counts?.all === 0 && !counts.loading && connectivity?.connection === null) {
		return <NotConnected organizationId={organizationId} />;
	}

	function close() {
		grid.current?.focusCurrent();
		setOpened(null);
	}

	return (
		// biome-ignore lint/a11y/noStaticElementInteractions: Esc closes the panel wherever the focus is.
		<div
			onKeyDown={(event) => event.key === "Escape" && opened !== null && close()}
			className={classes(list.view, styles.view)}
			data-testid="users"
			data-state={connectivity?.state ?? "loading"}
		>
			<div className={classes(list.top, styles.top, opened !== null && styles.beside)}>
				<HeldBackCard organizationId={organizationId} />
				{connectivity?.resuming && (
					<ResumingNotice organizationId={organizationId} resuming={connectivity.resuming} />
				)}
				{connectivity?.recovery ? (
					<RecoveryNotice
						organizationId={organizationId}
						recovery={connectivity.recovery}
						onShow={showSuspended}
					/>
				) : (
					connectivity &&
					counts && (
						<IncidentCard
							connectivity={connectivity}
							counts={counts}
							shown={view.show === "suspended" && view.q === ""}
							onShow={() => {
								showSuspended();
								// The button goes with the click; the focus stays with what it led to.
								grid.current?.focusFirst();
							}}
							onCause={showCause}
						/>
					)
				)}
				{counts?.loading && <LoadingStrip organizationId={organizationId} />}
				<div className={text.row}>
					<SearchBox
						value={view.q}
						show={view.show}
						counts={known}
						onChange={(q) => change({ q })}
					/>
					<UserChips
						counts={known}
						show={view.show}
						onShow={(show) => change({ show, cause: null })}
					/>
				</div>
				<ListLine
					organizationId={organizationId}
					state={connectivity?.state}
					view={view}
					counts={known}
					total={counts === known ? total : null}
					rows={rows}
					onView={change}
				/>
			</div>
			<UsersGrid
				ref={grid}
				label={`Users of ${name}`}
				query={query}
				openId={opened?.id ?? null}
				longErrors={connectivity !== undefined && stopsEveryone(connectivity.state)}
				rows={rows}
				onOpen={setOpened}
				onSort={sort}
				firstLoad={counts?.loading ?? false}
				neverRead={counts?.asOf === null}
				onTotal={setTotal}
				onClear={() => change(view.q === "" ? { show: "all", cause: null } : { q: "" })}
			/>
			{opened !== null && (
				<NotificationPanel
					organizationId={organizationId}
					listed={opened}
					onWalk={(step) => grid.current?.walk(step)}
					onClose={close}
				/>
			)}
		</div>
	);
}

function NotConnected({ organizationId }: { organizationId: string }) {
	return (
		<EmptyState
			icon={CircleDashed}
			testId="users-not-connected"
			title="Not connected yet"
			action={
				<Link
					className={styles.link}
					to="/organizations/$organizationId/connectivity"
					params={{ organizationId }}
				>
					Go to Salesforce Connectivity
				</Link>
			}
		>
			Users appear here as soon as the service account has signed in to Salesforce.
		</EmptyState>
	);
}

/** How far the first full load is. */
function LoadingStrip({ organizationId }: { organizationId: string }) {
	const progress = useLoadProgress(organizationId);
	const words =
		progress === null
			? "Reading users from Salesforce"
			: `${formatNumber(progress.loaded)} of ${formatNumber(progress.expected)} users read`;
	return (
		<section
			className={classes(tones.active, styles.strip)}
			aria-label="First load"
			data-testid="load-progress"
		>
			<Spinner />
			<span role="status">{words}</span>
			{progress !== null && (
				<div className={styles.meter}>
					<Meter
						role="progressbar"
						label="Users read"
						text={words}
						tone="accent"
						value={progress.loaded}
						max={progress.expected}
					/>
				</div>
			)}
		</section>
	);
}

/** The same object while the view is the same, so that rows are not drawn anew. */
function useListQuery(organizationId: string, view: View): ListQuery {
	const { show, cause, q, sort, desc } = view;
	return useMemo(
		() => toListQuery(organizationId, { show, cause, q, sort, desc }),
		[organizationId, show, cause, q, sort, desc],
	);
}
