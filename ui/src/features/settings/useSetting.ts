import type { ApiError, SettingName } from "../../ipc/bindings";
import { useCommand } from "../../ipc/useCommand";

/** A setting that changes at once; shown as chosen while it is being kept. */
export function useSetting<Value extends string>(
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
