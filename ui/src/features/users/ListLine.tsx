import { Clock, RefreshCw, X } from "lucide-react";
import { type Ref, useImperativeHandle, useState } from "react";
import { IconButton } from "../../components/Button";
import { classes } from "../../components/classes";
import { Icon } from "../../components/Icon";
import list from "../../components/ListView.module.css";
import { Ago } from "../../components/Moment";
import text from "../../components/text.module.css";
import { formatAbsolute, formatClock, formatCount, formatNumber } from "../../components/time";
import { press } from "../../domain/actions";
import { hasToken } from "../../domain/connectionState";
import { faultWord } from "../../domain/faultWords";
import type { ConnectionStateName, SortColumn, UserCounts } from "../../ipc/bindings";
import { useCommand } from "../../ipc/useCommand";
import styles from "./ListLine.module.css";
import { EFFECTIVE } from "./statusWords";
import type { UsersView } from "./view";

const SORTED_BY: Record<SortColumn, string> = {
	effectiveStatus: "Effective status",
	name: "Name",
	email: "E-mail",
	username: "Username",
	profile: "Profile",
	since: "Since",
};

const READING = "Reading users";
const SWITCHED_OFF = "Sessions are stopped: Login using Salesforce Service Account is off.";
const NO_CONNECTION = "Sessions are stopped: there is no connection.";

/** What is listed: how many, in which order, which part, how fresh, and which rows are in view. */
export function ListLine({
	organizationId,
	state,
	view,
	counts,
	total,
	rows: tell,
	onView,
}: {
	organizationId: string;
	state: ConnectionStateName | undefined;
	view: UsersView;
	counts: UserCounts | undefined;
	total: number | null;
	/** Takes the words for which rows are in view; the page is not drawn anew for them. */
	rows: Ref<(words: string) => void>;
	onView: (part: Partial<UsersView>) => void;
}) {
	const check = useCommand("check_now");
	const [rows, setRows] = useState("");
	useImperativeHandle(tell, () => setRows, []);
	const count =
		counts === undefined ? READING : total === null ? "" : countWords(view, counts, total);
	const can = state !== undefined && hasToken(state);
	return (
		<div className={classes(list.line, styles.line)}>
			<b role="status" data-testid="list-count">
				{count}
			</b>
			<span>· Sorted by {SORTED_BY[view.sort]}</span>
			{view.show !== "members" && view.show !== "all" && (
				<Removable
					words={
						view.show === "cause"
							? ((view.cause && faultWord(view.cause)) ?? "")
							: EFFECTIVE[view.show].word
					}
					onRemove={() => onView({ show: "members", cause: null })}
				/>
			)}
			{view.q !== "" && <Removable words={`“${view.q}”`} onRemove={() => onView({ q: "" })} />}
			{counts?.asOf != null &&
				(counts.stale ? (
					<span className={styles.stale} title={formatAbsolute(counts.asOf)}>
						· <Icon of={Clock} size="small" /> as of {formatClock(counts.asOf)}
					</span>
				) : (
					<span>
						· Updated <Ago at={counts.asOf} />
					</span>
				))}
			{can ? (
				<IconButton
					icon={RefreshCw}
					label="Refresh"
					className={styles.refresh}
					data-testid="refresh"
					{...press(check, { organizationId })}
				/>
			) : (
				state !== undefined && (
					<span title={state === "off" ? SWITCHED_OFF : NO_CONNECTION}>· Sessions are stopped</span>
				)
			)}
			{check.error && (
				<span role="alert" className={styles.error} title={check.error.message}>
					{check.error.message}
				</span>
			)}
			<span className={styles.rows} data-testid="rows-shown">
				{rows}
			</span>
		</div>
	);
}

function countWords(view: UsersView, counts: UserCounts, total: number): string {
	if (view.q === "" && view.show === "all") {
		return `${formatCount(total, "user", "users")}, ${formatNumber(counts.members)} in the group`;
	}
	if (view.q === "" && view.show === "members") {
		return `${formatCount(total, "member", "members")} of ${formatCount(counts.all, "user", "users")}`;
	}
	if (view.show === "all") {
		return `${formatNumber(total)} of ${formatCount(counts.all, "user", "users")}`;
	}
	if (view.show === "members") {
		return `${formatNumber(total)} of ${formatCount(counts.members, "member", "members")}`;
	}
	return formatCount(total, "user", "users");
}

function Removable({ words, onRemove }: { words: string; onRemove: () => void }) {
	return (
		<span className={styles.filter}>
			<span className={text.cut} title={words}>
				Filtered by {words}
			</span>
			<button type="button" aria-label={`Remove the filter ${words}`} onClick={onRemove}>
				<Icon of={X} size="small" />
			</button>
		</span>
	);
}
