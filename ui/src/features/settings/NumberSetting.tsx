import { useEffect, useState } from "react";
import { Button } from "../../components/Button";
import { TextField } from "../../components/TextField";
import type { SettingName } from "../../ipc/bindings";
import styles from "./NumberSetting.module.css";
import { useSetting } from "./useSetting";

/** A number within limits. It is kept when the field is left, or with Enter. */
export function NumberSetting({
	name,
	label,
	unit,
	hint,
	value,
	limits: [least, most],
	kind,
}: {
	name: SettingName;
	label: string;
	unit: string;
	hint: string;
	value: number;
	limits: [number, number];
	kind: string;
}) {
	const setting = useSetting(name, String(value));
	const [typed, setTyped] = useState(String(value));
	useEffect(() => setTyped(String(value)), [value]);
	const wanted = typed.trim();
	const number = Number(wanted);
	const fits = /^\d+$/.test(wanted) && number >= least && number <= most;
	const problem = fits ? null : `Enter a whole number of ${kind} from ${least} to ${most}.`;
	const changed = wanted !== String(value);

	function keep() {
		if (changed && fits) {
			setting.change(wanted);
		}
	}

	return (
		<form
			className={styles.number}
			onSubmit={(event) => {
				event.preventDefault();
				keep();
			}}
		>
			<TextField
				label={label}
				hint={`${hint} From ${least} to ${most} ${unit}.`}
				error={problem ?? setting.error?.message}
				inputMode="numeric"
				value={typed}
				onChange={(event) => setTyped(event.target.value)}
				onBlur={keep}
				data-testid={`setting-${name}`}
			/>
			{changed && problem !== null && (
				<Button size="small" onClick={() => setTyped(String(value))}>
					Back to {value}
				</Button>
			)}
		</form>
	);
}
