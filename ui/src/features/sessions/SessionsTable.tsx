import { ChevronDown, ChevronRight } from "lucide-react";
import { Fragment, useState } from "react";
import { CopyButton } from "../../components/Copy";
import { classes } from "../../components/classes";
import { Fact, Facts } from "../../components/Facts";
import { Icon } from "../../components/Icon";
import { Moment } from "../../components/Moment";
import { Status } from "../../components/Status";
import { Table } from "../../components/Table";
import text from "../../components/text.module.css";
import { formatAbsolute, formatNumber } from "../../components/time";
import { ExplanationFacts } from "../../domain/ExplanationFacts";
import {
	asText,
	checkedWords,
	duration,
	numberWords,
	OUTCOMES,
	ownFaultWords,
	RUNNING,
	TRIGGERS,
} from "../../domain/sessionWords";
import type { ListedSession } from "../../ipc/bindings";
import styles from "./SessionsTable.module.css";

const COLUMNS: [string, string?][] = [
	["Started", styles.started],
	["Outcome", styles.outcome],
	["Trigger", styles.trigger],
	["Duration", styles.number],
	["Checked", styles.number],
	["Changed", styles.number],
	["Own faults", styles.number],
	["API calls", styles.number],
	["Error", styles.error],
];

/** Sessions, newest first; a click opens one in place. */
export function SessionsTable({ label, rows }: { label: string; rows: ListedSession[] }) {
	const [open, setOpen] = useState<number | null>(null);
	return (
		<Table
			className={styles.table}
			columns={COLUMNS}
			aria-label={label}
			data-testid="sessions-table"
		>
			{rows.map((row) => (
				<Fragment key={row.id}>
					<Row
						row={row}
						open={open === row.id}
						onToggle={() => setOpen(open === row.id ? null : row.id)}
					/>
					{open === row.id && (
						<tr className={styles.opened}>
							<td colSpan={COLUMNS.length} id={`session-${row.id}`}>
								<SessionDetail row={row} />
							</td>
						</tr>
					)}
				</Fragment>
			))}
		</Table>
	);
}

function Row({ row, open, onToggle }: { row: ListedSession; open: boolean; onToggle: () => void }) {
	const outcome = row.outcome === null ? RUNNING : OUTCOMES[row.outcome];
	return (
		<tr
			className={classes(styles.row, open && styles.current)}
			onClick={onToggle}
			data-testid="session-row"
			data-outcome={row.outcome ?? "running"}
		>
			<th scope="row">
				<button
					type="button"
					className={styles.toggle}
					aria-expanded={open}
					aria-controls={open ? `session-${row.id}` : undefined}
					onClick={(event) => {
						event.stopPropagation();
						onToggle();
					}}
				>
					<Icon of={open ? ChevronDown : ChevronRight} size="small" />
					<span className={text.hidden}>Session of</span>
					<Moment at={row.started} />
					<span className={text.hidden}>{formatAbsolute(row.started)}</span>
				</button>
			</th>
			<td>
				<Status {...outcome} turning={row.outcome === null} />
			</td>
			<td>{TRIGGERS[row.trigger]}</td>
			<td className={styles.number}>{duration(row)}</td>
			<td className={styles.number}>{checkedWords(row)}</td>
			<td className={classes(styles.number, row.changed > 0 && text.strong)}>
				{numberWords(row, row.changed)}
			</td>
			<td className={styles.number}>{formatNumber(row.suspended)}</td>
			<td className={styles.number}>{formatNumber(row.apiCalls)}</td>
			<td className={styles.error}>
				{row.fault && (
					<code
						className={row.outcome === "heldBack" ? styles.held : styles.raw}
						title={row.fault.raw}
						translate="no"
					>
						{row.fault.raw}
					</code>
				)}
			</td>
		</tr>
	);
}

/** Everything about one session, with the text that stopped it in full. */
function SessionDetail({ row }: { row: ListedSession }) {
	return (
		<div className={classes(text.stack, styles.detail)} data-testid="session-detail">
			<div className={styles.facts}>
				<Facts narrow>
					<Fact name="Started">{formatAbsolute(row.started)}</Fact>
					<Fact name="Ended">
						{row.ended === null
							? "Still running"
							: `${formatAbsolute(row.ended)} (${duration(row)})`}
					</Fact>
					<Fact name="Trigger">{TRIGGERS[row.trigger]}</Fact>
				</Facts>
				<Facts narrow>
					<Fact name="Checked">{checkedWords(row)}</Fact>
					<Fact name="Changed">
						{numberWords(row, row.changed) === "—"
							? "—"
							: `${formatNumber(row.changed)}, of these ${formatNumber(row.newlySuspended)} suspended`}
					</Fact>
					<Fact name="Suspended">{`${ownFaultWords(row)}, the connection aside`}</Fact>
					<Fact name="API calls">{formatNumber(row.apiCalls)}</Fact>
				</Facts>
			</div>
			{row.fault && (
				<ExplanationFacts
					explanation={row.fault}
					titled
					tone={row.outcome === "failed" ? "bad" : "warning"}
				/>
			)}
			{row.outcome === "interrupted" && row.fault === null && (
				<p className={text.muted}>
					The console was closed while this session ran. The next one went on where it stopped.
				</p>
			)}
			<div>
				<CopyButton text={asText(row)} label="Copy this session" word="Copy this session" />
			</div>
		</div>
	);
}
