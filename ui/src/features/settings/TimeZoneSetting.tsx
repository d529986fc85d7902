import { useMemo } from "react";
import { ErrorLine } from "../../components/ErrorLine";
import { SelectField } from "../../components/SelectField";
import { formatWithWeekday, formatZone } from "../../components/time";
import { useNow } from "../../components/useNow";
import { useSetting } from "./useSetting";

/** In which zone the whole console says times. */
export function TimeZoneSetting({ value }: { value: string }) {
	const setting = useSetting("timeZone", value);
	const now = useNow(1000);
	const options = useMemo(() => {
		const names = new Set(["UTC", ...Intl.supportedValuesOf("timeZone"), value]);
		names.delete("system");
		return [
			{ value: "system", label: "As this computer" },
			...Array.from(names, (name) => ({ value: name, label: name.replaceAll("_", " ") })),
		];
	}, [value]);
	return (
		<>
			<SelectField
				label="Time zone"
				value={setting.value}
				options={options}
				hint={`Now ${formatWithWeekday(now)} (${formatZone(now)}). What is copied or exported names its offset.`}
				onChange={setting.change}
				testId="time-zone"
			/>
			<ErrorLine error={setting.error} />
		</>
	);
}
