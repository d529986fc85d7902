import { type ComponentPropsWithRef, type ReactNode, useId } from "react";
import { classes } from "./classes";
import styles from "./TextField.module.css";
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
