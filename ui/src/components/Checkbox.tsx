import { Checkbox as Base } from "@base-ui/react/checkbox";
import { Check } from "lucide-react";
import { type ReactNode, useId } from "react";
import styles from "./Checkbox.module.css";

/** A box with its sentence; both can be clicked. */
export function Checkbox({
	label,
	note,
	checked,
	onChange,
	testId,
}: {
	label: string;
	note?: ReactNode;
	checked: boolean;
	onChange: (checked: boolean) => void;
	testId?: string;
}) {
	const id = useId();
	return (
		// biome-ignore lint/a11y/noLabelWithoutControl: the box inside is a control of Base UI.
		<label className={styles.label}>
			<Base.Root
				className={styles.box}
				checked={checked}
				onCheckedChange={onChange}
				aria-labelledby={id}
				data-testid={testId}
			>
				<Base.Indicator className={styles.mark}>
					<Check size={12} strokeWidth={3} aria-hidden="true" />
				</Base.Indicator>
			</Base.Root>
			<span>
				<span id={id}>{label}</span>
				{note && <span className={styles.note}>{note}</span>}
			</span>
		</label>
	);
}
