import { TriangleAlert } from "lucide-react";
import { Meter } from "../../components/Meter";
import { MeterCard } from "../../components/MeterCard";
import { Status } from "../../components/Status";
import { formatAbsolute, formatCount, formatDate } from "../../components/time";
import type { Connection, ConnectionStateName } from "../../ipc/bindings";
import text from "../../styles/text.module.css";

/** From this many days on, the meter warns. */
const WARNING_DAYS = 7;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How long the token lives if nobody uses it, by the policy that is assumed. */
export function IdleLimitCard({
	state,
	connection,
	held,
}: {
	state: ConnectionStateName;
	connection: Connection;
	/** The token ends when the console is closed. */
	held: boolean;
}) {
	const { idleDaysLeft, idleLimitDays, idleEnds } = connection;
	if (state === "lost" || state === "keyLost" || state === "wrongAccount") {
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
