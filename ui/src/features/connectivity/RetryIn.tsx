import { formatDuration } from "../../components/time";
import { useNow } from "../../components/useNow";

/** "in 40 sec", ticking. */
export function RetryIn({ at }: { at: number }) {
	const left = at - useNow(1000);
	return <>{left < 1000 ? "now" : `in ${formatDuration(left)}`}</>;
}
