import { formatAbsolute, formatMoment } from "./time";
import { useNow } from "./useNow";

/** A point in time as people say it; the tooltip has the whole of it with the zone. */
export function Moment({ at, className }: { at: number; className?: string }) {
	const now = useNow(60_000);
	return (
		<time dateTime={new Date(at).toISOString()} title={formatAbsolute(at)} className={className}>
			{formatMoment(at, now)}
		</time>
	);
}
