import { UserRoundX } from "lucide-react";
import { Band } from "../../components/Band";
import { Button, LinkButton } from "../../components/Button";
import { classes } from "../../components/classes";
import { Icon } from "../../components/Icon";
import { Moment } from "../../components/Moment";
import text from "../../components/text.module.css";
import { formatClock, formatCount, formatNumber } from "../../components/time";
import tones from "../../components/tones.module.css";
import { CheckNowButton, ReconnectButton } from "../../domain/actions";
import { CONNECTION_STATES, reconnectHelps, stopsEveryone } from "../../domain/connectionState";
import { faultWord } from "../../domain/faultWords";
import type {
	ConnectionFault,
	Connectivity,
	FaultCode,
	OwnFault,
	UserCounts,
} from "../../ipc/bindings";
import styles from "./IncidentCard.module.css";

interface Props {
	connectivity: Connectivity;
	counts: UserCounts;
	/** The list shows the suspended ones, and nobody else. */
	shown: boolean;
	onShow: () => void;
	onCause: (code: FaultCode) => void;
}

/** One cause above any number of red rows, with its one button; people's own faults apart. */
export function IncidentCard({ connectivity, counts, shown, onShow, onCause }: Props) {
	const { fault, state } = connectivity;
	const stopped = fault !== null && state !== "off";
	const red = stopsEveryone(state);
	const reconnect = fault !== null && reconnectHelps(state, fault.fault.remedy);
	const off = state === "off" && connectivity.connection !== null;
	if (!stopped && !off && counts.ownFaults.length === 0) {
		return null;
	}
	return (
		<section
			className={classes(
				styles.card,
				stopped ? tones[red ? "bad" : "warning"] : !off && styles.plain,
			)}
			aria-label="Incidents"
			data-testid="incident"
		>
			{stopped && <Cause {...{ connectivity, fault, counts, shown, onShow }} />}
			{off && <SwitchedOff members={counts.members} />}
			{counts.ownFaults.length > 0 && (
				<OwnFaultsBand
					faults={counts.ownFaults}
					besideReconnect={stopped && red && reconnect}
					onCause={onCause}
					onAll={onShow}
				/>
			)}
		</section>
	);
}

/** Nothing is wrong, and yet nobody is served: the list must not leave that to be guessed. */
function SwitchedOff({ members }: { members: number }) {
	return (
		<Band
			framed={false}
			className={styles.cause}
			icon={CONNECTION_STATES.off.icon}
			lead={<b>Login using Salesforce Service Account is off</b>}
			detail={
				<>
					{formatCount(members, "member is", "members are")} disabled. The sign-in is kept; switch
					it on under Salesforce Connectivity.
				</>
			}
		/>
	);
}

interface CauseProps {
	connectivity: Connectivity;
	fault: ConnectionFault;
	counts: UserCounts;
	shown: boolean;
	onShow: () => void;
}

function Cause({ connectivity, fault, counts, shown, onShow }: CauseProps) {
	const { state, organizationId } = connectivity;
	const { remedy, title, raw } = fault.fault;
	const red = stopsEveryone(state);
	const reconnect = reconnectHelps(state, remedy);
	// What is tried again by itself may have another cause.
	const fix = reconnect
		? `Reconnect ${fault.retryAt === null ? "fixes" : "may fix"} all`
		: remedy === "checkNow"
			? "needs a change in Salesforce"
			: "passes by itself";
	return (
		<Band
			framed={false}
			className={styles.cause}
			icon={CONNECTION_STATES[state].icon}
			lead={
				red ? (
					<b>
						{formatCount(fault.suspended, "user", "users")} · 1 cause · {fix}
					</b>
				) : (
					<b>
						{title}
						{counts.asOf !== null && ` · statuses as of ${formatClock(counts.asOf)}`}
					</b>
				)
			}
			detail={
				<>
					{red ? title : "No one is suspended by it"}
					{fault.since !== null && (
						<span className={text.muted}>
							{" · since "}
							<Moment at={fault.since} />
						</span>
					)}
					<span className={text.muted}>{" · "}</span>
					<code title={raw} data-testid="incident-raw">
						{raw}
					</code>
				</>
			}
		>
			{red && counts.suspended > 0 && !shown && (
				<Button className={styles.late} onClick={onShow} data-testid="show-suspended">
					Show all {formatNumber(counts.suspended)} suspended
				</Button>
			)}
			{reconnect ? (
				<ReconnectButton />
			) : (
				remedy === "checkNow" && <CheckNowButton organizationId={organizationId} />
			)}
		</Band>
	);
}

/** Causes that have a link of their own; the rest is behind one. */
const LINKS = 3;

interface OwnFaultsBandProps {
	faults: OwnFault[];
	/** A cause that a reconnect removes stands above. */
	besideReconnect: boolean;
	onCause: (code: FaultCode) => void;
	onAll: () => void;
}

/** Members whom no reconnect helps, by their own causes. */
function OwnFaultsBand({ faults, besideReconnect, onCause, onAll }: OwnFaultsBandProps) {
	const members = faults.reduce((sum, fault) => sum + fault.members, 0);
	const rest = faults.length - LINKS;
	return (
		<div className={styles.band} data-testid="own-faults">
			<span className={styles.ownFaultsBandIcon}>
				<Icon of={UserRoundX} />
			</span>
			<span className={styles.lead}>
				<b>{formatCount(members, "user", "users")}</b> {members === 1 ? "needs" : "need"} attention
				of their own
			</span>
			<span className={styles.dot}>·</span>
			{faults.slice(0, LINKS).map((fault) => (
				<LinkButton
					key={fault.code}
					className={styles.link}
					title={fault.raw}
					onClick={() => onCause(fault.code)}
				>
					<span>
						{formatNumber(fault.members)} {faultWord(fault.code) ?? fault.raw}
					</span>
				</LinkButton>
			))}
			{rest > 0 && (
				<LinkButton onClick={onAll}>{formatCount(rest, "more cause", "more causes")}</LinkButton>
			)}
			{besideReconnect && (
				<span className={classes(text.hint, styles.note)}>Reconnect does not change these</span>
			)}
		</div>
	);
}
