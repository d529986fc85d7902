import { Radio } from "@base-ui/react/radio";
import { RadioGroup as Base } from "@base-ui/react/radio-group";
import { type ReactNode, useId } from "react";
import { classes } from "./classes";
import styles from "./RadioGroup.module.css";
import text from "./text.module.css";

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
	onChange: (value: Value) => void;
	testId: string;
}) {
	const id = useId();
	return (
		<Base
			className={styles.group}
			aria-label={label}
			value={value}
			onValueChange={(next) => onChange(next as Value)}
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
						<span className={styles.name}>
							<b id={`${id}-${choice.value}`}>{choice.label}</b>
							{choice.badge}
						</span>
						{choice.note && <span className={classes(text.hint, styles.note)}>{choice.note}</span>}
					</span>
				</label>
			))}
		</Base>
	);
}
