import { Card } from "../../components/Card";
import { ErrorLine } from "../../components/ErrorLine";
import { Facts } from "../../components/Facts";
import { type Choice, RadioGroup } from "../../components/RadioGroup";
import type { Overview, Theme } from "../../ipc/bindings";
import { useCommand } from "../../ipc/useCommand";
import { AccessCard } from "../gate/AccessCard";
import styles from "./SettingsView.module.css";

const THEMES: Choice<Theme>[] = [
	{ value: "system", label: "System", note: "Follows the operating system" },
	{ value: "light", label: "Light" },
	{ value: "dark", label: "Dark" },
];

export function SettingsView({ overview }: { overview: Overview }) {
	const setTheme = useCommand("set_theme");
	const theme = setTheme.isPending ? setTheme.variables.theme : overview.theme;
	return (
		<>
			<header className={styles.header}>
				<h1>Settings</h1>
			</header>
			<div className={styles.content} data-testid="settings">
				<Card title="Appearance">
					<RadioGroup
						label="Theme"
						testId="theme"
						value={theme}
						choices={THEMES}
						onChange={(next) => setTheme.mutate({ theme: next })}
					/>
					<p className={styles.hint}>A contrast theme of the operating system always wins.</p>
					<ErrorLine error={setTheme.error} />
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
