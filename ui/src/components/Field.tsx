import { ChevronDown } from "lucide-react";
import { type ComponentPropsWithRef, type ReactNode, useId } from "react";
import { classes } from "./classes";
import styles from "./Field.module.css";
import { Icon } from "./Icon";
import text from "./text.module.css";

/** A labeled line of text; its error stands below it and is read with it. */
export function TextField({
	label,
	error,
	hint,
	mono = false,
	...rest
}: Omit<ComponentPropsWithRef<"input">, "id"> & {
	label: string;
	error?: string | null;
	hint?: ReactNode;
	mono?: boolean;
}) {
	const id = useId();
	const described = error ? `${id}-error` : hint ? `${id}-hint` : undefined;
	return (
		<div>
			<label className={styles.label} htmlFor={id}>
				{label}
			</label>
			<input
				type="text"
				spellCheck={false}
				autoComplete="off"
				{...rest}
				id={id}
				aria-invalid={error ? true : undefined}
				aria-describedby={described}
				className={classes(styles.input, mono && styles.mono)}
			/>
			{error ? (
				<p id={`${id}-error`} className={styles.error} role="alert">
					{error}
				</p>
			) : (
				hint && (
					<div id={`${id}-hint`} className={classes(text.hint, styles.hint)}>
						{hint}
					</div>
				)
			)}
		</div>
	);
}

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
				<label className={styles.label} htmlFor={id}>
					{label}
				</label>
			)}
			<span className={styles.frame}>
				<select
					id={id}
					className={classes(styles.input, styles.select)}
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
				<div id={`${id}-hint`} className={classes(text.hint, styles.hint)}>
					{hint}
				</div>
			)}
		</div>
	);
}
