import { Ellipsis, type LucideIcon } from "lucide-react";
import { IconButton } from "./Button";
import { Icon } from "./Icon";
import { MenuItem, MenuList } from "./MenuList";

export interface RowAction {
	id: string;
	label: string;
	icon: LucideIcon;
	danger?: boolean;
	run: () => void;
}

/** What else can be done with one row. */
export function RowMenu({ label, actions }: { label: string; actions: RowAction[] }) {
	return (
		<MenuList align="end" trigger={<IconButton icon={Ellipsis} label={label} />}>
			{actions.map(({ id, label: word, icon, danger, run }) => (
				<MenuItem key={id} danger={danger} data-testid={`action-${id}`} onClick={run}>
					<Icon of={icon} size="small" />
					{word}
				</MenuItem>
			))}
		</MenuList>
	);
}
