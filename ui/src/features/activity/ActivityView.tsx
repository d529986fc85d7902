import { type InfiniteData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { ChevronDown, History, SearchX } from "lucide-react";
import { Button } from "../../components/Button";
import { type ChipChoice, ChipRow } from "../../components/ChipRow";
import { CopyButton } from "../../components/Copy";
import { classes } from "../../components/classes";
import { SelectField } from "../../components/Field";
import list from "../../components/ListView.module.css";
import { EmptyState } from "../../components/Notice";
import { PageHeader } from "../../components/PageHeader";
import text from "../../components/text.module.css";
import { formatCount, formatNumber } from "../../components/time";
import { ReadFailure } from "../../domain/ReadFailure";
import type {
	ActivityCounts,
	ActivityPage,
	ActivityTopic,
	OrganizationSummary,
} from "../../ipc/bindings";
import { useHost } from "../../ipc/HostContext";
import { ActivityTable } from "./ActivityTable";
import styles from "./ActivityView.module.css";
import type { ActivityView as View } from "./view";
import { asText, TOPICS } from "./words";

const CHIPS: (Omit<ChipChoice, "count"> & { id: keyof ActivityCounts })[] = [
	{ id: "all", label: "All" },
	...(Object.keys(TOPICS) as ActivityTopic[]).map((id) => ({
		id,
		label: TOPICS[id].word,
		icon: TOPICS[id].icon,
	})),
];

interface Props {
	organizations: OrganizationSummary[];
	view: View;
	onView: (view: View) => void;
}

/** Who changed what and when, and what happened to the connections. */
export function ActivityView({ organizations, view, onView }: Props) {
	const { data, counts, error, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } =
		useActivity(view);
	const entries = data?.pages.flatMap((page) => page.entries) ?? [];
	const total = data?.pages[0]?.total ?? null;
	const filtered = view.topic !== undefined || view.organization !== undefined;
	return (
		<>
			<PageHeader title="Activity" />
			<div className={classes(list.tools, styles.tools)}>
				<ChipRow
					label="Activity by kind"
					choices={CHIPS.map((chip) => ({ ...chip, count: counts?.[chip.id] ?? null }))}
					chosen={view.topic ?? "all"}
					onChoose={(id) =>
						onView({ ...view, topic: id === "all" ? undefined : (id as ActivityTopic) })
					}
				/>
				<div className={styles.organization}>
					<SelectField
						label="Organization"
						labelHidden
						value={view.organization ?? ""}
						options={organizationChoices(organizations, view)}
						onChange={(id) => onView({ ...view, organization: id === "" ? undefined : id })}
						testId="activity-organization"
					/>
				</div>
				<p className={classes(text.hint, styles.line)} role="status" data-testid="activity-count">
					{total !== null && countWords(entries.length, total)}
				</p>
				{entries.length > 0 && (
					<CopyButton
						text={asText(entries)}
						label={`Copy as text, ${formatCount(entries.length, "entry", "entries")}`}
						word="Copy as text"
					/>
				)}
			</div>
			<div
				className={classes(text.scroll, list.rows)}
				data-testid="activity"
				data-total={total ?? ""}
			>
				{error !== null && entries.length === 0 ? (
					<ReadFailure title="The activity could not be read" error={error} onRetry={refetch} />
				) : total === 0 ? (
					filtered ? (
						<EmptyState
							icon={SearchX}
							title="Nothing of this kind happened"
							testId="activity-empty"
							action={<Button onClick={() => onView({})}>Clear the filter</Button>}
						/>
					) : (
						<EmptyState icon={History} title="Nothing happened yet">
							Every change an admin makes and every event of a connection will stand here.
						</EmptyState>
					)
				) : (
					<ActivityTable
						entries={entries}
						known={new Set(organizations.map(({ id }) => id))}
						loading={data === undefined}
					/>
				)}
				{hasNextPage && (
					<div className={styles.more}>
						<Button
							icon={ChevronDown}
							busy={isFetchingNextPage}
							data-testid="activity-more"
							onClick={() => void fetchNextPage()}
						>
							Show older entries
						</Button>
					</div>
				)}
			</div>
		</>
	);
}

function countWords(shown: number, total: number): string {
	const all = formatCount(total, "entry", "entries");
	return shown < total ? `${formatNumber(shown)} of ${all}, newest first` : `${all}, newest first`;
}

/** An organization that is filtered by stays in the list although it was deleted. */
function organizationChoices(organizations: OrganizationSummary[], { organization }: View) {
	const choices = [
		{ value: "", label: "All organizations" },
		...organizations.map(({ id, name }) => ({ value: id, label: name })),
	];
	if (organization !== undefined && !choices.some(({ value }) => value === organization)) {
		choices.push({ value: organization, label: "A deleted organization" });
	}
	return choices;
}

/** Entries that are asked for at once. */
const PAGE = 100;

/** The audit, newest first; older pages on demand. */
function useActivity({ topic, organization }: View) {
	const host = useHost();
	const client = useQueryClient();
	const query = useInfiniteQuery({
		queryKey: ["activity", { query: { topic, organizationId: organization } }],
		queryFn: ({ pageParam }) =>
			host.call("activity", {
				query: {
					topic: topic ?? null,
					organizationId: organization ?? null,
					before: pageParam,
					limit: PAGE,
				},
			}),
		initialPageParam: null as number | null,
		getNextPageParam: (last) => (last.more ? (last.entries.at(-1)?.number ?? null) : null),
	});
	// Every topic's page has the counts of all: another chip shows them before its own page came.
	const counts =
		query.data?.pages[0]?.counts ??
		client
			.getQueriesData<InfiniteData<ActivityPage>>({
				queryKey: ["activity", { query: { organizationId: organization } }],
			})
			.find(([, known]) => known !== undefined)?.[1]?.pages[0]?.counts ??
		null;
	return { ...query, counts };
}
