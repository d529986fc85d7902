import { formatDuration } from "../../components/time";
import { useNow } from "../../components/useNow";

/** Seconds until something is due; the only part of the bar that ticks. */
export function Countdown({ until }: { until: number }) {
	const now = useNow(1000);
	return <span>{formatDuration(Math.max(0, until - now))}</span>;
}
