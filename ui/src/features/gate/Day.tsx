import { formatAbsolute, formatDay } from "../../components/time";

/** A day; the tooltip has the instant. `last` takes an end that is excluded for the day before it. */
export function Day({ at, last = false }: { at: number; last?: boolean }) {
	return (
		<time dateTime={new Date(at).toISOString()} title={formatAbsolute(at)}>
			{formatDay(last ? at - 1 : at)}
		</time>
	);
}
