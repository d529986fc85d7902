import { createColumnHelper, type RowData, tableFeatures } from "@tanstack/react-table";
import { Clock } from "lucide-react";
import type { ReactNode } from "react";
import { Icon } from "../../components/Icon";
import { Moment } from "../../components/Moment";
import { Status } from "../../components/Status";
import { formatClock } from "../../components/time";
import type { UserRow, UserSort } from "../../ipc/bindings";
import text from "../../styles/text.module.css";
import { ACTIVE_MEANS, EFFECTIVE, OWN, SOURCES } from "./statusWords";
import styles from "./UsersGrid.module.css";

declare module "@tanstack/react-table" {
	interface ColumnMeta<TFeatures, TData extends RowData, TValue> {
		/** What the console sorts by, if it does. */
		sort?: UserSort;
		className?: string;
		/** The whole value, where the cell may cut it. */
		whole?: (user: UserRow) => string;
		show: (user: UserRow) => ReactNode;
	}
}

/** Rows come sorted, filtered and paged: the table keeps the columns and nothing else. */
export const features = tableFeatures({});
const helper = createColumnHelper<typeof features, UserRow>();
const nothing = <span className={text.muted}>—</span>;

export const columns = helper.columns([
	helper.display({
		id: "effective",
		header: "Effective status",
		meta: {
			sort: "effectiveStatus",
			className: `${styles.pinned} ${styles.effective}`,
			show: effective,
		},
	}),
	helper.display({
		id: "name",
		header: "Name",
		meta: {
			sort: "name",
			className: `${styles.pinned} ${styles.pinnedSecond} ${styles.name}`,
			whole: (user) => user.name,
			show: (user) => user.name,
		},
	}),
	helper.display({
		id: "email",
		header: "E-mail",
		meta: {
			sort: "email",
			className: text.muted,
			whole: (user) => user.email,
			show: (user) => user.email,
		},
	}),
	helper.display({
		id: "username",
		header: "Username",
		meta: {
			sort: "username",
			className: text.muted,
			whole: (user) => user.username,
			show: (user) => user.username,
		},
	}),
	helper.display({
		id: "profile",
		header: "Profile",
		meta: { sort: "profile", whole: (user) => user.profile, show: (user) => user.profile },
	}),
	helper.display({ id: "own", header: "Status", meta: { show: own } }),
	helper.display({
		id: "error",
		header: "Error",
		meta: {
			className: styles.error,
			whole: (user) => user.error ?? "",
			show: (user) => user.error,
		},
	}),
	helper.display({
		id: "since",
		header: "Since",
		meta: {
			sort: "since",
			className: styles.when,
			show: (user) => (user.since === null ? nothing : <Moment at={user.since} />),
		},
	}),
	helper.display({
		id: "lastSession",
		header: "Last session",
		meta: {
			className: `${styles.when} ${text.muted}`,
			show: (user) => (user.lastSession === null ? nothing : <Moment at={user.lastSession} />),
		},
	}),
	helper.display({
		id: "source",
		header: "Source",
		meta: {
			className: text.muted,
			whole: (user) => (user.source === null ? "" : SOURCES[user.source].long),
			show: (user) => (user.source === null ? nothing : SOURCES[user.source].short),
		},
	}),
]);

function effective(user: UserRow): ReactNode {
	const { tone, icon, word } = EFFECTIVE[user.effective];
	const asOf =
		user.stale && user.lastSession !== null ? `as of ${formatClock(user.lastSession)}` : null;
	return (
		<>
			<Status
				tone={tone}
				icon={icon}
				word={word}
				title={user.effective === "active" ? ACTIVE_MEANS : undefined}
			/>
			{asOf !== null && (
				<span className={styles.stale} title={asOf}>
					<Icon of={Clock} size="small" />
					<span className={text.hidden}>{asOf}</span>
				</span>
			)}
		</>
	);
}

function own(user: UserRow): ReactNode {
	if (user.own === null) {
		return nothing;
	}
	return (
		<span className={user.own === "suspended" ? styles.ownFault : text.muted}>{OWN[user.own]}</span>
	);
}
