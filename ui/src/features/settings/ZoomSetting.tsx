import { ErrorLine } from "../../components/ErrorLine";
import { SelectField } from "../../components/SelectField";
import { formatPercent } from "../../components/time";
import { useSetting } from "./useSetting";

/** How large the window shows everything. */
export function ZoomSetting({ value, steps }: { value: number; steps: number[] }) {
	const setting = useSetting("zoom", String(value));
	return (
		<>
			<SelectField
				label="Zoom"
				value={setting.value}
				options={steps.map((step) => ({
					value: String(step),
					label: formatPercent(step / 100),
				}))}
				hint="Also with Ctrl or Command and +, − or 0."
				onChange={setting.change}
				testId="zoom"
			/>
			<ErrorLine error={setting.error} />
		</>
	);
}
