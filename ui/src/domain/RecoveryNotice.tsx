import { CircleCheck, X } from "lucide-react";
import { Button } from "../components/Button";
import { ErrorLine } from "../components/ErrorLine";
import { Icon } from "../components/Icon";
import { Moment } from "../components/Moment";
import text from "../components/text.module.css";
import { formatAbsolute, formatCount, formatDuration, formatNumber } from "../components/time";
import type { Recovery } from "../ipc/bindings";
import { useCommand } from "../ipc/useCommand";
import styles from "./RecoveryNotice.module.css";

/** What the reconnect achieved, proved by a session; stays until dismissed. */
export function RecoveryNotice({
	organizationId,
	recovery,
	onShow,
}: {
	organizationId: string;
	recovery: Recovery;
	onShow: () => void;
}) {
	const dismiss = useCommand("dismiss_recovery");
	const { resumed, needAttention, membersRead, lostSince, recoveredAt } = recovery;
	return (
		<section
			className={styles.notice}
			role="status"
			title={`Lost ${formatAbsolute(lostSince)}, recovered ${formatAbsolute(recoveredAt)}`}
			data-testid="recovery"
		>
			<span className={styles.icon}>
				<Icon of={CircleCheck} size="large" />
			</span>
			<div className={text.grow}>
				<div className={styles.lead}>
					<b>{formatCount(resumed, "user", "users")} resumed</b>
					{needAttention > 0 &&
						` · ${formatNumber(needAttention)} ${needAttention === 1 ? "needs" : "need"} attention of their own`}
				</div>
				<div className={styles.detail}>
					Same account and organization as before · lost for{" "}
					{formatDuration(Math.max(1000, recoveredAt - lostSince))} · last successful session{" "}
					<Moment at={recoveredAt} />, {formatCount(membersRead, "member", "members")} confirmed
				</div>
				<ErrorLine error={dismiss.error} />
			</div>
			{needAttention > 0 && (
				<Button onClick={onShow} data-testid="show-attention">
					Show {formatCount(needAttention, "user", "users")}
				</Button>
			)}
			<Button
				look="quiet"
				bare
				icon={X}
				aria-label="Dismiss"
				busy={dismiss.isPending}
				data-testid="dismiss-recovery"
				onClick={() => dismiss.mutate({ organizationId })}
			/>
		</section>
	);
}
