import { useEffect, useState } from "react";
import { formatAbsolute, formatDay, formatDuration, formatMoment } from "./time";

interface Props {
	at: number;
	className?: string;
}

/** A point in time as people say it; the tooltip has the whole of it with the zone. */
export function Moment(props: Props) {
	return <Time {...props} words={formatMoment(props.at, useNow(60_000))} />;
}

/** How long ago something was; ticks by itself. */
export function Ago(props: Props) {
	const past = useNow(Date.now() - props.at < 90_000 ? 1000 : 30_000) - props.at;
	return <Time {...props} words={past < 1000 ? "just now" : `${formatDuration(past)} ago`} />;
}

/** A day; `last` takes an end that is excluded for the day before it. */
export function Day({ last = false, ...props }: Props & { last?: boolean }) {
	return <Time {...props} words={formatDay(last ? props.at - 1 : props.at)} />;
}

/** How long it is until something is due; ticks by itself. */
export function Countdown({ until, format = formatDuration }: CountdownProps) {
	return <span>{format(Math.max(0, until - useNow(1000)))}</span>;
}

interface CountdownProps {
	until: number;
	format?: (ms: number) => string;
}

function Time({ at, words, className }: Props & { words: string }) {
	return (
		<time dateTime={new Date(at).toISOString()} title={formatAbsolute(at)} className={className}>
			{words}
		</time>
	);
}

/** The wall clock, looked at every so often. Only small components use it. */
export function useNow(everyMs: number): number {
	const [now, setNow] = useState(() => Date.now());
	useEffect(() => {
		const timer = setInterval(() => setNow(Date.now()), everyMs);
		return () => clearInterval(timer);
	}, [everyMs]);
	return now;
}
