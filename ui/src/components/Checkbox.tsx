import { Checkbox as Base } from "@base-ui/react/checkbox";
import { Check, Minus } from "lucide-react";
import { type ReactNode, useId } from "react";
import styles from "./Checkbox.module.css";
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
