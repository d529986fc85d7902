import type { ApiError, Commands, SettingKey, Settings } from "./bindings";

/** The settings of the stand-in host. */
export function openFakeSettings(theme: Settings["theme"]) {
	let settings: Settings = {
		theme,
		density: "compact",
		zoomPercent: 100,
		timeZone: "system",
		intervalMinutes: 1,
		alerts: true,
		tokenPolicyDays: 30,
		limits: {
			intervalMinutes: [1, 120],
			tokenPolicyDays: [1, 365],
			zoomPercent: [50, 100, 125, 200],
		},
	};

	function change(name: SettingKey, value: string): Partial<Settings> {
		switch (name) {
			case "intervalMinutes":
				return { intervalMinutes: number(value, settings.limits.intervalMinutes) };
			case "tokenPolicyDays":
				return { tokenPolicyDays: number(value, settings.limits.tokenPolicyDays) };
			case "alerts":
				return { alerts: value === "on" };
			case "zoom":
				return { zoomPercent: Number(value) };
			case "timeZone":
				return { timeZone: value };
			case "density":
				return { density: value === "comfortable" ? "comfortable" : "compact" };
			case "theme":
				return { theme: value === "dark" || value === "light" ? value : "system" };
		}
	}

	return {
		read: () => ({ ...settings }),
		answers: {
			change_setting: ({ name, value }: Commands["change_setting"]["parameters"]) => {
				settings = { ...settings, ...change(name, value.trim()) };
				return null;
			},
		},
	};
}

function number(value: string, [least, most]: [number, number]): number {
	const entered = Number(value);
	if (!Number.isInteger(entered) || entered < least || entered > most) {
		throw {
			code: "invalidInput",
			message: `Enter a whole number from ${least} to ${most}.`,
		} satisfies ApiError;
	}
	return entered;
}
