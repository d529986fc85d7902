import { Switch as Base } from "@base-ui/react/switch";
import styles from "./Switch.module.css";

interface Props {
	label: string;
	describedBy?: string;
	checked: boolean;
	onChange: (checked: boolean) => void;
	testId?: string;
}

/** On or off; the word beside it says which. */
export function Switch({ label, describedBy, checked, onChange, testId }: Props) {
	return (
		<Base.Root
			className={styles.root}
			aria-label={label}
			aria-describedby={describedBy}
			data-testid={testId}
			checked={checked}
			onCheckedChange={onChange}
		>
			<Base.Thumb className={styles.thumb} />
		</Base.Root>
	);
}
