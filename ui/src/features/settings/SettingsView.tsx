import { useEffect, useMemo, useState } from "react";
import { Button } from "../../components/Button";
import { Card } from "../../components/Card";
import { ErrorLine } from "../../components/ErrorLine";
import { Fact, Facts } from "../../components/Facts";
import page from "../../components/Page.module.css";
import { PageHeader } from "../../components/PageHeader";
import { type Choice, RadioGroup } from "../../components/RadioGroup";
import { SelectField } from "../../components/SelectField";
import { Switch } from "../../components/Switch";
import { TextField } from "../../components/TextField";
import text from "../../components/text.module.css";
import { formatPercent, formatWithWeekday, formatZone } from "../../components/time";
import { useNow } from "../../components/useNow";
import type { ApiError, Density, Overview, SettingName, Theme } from "../../ipc/bindings";
import { useCommand } from "../../ipc/useCommand";
import { AccessCard } from "../gate/AccessCard";
import styles from "./SettingsView.module.css";

const THEMES: Choice<Theme>[] = [
	{ value: "system", label: "System", note: "Follows the operating system" },
	{ value: "light", label: "Light" },
	{ value: "dark", label: "Dark" },
];

const DENSITIES: Choice<Density>[] = [
	{ value: "compact", label: "Compact", note: "More rows at once" },
	{ value: "comfortable", label: "Comfortable", note: "Taller rows" },
];

/** What a person may set about the console. Each takes effect at once. */
export function SettingsView({ overview }: { overview: Overview }) {
	const { settings } = overview;
	const theme = useSetting("theme", settings.theme);
	const density = useSetting("density", settings.density);
	return (
		<>
			<PageHeader title="Settings" />
			<div className={page.cards} data-testid="settings">
				<Card title="Appearance">
					<div className={page.group}>
						<h3>Theme</h3>
						<RadioGroup
							label="Theme"
							testId="theme"
							value={theme.value}
							choices={THEMES}
							onChange={theme.change}
						/>
						<p className={text.hint}>A contrast theme of the operating system always wins.</p>
						<ErrorLine error={theme.error} />
						<h3>Density</h3>
						<RadioGroup
							label="Density"
							testId="density"
							value={density.value}
							choices={DENSITIES}
							onChange={density.change}
						/>
						<ErrorLine error={density.error} />
						<ZoomSetting value={settings.zoomPercent} steps={settings.limits.zoomPercent} />
					</div>
				</Card>
				<Card title="Time">
					<TimeZoneSetting value={settings.timeZone} />
				</Card>
				<Card title="Sessions">
					<div className={page.group}>
						<NumberSetting
							name="intervalMinutes"
							label="Minutes between two sessions"
							unit="min"
							hint="Each organization is checked this often. Salesforce’s limits can make it slower by themselves, never faster."
							value={settings.intervalMinutes}
							limits={settings.limits.intervalMinutes}
							kind="minutes"
						/>
						<NumberSetting
							name="tokenPolicyDays"
							label="Days of the refresh token policy"
							unit="days"
							hint="The External Client App’s policy in Salesforce, which the console cannot read. Idle limits and Expiring soon are counted by it."
							value={settings.tokenPolicyDays}
							limits={settings.limits.tokenPolicyDays}
							kind="days"
						/>
					</div>
				</Card>
				<Card title="Alerts">
					<AlertsSetting alerts={settings.alerts} />
				</Card>
				<AccessCard />
				<Card title="About">
					<Facts>
						<Fact name="Version">LPC Admin Console {overview.version}</Fact>
						{overview.demo && <Fact name="Flavor">Demo, talks to a stand-in of Salesforce</Fact>}
					</Facts>
				</Card>
			</div>
		</>
	);
}

function AlertsSetting({ alerts }: { alerts: boolean }) {
	const setting = useSetting("alerts", alerts ? "on" : "off");
	return (
		<div className={page.group}>
			<div className={text.row}>
				<Switch
					label="Desktop alerts"
					checked={setting.value === "on"}
					onChange={(on) => setting.change(on ? "on" : "off")}
					testId="alerts"
				/>
				<b>{setting.value === "on" ? "Enabled" : "Disabled"}</b>
			</div>
			<p className={text.hint}>
				The desktop tells once when a connection is lost, and once when it is back.
			</p>
			<ErrorLine error={setting.error} />
		</div>
	);
}

/** A number within limits. It is kept when the field is left, or with Enter. */
function NumberSetting({
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

/** In which zone the whole console says times. */
function TimeZoneSetting({ value }: { value: string }) {
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

/** How large the window shows everything. */
function ZoomSetting({ value, steps }: { value: number; steps: number[] }) {
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

/** A setting that changes at once; shown as chosen while it is being kept. */
function useSetting<Value extends string>(
	name: SettingName,
	current: Value,
): { value: Value; change: (value: Value) => void; error: ApiError | null; busy: boolean } {
	const command = useCommand("change_setting");
	const value = command.isPending ? (command.variables.value as Value) : current;
	return {
		value,
		change: (next) => command.mutate({ name, value: next }),
		error: command.error,
		busy: command.isPending,
	};
}
