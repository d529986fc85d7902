import { Meter } from "../../components/Meter";
import { Spinner } from "../../components/Spinner";
import { formatNumber } from "../../components/time";
import { useLoadProgress } from "../../ipc/queries";
import styles from "./LoadingStrip.module.css";

/** How far the first full load is. */
export function LoadingStrip({ organizationId }: { organizationId: string }) {
	const progress = useLoadProgress(organizationId);
	const words =
		progress === null
			? "Reading users from Salesforce"
			: `${formatNumber(progress.loaded)} of ${formatNumber(progress.expected)} users read`;
	return (
		<section className={styles.strip} aria-label="First load" data-testid="load-progress">
			<Spinner />
			<span role="status">{words}</span>
			{progress !== null && (
				<div className={styles.meter}>
					<Meter
						role="progressbar"
						label="Users read"
						text={words}
						tone="accent"
						value={progress.loaded}
						max={progress.expected}
					/>
				</div>
			)}
		</section>
	);
}
