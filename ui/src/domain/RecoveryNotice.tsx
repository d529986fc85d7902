import { CircleCheck, X } from "lucide-react";
import { Band } from "../components/Band";
import { Button, IconButton } from "../components/Button";
import { ErrorLine } from "../components/ErrorLine";
import { Moment } from "../components/Moment";
import text from "../components/text.module.css";
import { formatAbsolute, formatCount, formatDuration, formatNumber } from "../components/time";
import type { Recovery } from "../ipc/bindings";
import { useCommand } from "../ipc/useCommand";
import { press } from "./press";

interface Props {
	organizationId: string;
	recovery: Recovery;
	onShow: () => void;
}

/** What the reconnect achieved, proved by a session; stays until dismissed. */
export function RecoveryNotice({ organizationId, recovery, onShow }: Props) {
	const dismiss = useCommand("dismiss_recovery");
	const { resumed, needAttention, membersRead, lostSince, recoveredAt } = recovery;
	return (
		<Band
			tone="good"
			icon={CircleCheck}
			role="status"
			title={`Lost ${formatAbsolute(lostSince)}, recovered ${formatAbsolute(recoveredAt)}`}
			data-testid="recovery"
			lead={
				<>
					<b>{formatCount(resumed, "user", "users")} resumed</b>
					{needAttention > 0 &&
						` · ${formatNumber(needAttention)} ${needAttention === 1 ? "needs" : "need"} attention of their own`}
				</>
			}
			detail={
				<span className={text.muted}>
					Same account and organization as before · lost for{" "}
					{formatDuration(Math.max(1000, recoveredAt - lostSince))} · last successful session{" "}
					<Moment at={recoveredAt} />, {formatCount(membersRead, "member", "members")} confirmed
				</span>
			}
		>
			<ErrorLine error={dismiss.error} />
			{needAttention > 0 && (
				<Button onClick={onShow} data-testid="show-attention">
					Show {formatCount(needAttention, "user", "users")}
				</Button>
			)}
			<IconButton
				size="normal"
				icon={X}
				label="Dismiss"
				data-testid="dismiss-recovery"
				{...press(dismiss, { organizationId })}
			/>
		</Band>
	);
}
