import { Link } from "@tanstack/react-router";
import { classes } from "../../components/classes";
import { Status } from "../../components/Status";
import frame from "../../components/Table.module.css";
import text from "../../components/text.module.css";
import { formatAbsolute, formatMoment } from "../../components/time";
import { useNow } from "../../components/useNow";
import type { ActivityEntry } from "../../ipc/bindings";
import styles from "./ActivityTable.module.css";
import { actorWord, betweenWords, isReceived, KINDS, subjectWord, valueWord } from "./words";

/** Gray bars while the first page comes. */
const WAITING = Array.from({ length: 8 }, (_, index) => index);

export function ActivityTable({
	entries,
	known,
	loading,
}: {
	entries: ActivityEntry[];
	/** Organizations that are still there. */
	known: ReadonlySet<string>;
	loading: boolean;
}) {
	// One clock for all rows: there may be thousands.
	const now = useNow(60_000);
	return (
		<table className={classes(frame.table, styles.table)} aria-busy={loading}>
			<thead>
				<tr>
					<th scope="col" className={styles.time}>
						Time
					</th>
					<th scope="col" className={styles.what}>
						What
					</th>
					<th scope="col" className={styles.organization}>
						Organization
					</th>
					<th scope="col" className={styles.who}>
						Who
					</th>
					<th scope="col">Change</th>
				</tr>
			</thead>
			<tbody>
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
			</tbody>
		</table>
	);
}

function Row({
	entry,
	known,
	now,
}: {
	entry: ActivityEntry;
	known: ReadonlySet<string>;
	now: number;
}) {
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
			<td className={classes(styles.cut, !entry.byPerson && text.muted)} title={actorWord(entry)}>
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
