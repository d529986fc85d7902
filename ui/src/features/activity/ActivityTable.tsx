import { Link } from "@tanstack/react-router";
import { classes } from "../../components/classes";
import { useNow } from "../../components/Moment";
import { Status } from "../../components/Status";
import { Table } from "../../components/Table";
import text from "../../components/text.module.css";
import { formatAbsolute, formatMoment } from "../../components/time";
import type { ActivityEntry } from "../../ipc/bindings";
import styles from "./ActivityTable.module.css";
import { actorWord, betweenWords, isReceived, KINDS, subjectWord, valueWord } from "./words";

const COLUMNS: [string, string?][] = [
	["Time", styles.time],
	["What", styles.what],
	["Organization", styles.organization],
	["Who", styles.who],
	["Change"],
];

/** Gray bars while the first page comes. */
const WAITING = Array.from({ length: 8 }, (_, index) => index);

interface Props {
	entries: ActivityEntry[];
	/** Organizations that are still there. */
	known: ReadonlySet<string>;
	loading: boolean;
}

export function ActivityTable({ entries, known, loading }: Props) {
	// One clock for all rows: there may be thousands.
	const now = useNow(60_000);
	return (
		<Table className={styles.table} columns={COLUMNS} aria-busy={loading}>
			{loading &&
				WAITING.map((index) => (
					<tr key={index}>
						<td colSpan={5}>
							<span className={styles.bar} />
						</td>
					</tr>
				))}
			{entries.map((entry) => (
				<Row key={entry.number} entry={entry} known={known} now={now} />
			))}
		</Table>
	);
}

interface RowProps {
	entry: ActivityEntry;
	known: ReadonlySet<string>;
	now: number;
}

function Row({ entry, known, now }: RowProps) {
	const { organizationId, organizationName } = entry;
	return (
		<tr data-testid="activity-entry" data-kind={entry.kind}>
			<td className={text.nowrap}>
				<time dateTime={new Date(entry.at).toISOString()} title={formatAbsolute(entry.at)}>
					{formatMoment(entry.at, now)}
				</time>
			</td>
			<td>
				<Status {...KINDS[entry.kind]} />
			</td>
			<td className={styles.change}>
				{organizationId === null ? (
					"—"
				) : known.has(organizationId) ? (
					<Link to="/organizations/$organizationId" params={{ organizationId }}>
						{organizationName || "Organization"}
					</Link>
				) : (
					<>
						{organizationName || "Organization"} <span className={text.muted}>(deleted)</span>
					</>
				)}
			</td>
			<td className={classes(text.cut, !entry.byPerson && text.muted)} title={actorWord(entry)}>
				{actorWord(entry)}
			</td>
			<td className={styles.change}>
				<Change entry={entry} />
			</td>
		</tr>
	);
}

function Change({ entry: { kind, subject, from, to } }: { entry: ActivityEntry }) {
	return (
		<>
			{subject !== null && (
				<span className={text.muted}>
					{subjectWord(kind, subject)}
					{(from ?? to) !== null && ": "}
				</span>
			)}
			{from !== null && (
				<>
					{valueWord(kind, from)}
					<span aria-hidden="true">{betweenWords(kind)}</span>
					<span className={text.hidden}>{betweenWords(kind) === " → " ? " to " : ", "}</span>
				</>
			)}
			{to !== null && (isReceived(kind) ? <code>{to}</code> : valueWord(kind, to))}
		</>
	);
}
