import { Checkbox as Base } from "@base-ui/react/checkbox";
import { Check, Minus } from "lucide-react";
import box from "./Checkbox.module.css";
import styles from "./TickBox.module.css";

/** A box that selects a row; its target is the whole cell. */
export function TickBox({
	label,
	checked,
	some = false,
	onChange,
	testId,
}: {
	label: string;
	checked: boolean;
	/** Some of what it stands for is selected. */
	some?: boolean;
	onChange: (checked: boolean) => void;
	testId?: string;
}) {
	return (
		// biome-ignore lint/a11y/noLabelWithoutControl: the box inside is a control of Base UI.
		<label className={styles.cell}>
			<Base.Root
				className={box.box}
				checked={checked}
				indeterminate={some}
				onCheckedChange={onChange}
				aria-label={label}
				data-testid={testId}
			>
				<Base.Indicator className={box.mark}>
					{some ? (
						<Minus size={12} strokeWidth={3} aria-hidden="true" />
					) : (
						<Check size={12} strokeWidth={3} aria-hidden="true" />
					)}
				</Base.Indicator>
			</Base.Root>
		</label>
	);
}
