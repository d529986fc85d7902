import { Band } from "../components/Band";
import { Moment } from "../components/Moment";
import text from "../components/text.module.css";
import { formatCount, formatNumber } from "../components/time";
import type { Resuming } from "../ipc/bindings";
import { useLoadProgress } from "../ipc/queries";

interface Props {
	organizationId: string;
	resuming: Resuming;
}

/** Signed in again, and not proved yet: a session has to read first. */
export function ResumingNotice({ organizationId, resuming }: Props) {
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
