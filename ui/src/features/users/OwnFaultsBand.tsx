import { UserRoundX } from "lucide-react";
import { Icon } from "../../components/Icon";
import { LinkButton } from "../../components/LinkButton";
import { formatCount, formatNumber } from "../../components/time";
import { faultWord } from "../../domain/faultWords";
import type { OwnFault } from "../../ipc/bindings";
import styles from "./OwnFaultsBand.module.css";

/** Causes that have a link of their own; the rest is behind one. */
const LINKS = 3;

/** Members whom no reconnect helps, by their own causes. */
export function OwnFaultsBand({
	faults,
	besideReconnect,
	onCause,
	onAll,
}: {
	faults: OwnFault[];
	/** A cause that a reconnect removes stands above. */
	besideReconnect: boolean;
	onCause: (raw: string) => void;
	onAll: () => void;
}) {
	const members = faults.reduce((sum, fault) => sum + fault.members, 0);
	const rest = faults.length - LINKS;
	return (
		<div className={styles.band} data-testid="own-faults">
			<span className={styles.icon}>
				<Icon of={UserRoundX} />
			</span>
			<span className={styles.lead}>
				<b>{formatCount(members, "user", "users")}</b> {members === 1 ? "needs" : "need"} attention
				of their own
			</span>
			<span className={styles.dot}>·</span>
			{faults.slice(0, LINKS).map((fault) => (
				<LinkButton
					key={fault.raw}
					className={styles.link}
					title={fault.raw}
					onClick={() => onCause(fault.raw)}
				>
					<span>
						{formatNumber(fault.members)} {faultWord(fault.raw)}
					</span>
				</LinkButton>
			))}
			{rest > 0 && (
				<LinkButton onClick={onAll}>{formatCount(rest, "more cause", "more causes")}</LinkButton>
			)}
			{besideReconnect && <span className={styles.note}>Reconnect does not change these</span>}
		</div>
	);
}
