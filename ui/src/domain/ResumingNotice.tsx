import { classes } from "../components/classes";
import { Moment } from "../components/Moment";
import { Spinner } from "../components/Spinner";
import text from "../components/text.module.css";
import { formatCount, formatNumber } from "../components/time";
import type { Resuming } from "../ipc/bindings";
import { useLoadProgress } from "../ipc/queries";
import styles from "./RecoveryNotice.module.css";

/** Signed in again, and not proved yet: a session has to read first. */
export function ResumingNotice({
	organizationId,
	resuming,
}: {
	organizationId: string;
	resuming: Resuming;
}) {
	const progress = useLoadProgress(organizationId);
	return (
		<section
			className={classes(styles.notice, styles.waiting)}
			role="status"
			data-testid="resuming"
		>
			<Spinner />
			<div className={text.grow}>
				<div className={styles.lead}>
					<b>Signed in again: checking the members</b>
				</div>
				<div className={styles.detail}>
					{formatCount(resuming.members, "member resumes", "members resume")} when a session has
					read what changed since <Moment at={resuming.lostSince} />
					{progress !== null &&
						progress.loaded < progress.expected &&
						` · ${formatNumber(progress.loaded)} of ${formatNumber(progress.expected)} users read`}
				</div>
			</div>
		</section>
	);
}
