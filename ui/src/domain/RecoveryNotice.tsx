import { CircleCheck, X } from "lucide-react";
import { Band } from "../components/Band";
import { Button, IconButton } from "../components/Button";
import { Moment } from "../components/Moment";
import { ErrorLine } from "../components/Notice";
import text from "../components/text.module.css";
import { formatAbsolute, formatCount, formatDuration, formatNumber } from "../components/time";
import type { Recovery, Resuming } from "../ipc/bindings";
import { useLoadProgress } from "../ipc/queries";
import { useCommand } from "../ipc/useCommand";
import { press } from "./actions";

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

interface ResumingProps {
	organizationId: string;
	resuming: Resuming;
}

/** Signed in again, and not proved yet: a session has to read first. */
export function ResumingNotice({ organizationId, resuming }: ResumingProps) {
	const progress = useLoadProgress(organizationId);
	return (
		<Band
			tone="plain"
			role="status"
			data-testid="resuming"
			lead={<b>Signed in again: checking the members</b>}
			detail={
				<span className={text.muted}>
					{formatCount(resuming.members, "member resumes", "members resume")} when a session has
					read what changed since <Moment at={resuming.lostSince} />
					{progress !== null &&
						progress.loaded < progress.expected &&
						` · ${formatNumber(progress.loaded)} of ${formatNumber(progress.expected)} users read`}
				</span>
			}
		/>
	);
}
