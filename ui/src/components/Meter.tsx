import { classes } from "./classes";
import styles from "./Meter.module.css";

export interface MeterMark {
	/** Percent of the length. */
	at: number;
	label: string;
}

/** How much of something is used or left. The words beside it say the same. */
export function Meter({
	label,
	text,
	value,
	max,
	tone = "quiet",
	role = "meter",
	marks = [],
}: {
	label: string;
	/** The value in words, for people who do not see the bar. */
	text: string;
	value: number;
	max: number;
	tone?: "quiet" | "warning" | "accent";
	role?: "meter" | "progressbar";
	marks?: MeterMark[];
}) {
	const share = max > 0 ? Math.min(1, Math.max(0, value / max)) : 0;
	return (
		<div className={classes(styles.frame, marks.length > 0 && styles.marked)}>
			{/* biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles that it can have are named. */}
			<div
				className={classes(styles.meter, styles[tone])}
				role={role}
				aria-label={label}
				aria-valuemin={0}
				aria-valuemax={max}
				aria-valuenow={Math.min(max, Math.max(0, value))}
				aria-valuetext={text}
			>
				<i style={{ width: `${share * 100}%` }} />
			</div>
			{marks.map((mark) => (
				<span
					key={mark.at}
					className={styles.mark}
					style={{ left: `${mark.at}%` }}
					aria-hidden="true"
				>
					{mark.label}
				</span>
			))}
		</div>
	);
}
