import { formatAbsolute, formatDuration } from "./time";
import { useNow } from "./useNow";

/** How long ago something was; ticks by itself. */
export function Ago({ at, className }: { at: number; className?: string }) {
	const now = useNow(Date.now() - at < 90_000 ? 1000 : 30_000);
	const past = Math.max(0, now - at);
	return (
		<time dateTime={new Date(at).toISOString()} title={formatAbsolute(at)} className={className}>
			{past < 1000 ? "just now" : `${formatDuration(past)} ago`}
		</time>
	);
}
