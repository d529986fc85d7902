import { Card } from "../../components/Card";
import { ErrorLine } from "../../components/ErrorLine";
import { Facts } from "../../components/Facts";
import page from "../../components/Page.module.css";
import { PageHeader } from "../../components/PageHeader";
import { type Choice, RadioGroup } from "../../components/RadioGroup";
import { Switch } from "../../components/Switch";
import type { Density, Overview, Theme } from "../../ipc/bindings";
import text from "../../styles/text.module.css";
import { AccessCard } from "../gate/AccessCard";
import { NumberSetting } from "./NumberSetting";
import { TimeZoneSetting } from "./TimeZoneSetting";
import { useSetting } from "./useSetting";
import { ZoomSetting } from "./ZoomSetting";

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
					<Facts
						facts={[
							{ name: "Version", value: `LPC Admin Console ${overview.version}` },
							...(overview.demo
								? [{ name: "Flavor", value: "Demo, talks to a stand-in of Salesforce" }]
								: []),
						]}
					/>
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
