import { Menu } from "@base-ui/react/menu";
import { Ellipsis, type LucideIcon } from "lucide-react";
import { Button } from "./Button";
import frame from "./ChipRow.module.css";
import { classes } from "./classes";
import { Icon } from "./Icon";
import styles from "./RowMenu.module.css";
import { useMenuLayer } from "./useMenuLayer";

export interface RowAction {
	id: string;
	label: string;
	icon: LucideIcon;
	danger?: boolean;
	run: () => void;
}

/** What else can be done with one row. */
export function RowMenu({ label, actions }: { label: string; actions: RowAction[] }) {
	const layer = useMenuLayer();
	return (
		<Menu.Root>
			<Menu.Trigger
				render={
					<Button look="quiet" size="small" bare icon={Ellipsis} aria-label={label} title={label} />
				}
			/>
			<Menu.Portal container={layer}>
				<Menu.Positioner
					positionMethod="fixed"
					className={frame.positioner}
					sideOffset={4}
					align="end"
				>
					<Menu.Popup className={frame.menu}>
						{actions.map(({ id, label: word, icon, danger, run }) => (
							<Menu.Item
								key={id}
								className={classes(frame.item, danger && styles.danger)}
								data-testid={`action-${id}`}
								onClick={run}
							>
								<Icon of={icon} size="small" />
								{word}
							</Menu.Item>
						))}
					</Menu.Popup>
				</Menu.Positioner>
			</Menu.Portal>
		</Menu.Root>
	);
}
