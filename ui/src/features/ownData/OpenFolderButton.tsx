import type { LucideIcon } from "lucide-react";
import { Button } from "../../components/Button";
import { ErrorLine } from "../../components/Notice";
import { useCommand } from "../../ipc/useCommand";

/** Shows the data folder in the desktop's file browser; says so when that fails. */
export function OpenFolderButton({ icon }: { icon?: LucideIcon }) {
	const open = useCommand("open_data_folder");
	return (
		<>
			<Button icon={icon} data-testid="open-data-folder" onClick={() => open.mutate({})}>
				Open folder
			</Button>
			<ErrorLine error={open.error} />
		</>
	);
}
