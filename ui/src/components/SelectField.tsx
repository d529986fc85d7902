import { ChevronDown } from "lucide-react";
import { type ReactNode, useId } from "react";
import { classes } from "./classes";
import { Icon } from "./Icon";
import styles from "./SelectField.module.css";
import field from "./TextField.module.css";
import text from "./text.module.css";

/** One of many, by the system's own list: it searches by letters and reads well. */
export function SelectField({
	label,
	labelHidden = false,
	value,
	options,
	hint,
	onChange,
	testId,
}: {
	label: string;
	labelHidden?: boolean;
	value: string;
	options: { value: string; label: string }[];
	hint?: ReactNode;
	onChange: (value: string) => void;
	testId?: string;
}) {
	const id = useId();
	return (
		<div className={styles.field}>
			{!labelHidden && (
				<label className={field.label} htmlFor={id}>
					{label}
				</label>
			)}
			<span className={styles.frame}>
				<select
					id={id}
					className={classes(field.input, styles.select)}
					aria-label={labelHidden ? label : undefined}
					aria-describedby={hint ? `${id}-hint` : undefined}
					data-testid={testId}
					value={value}
					onChange={(event) => onChange(event.target.value)}
				>
					{options.map((option) => (
						<option key={option.value} value={option.value}>
							{option.label}
						</option>
					))}
				</select>
				<Icon of={ChevronDown} size="small" />
			</span>
			{hint && (
				<div id={`${id}-hint`} className={classes(text.hint, field.hint)}>
					{hint}
				</div>
			)}
		</div>
	);
}
