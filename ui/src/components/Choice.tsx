import { Checkbox as Base } from "@base-ui/react/checkbox";
import { Radio } from "@base-ui/react/radio";
import { RadioGroup as RadioBase } from "@base-ui/react/radio-group";
import { Switch as SwitchBase } from "@base-ui/react/switch";
import { Check, Minus } from "lucide-react";
import { type ReactNode, useId } from "react";
import styles from "./Choice.module.css";
import { classes } from "./classes";
import text from "./text.module.css";

interface Props {
	label: string;
	checked: boolean;
	onChange: (checked: boolean) => void;
	testId?: string;
}

/** A box with its sentence; both can be clicked. */
export function Checkbox({ note, ...rest }: Props & { note?: ReactNode }) {
	const id = useId();
	return (
		// biome-ignore lint/a11y/noLabelWithoutControl: the box inside is a control of Base UI.
		<label className={styles.label}>
			<Box {...rest} labelledBy={id} />
			<span>
				<span id={id}>{rest.label}</span>
				{note && <span className={classes(text.hint, styles.note)}>{note}</span>}
			</span>
		</label>
	);
}

/** A box that selects a row; its target is the whole cell. `some` of what it stands for may be selected. */
export function TickBox(props: Props & { some?: boolean }) {
	return (
		// biome-ignore lint/a11y/noLabelWithoutControl: the box inside is a control of Base UI.
		<label className={styles.cell}>
			<Box {...props} />
		</label>
	);
}

interface BoxProps extends Props {
	some?: boolean;
	labelledBy?: string;
}

function Box({ label, checked, some = false, onChange, testId, labelledBy }: BoxProps) {
	const Mark = some ? Minus : Check;
	return (
		<Base.Root
			className={styles.box}
			checked={checked}
			indeterminate={some}
			onCheckedChange={onChange}
			aria-label={labelledBy === undefined ? label : undefined}
			aria-labelledby={labelledBy}
			data-testid={testId}
		>
			<Base.Indicator className={styles.mark}>
				<Mark size={12} strokeWidth={3} aria-hidden="true" />
			</Base.Indicator>
		</Base.Root>
	);
}

export interface Choice<Value extends string> {
	value: Value;
	label: string;
	note?: ReactNode;
	/** A word beside the label, for example why it cannot be chosen. */
	badge?: ReactNode;
	disabled?: boolean;
}

/** One of a few. */
export function RadioGroup<Value extends string>({
	label,
	value,
	choices,
	onChange,
	testId,
}: {
	label: string;
	value: Value;
	choices: Choice<Value>[];
	/** Left out where there is no choice yet. */
	onChange?: (value: Value) => void;
	testId: string;
}) {
	const id = useId();
	return (
		<RadioBase
			className={styles.group}
			aria-label={label}
			value={value}
			readOnly={onChange === undefined}
			onValueChange={(next) => onChange?.(next as Value)}
			data-testid={testId}
		>
			{choices.map((choice) => (
				// biome-ignore lint/a11y/noLabelWithoutControl: the radio inside is a control of Base UI.
				<label
					key={choice.value}
					className={classes(styles.choice, choice.disabled && styles.disabled)}
				>
					<Radio.Root
						className={styles.radio}
						value={choice.value}
						disabled={choice.disabled}
						aria-labelledby={`${id}-${choice.value}`}
						data-testid={`${testId}-${choice.value}`}
					>
						<Radio.Indicator className={styles.dot} />
					</Radio.Root>
					<span>
						<span className={text.row}>
							<b id={`${id}-${choice.value}`}>{choice.label}</b>
							{choice.badge}
						</span>
						{choice.note && <span className={classes(text.hint, styles.note)}>{choice.note}</span>}
					</span>
				</label>
			))}
		</RadioBase>
	);
}

interface SwitchProps {
	label: string;
	describedBy?: string;
	checked: boolean;
	onChange: (checked: boolean) => void;
	testId?: string;
}

/** On or off; the word beside it says which. */
export function Switch({ label, describedBy, checked, onChange, testId }: SwitchProps) {
	return (
		<SwitchBase.Root
			className={styles.switch}
			aria-label={label}
			aria-describedby={describedBy}
			data-testid={testId}
			checked={checked}
			onCheckedChange={onChange}
		>
			<SwitchBase.Thumb className={styles.thumb} />
		</SwitchBase.Root>
	);
}
