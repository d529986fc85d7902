import { type ComponentProps, type ReactNode, useEffect, useMemo, useState } from "react";
import { Button } from "../../components/Button";
import { Card } from "../../components/Card";
import { type Choice, RadioGroup, Switch } from "../../components/Choice";
import { classes } from "../../components/classes";
import { Fact, Facts } from "../../components/Facts";
import { SelectField, TextField } from "../../components/Field";
import { useNow } from "../../components/Moment";
import { ErrorLine } from "../../components/Notice";
import page from "../../components/Page.module.css";
import { PageHeader } from "../../components/PageHeader";
import text from "../../components/text.module.css";
import { formatPercent, formatWithWeekday, formatZone } from "../../components/time";
import type { Density, Overview, SettingName, Theme } from "../../ipc/bindings";
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
	return (
		<>
			<PageHeader title="Settings" />
			<div className={classes(text.scroll, page.cards)} data-testid="settings">
				<Card title="Appearance">
					<div className={page.group}>
						<ChoiceSetting name="theme" label="Theme" value={settings.theme} choices={THEMES}>
							<p className={text.hint}>A contrast theme of the operating system always wins.</p>
						</ChoiceSetting>
						<ChoiceSetting
							name="density"
							label="Density"
							value={settings.density}
							choices={DENSITIES}
						/>
						<SelectSetting
							name="zoom"
							label="Zoom"
							value={String(settings.zoomPercent)}
							options={settings.limits.zoomPercent.map((step) => ({
								value: String(step),
								label: formatPercent(step / 100),
							}))}
							hint="Also with Ctrl or Command and +, − or 0."
							testId="zoom"
						/>
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
		<SelectSetting
			name="timeZone"
			label="Time zone"
			value={value}
			options={options}
			hint={`Now ${formatWithWeekday(now)} (${formatZone(now)}). What is copied or exported names its offset.`}
			testId="time-zone"
		/>
	);
}

type SelectProps = Omit<ComponentProps<typeof SelectField>, "onChange"> & { name: SettingName };

function SelectSetting({ name, value, ...rest }: SelectProps) {
	const setting = useSetting(name, value);
	return (
		<>
			<SelectField {...rest} value={setting.value} onChange={setting.change} />
			<ErrorLine error={setting.error} />
		</>
	);
}

interface ChoiceProps<Value extends string> {
	name: SettingName;
	label: string;
	value: Value;
	choices: Choice<Value>[];
	children?: ReactNode;
}

function ChoiceSetting<Value extends string>(props: ChoiceProps<Value>) {
	const { name, label, choices, children } = props;
	const { value, change, error } = useSetting(name, props.value);
	return (
		<>
			<h3>{label}</h3>
			<RadioGroup {...{ label, choices, value }} testId={name} onChange={change} />
			{children}
			<ErrorLine error={error} />
		</>
	);
}

/** A setting that changes at once; shown as chosen while it is being kept. */
function useSetting<Value extends string>(name: SettingName, current: Value) {
	const command = useCommand("change_setting");
	return {
		value: command.isPending ? (command.variables.value as Value) : current,
		change: (value: Value) => command.mutate({ name, value }),
		error: command.error,
	};
}
