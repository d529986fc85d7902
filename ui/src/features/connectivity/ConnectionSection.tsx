import { TriangleAlert } from "lucide-react";
import { Meter, MeterCard } from "../../components/Card";
import { classes } from "../../components/classes";
import { Status } from "../../components/Status";
import text from "../../components/text.module.css";
import {
	formatAbsolute,
	formatCount,
	formatDate,
	formatNumber,
	formatPercent,
} from "../../components/time";
import type { ApiUsage, Connection, ConnectionStateName } from "../../ipc/bindings";
import type { Connected } from "./AccountDialogs";
import { ConnectionCard } from "./ConnectionCard";
import styles from "./ConnectivityView.module.css";

/** The connected account, and how long it holds. */
export function ConnectionSection({ connectivity, connection }: Connected) {
	return (
		<div className={classes(styles.columns, styles.even)}>
			<ConnectionCard connectivity={connectivity} connection={connection} />
			<div className={text.stack}>
				<IdleLimitCard
					state={connectivity.state}
					connection={connection}
					held={connectivity.keyStoreProblem?.consequence === "heldForSession"}
				/>
				{connection.apiUsage && (
					<ApiBudgetCard usage={connection.apiUsage} own={connection.ownCalls} />
				)}
			</div>
		</div>
	);
}

/** From this many days on, the meter warns. */
const WARNING_DAYS = 7;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

interface IdleLimitCardProps {
	state: ConnectionStateName;
	connection: Connection;
	/** The token ends when the console is closed. */
	held: boolean;
}

/** How long the token lives if nobody uses it, by the policy that is assumed. */
function IdleLimitCard({ state, connection, held }: IdleLimitCardProps) {
	const { idleDaysLeft, idleLimitDays, idleEnds } = connection;
	if (state === "lost" || state === "keyLost") {
		return (
			<MeterCard title="Idle limit" value={<span className={text.muted}>No valid token</span>}>
				<Meter
					label="Days left before the token goes idle"
					text="No valid token"
					value={0}
					max={idleLimitDays}
				/>
				<p className={text.hint}>
					The limit of {formatCount(idleLimitDays, "day", "days")} starts again with the next
					sign-in. Until then no session runs.
				</p>
			</MeterCard>
		);
	}
	const warning = idleDaysLeft <= WARNING_DAYS;
	const left = Math.max(0, idleEnds - Date.now());
	const hours = Math.floor(left / HOUR_MS) % 24;
	return (
		<MeterCard
			title="Idle limit"
			value={
				held ? (
					<b>Until the console is closed</b>
				) : (
					<>
						<b>{formatCount(idleDaysLeft, "day", "days")}</b>
						{hours > 0 && ` ${hours} hr`} left
					</>
				)
			}
		>
			<Meter
				label="Days left before the token goes idle"
				text={`${formatCount(idleDaysLeft, "day", "days")} left of ${idleLimitDays}`}
				tone={warning ? "warning" : "quiet"}
				value={left / DAY_MS}
				max={idleLimitDays}
			/>
			{warning && (
				<Status tone="warning" icon={TriangleAlert} word="The token goes idle soon" small />
			)}
			{held ? (
				<p className={text.hint}>
					The token is in memory only. While the console is open:{" "}
					{formatCount(idleDaysLeft, "day", "days")} left of an assumed {idleLimitDays}-day policy.
				</p>
			) : (
				<>
					<p className={text.hint}>Assuming a {idleLimitDays}-day policy.</p>
					<p className={text.hint}>
						A closed console cannot keep the token alive: it would end on{" "}
						<time title={formatAbsolute(idleEnds)}>{formatDate(idleEnds)}</time>.
					</p>
				</>
			)}
		</MeterCard>
	);
}

/** Shares of the organization's limit at which the console holds back. */
const MARKS = [70, 85, 95];

/** The console's own share of the limit, at most. */
const OWN_SHARE = 0.05;

function ApiBudgetCard({ usage, own }: { usage: ApiUsage; own: number }) {
	const others = Math.max(0, usage.used - own);
	const share = usage.limit > 0 ? usage.used / usage.limit : 0;
	const warning = share >= 0.7;
	return (
		<MeterCard
			title="API budget, last 24 hours"
			value={
				<>
					<b>{formatPercent(share)}</b> of {formatNumber(usage.limit)}
				</>
			}
		>
			<Meter
				label="API requests of all apps in the last 24 hours"
				text={`${formatNumber(usage.used)} of ${formatNumber(usage.limit)}`}
				tone={warning ? "warning" : "quiet"}
				value={usage.used}
				max={usage.limit}
				marks={MARKS}
			/>
			{warning && (
				<Status tone="warning" icon={TriangleAlert} word={`Above ${formatPercent(0.7)}`} small />
			)}
			<dl className={styles.shares}>
				<div>
					<dt>This console’s checks</dt>
					<dd data-testid="own-calls">{formatNumber(own)}</dd>
				</div>
				<div>
					<dt>All else, sign-ins included</dt>
					<dd>{formatNumber(others)}</dd>
				</div>
			</dl>
			<p className={text.hint}>
				This console’s own share may reach {formatPercent(OWN_SHARE)} (
				{formatNumber(Math.floor(usage.limit * OWN_SHARE))}). From {formatPercent(0.7)} sessions run
				every 5 minutes, from {formatPercent(0.85)} hourly or by hand, from {formatPercent(0.95)}{" "}
				hourly only.
			</p>
		</MeterCard>
	);
}
