import { Check, ChevronDown, type LucideIcon } from "lucide-react";
import { type ComponentPropsWithRef, useLayoutEffect, useRef, useState } from "react";
import styles from "./ChipRow.module.css";
import { classes } from "./classes";
import { Icon } from "./Icon";
import { MenuItem, MenuList } from "./Menu";
import { formatNumber } from "./time";

export interface ChipChoice extends Pick<ChipProps, "label" | "icon" | "tone" | "count"> {
	id: string;
}

interface Props {
	label: string;
	choices: ChipChoice[];
	chosen: string | null;
	onChoose: (id: string) => void;
}

/** Chips of which one is chosen; those that do not fit go into "n more". */
export function ChipRow({ label, choices, chosen, onChoose }: Props) {
	const frame = useRef<HTMLDivElement>(null);
	const ruler = useRef<HTMLDivElement>(null);
	const fitting = useFitting(frame, ruler, choices, chosen);
	const shown = choices.slice(0, fitting);
	const rest = choices.slice(fitting);
	const folded = rest.find((choice) => choice.id === chosen);

	return (
		<div ref={frame} className={styles.frame}>
			<div className={styles.chips} role="group" aria-label={label}>
				{shown.map((choice) => (
					<Chip
						key={choice.id}
						{...choice}
						chosen={choice.id === chosen}
						aria-pressed={choice.id === chosen}
						data-testid={`chip-${choice.id}`}
						onClick={() => onChoose(choice.id)}
					/>
				))}
				{rest.length > 0 && (
					<MenuList
						align="start"
						trigger={
							<Chip
								label={folded?.label ?? `${rest.length} more`}
								icon={folded?.icon}
								count={folded?.count ?? null}
								chosen={folded !== undefined}
								trailing={ChevronDown}
								data-testid="chip-more"
							/>
						}
					>
						{rest.map(({ id, icon, label: word, count }) => (
							<MenuItem key={id} data-testid={`chip-${id}`} onClick={() => onChoose(id)}>
								{icon && <Icon of={icon} size="small" />}
								<span className={styles.word}>{word}</span>
								{id === chosen && <Icon of={Check} size="small" />}
								<span className={styles.count}>{count !== null && formatNumber(count)}</span>
							</MenuItem>
						))}
					</MenuList>
				)}
			</div>
			<div ref={ruler} className={styles.ruler} aria-hidden="true" inert>
				{choices.map((choice) => (
					<Chip key={choice.id} {...choice} id={undefined} chosen={false} tabIndex={-1} />
				))}
				<Chip label={`${choices.length} more`} count={null} chosen={false} trailing={ChevronDown} />
			</div>
		</div>
	);
}

/** How many of the chips fit into the frame, by the widths of an invisible copy. */
function useFitting(
	frame: React.RefObject<HTMLDivElement | null>,
	ruler: React.RefObject<HTMLDivElement | null>,
	choices: ChipChoice[],
	chosen: string | null,
): number {
	const [fitting, setFitting] = useState(choices.length);

	// biome-ignore lint/correctness/useExhaustiveDependencies: other labels or counts have other widths.
	useLayoutEffect(() => {
		const outer = frame.current;
		const copy = ruler.current;
		if (outer === null || copy === null) {
			return;
		}
		const measure = () => {
			const gap = Number.parseFloat(getComputedStyle(copy).columnGap) || 0;
			const widths = Array.from(copy.children, (chip) => chip.getBoundingClientRect().width + gap);
			const more = widths.pop() ?? 0;
			const room = outer.clientWidth + gap;
			const all = widths.reduce((sum, width) => sum + width, 0);
			if (all <= room) {
				setFitting(widths.length);
				return;
			}
			// A folded choice that is chosen shows its name and count in place of "n more".
			const place = choices.findIndex(({ id }) => id === chosen);
			let count = widths.length - 1;
			let used = all - (widths[count] ?? 0);
			const folds = () => (place >= count ? (widths[place] ?? 0) + gap * 4 : more);
			while (count > 0 && used + folds() > room) {
				count -= 1;
				used -= widths[count] ?? 0;
			}
			setFitting(count);
		};
		measure();
		const observer = new ResizeObserver(measure);
		observer.observe(outer);
		return () => observer.disconnect();
	}, [choices, chosen]);

	return fitting;
}

interface ChipProps extends Omit<ComponentPropsWithRef<"button">, "children"> {
	label: string;
	icon?: LucideIcon;
	tone?: "good" | "bad";
	count: number | null;
	chosen: boolean;
	/** Stands behind the count. */
	trailing?: LucideIcon;
}

/** A filter with its count; the count stays when it is zero. */
function Chip({ label, icon, tone, count, chosen, trailing, className, ...rest }: ChipProps) {
	return (
		<button
			type="button"
			{...rest}
			className={classes(styles.chip, tone && styles[tone], chosen && styles.chosen, className)}
		>
			{icon && <Icon of={icon} size="small" />}
			{label}
			{count !== null && <span className={styles.chipCount}>{formatNumber(count)}</span>}
			{trailing && <Icon of={trailing} size="small" />}
		</button>
	);
}
