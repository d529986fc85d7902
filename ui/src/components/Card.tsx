import { ChevronDown, ChevronRight, type LucideIcon } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import styles from "./Card.module.css";
import { classes } from "./classes";
import { Icon } from "./Icon";
import text from "./text.module.css";

interface Props {
	title: string;
	icon?: LucideIcon;
	/** Stands at the right end of the head. */
	aside?: ReactNode;
	/** The content brings its own padding. */
	flush?: boolean;
	/** Less room above and below the content. */
	tight?: boolean;
	children: ReactNode;
}

/** A titled surface. */
export function Card({ title, icon, aside, flush = false, tight = false, children }: Props) {
	const id = useId();
	return (
		<section className={text.card} aria-labelledby={id}>
			<header className={classes(text.row, styles.head)}>
				{icon && <Icon of={icon} />}
				<h2 id={id}>{title}</h2>
				<span className={styles.aside}>{aside}</span>
			</header>
			<div className={classes(!flush && styles.body, tight && styles.tight)}>{children}</div>
		</section>
	);
}

interface MeterCardProps {
	title: string;
	value: ReactNode;
	children: ReactNode;
}

/** A small card around a meter: name at the left, value at the right, words below. */
export function MeterCard({ title, value, children }: MeterCardProps) {
	const id = useId();
	return (
		<section className={classes(text.card, styles.card)} aria-labelledby={id}>
			<div className={styles.meterCardHead}>
				<h2 id={id}>{title}</h2>
				<span className={styles.value}>{value}</span>
			</div>
			{children}
		</section>
	);
}

interface DisclosureProps {
	title: string;
	note?: string;
	children: ReactNode;
	startsOpen?: boolean;
	testId?: string;
}

/** A card that folds; what is folded away is not in the page. */
export function Disclosure({ title, note, children, startsOpen = false, testId }: DisclosureProps) {
	const id = useId();
	const [open, setOpen] = useState(startsOpen);
	return (
		<section className={text.card} data-testid={testId}>
			<h2>
				<button
					type="button"
					className={styles.disclosureHead}
					aria-expanded={open}
					aria-controls={id}
					onClick={() => setOpen(!open)}
				>
					<Icon of={open ? ChevronDown : ChevronRight} />
					{title}
					{note && <span className={styles.note}>{note}</span>}
				</button>
			</h2>
			<div id={id} hidden={!open} className={styles.disclosureBody}>
				{open && children}
			</div>
		</section>
	);
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
	/** Percent of the length. */
	marks?: number[];
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
				<span key={mark} className={styles.mark} style={{ left: `${mark}%` }} aria-hidden="true">
					{mark}
				</span>
			))}
		</div>
	);
}
