import { Menu } from "@base-ui/react/menu";
import { Ellipsis, type LucideIcon } from "lucide-react";
import { type ReactElement, type ReactNode, useEffect, useState } from "react";
import { IconButton } from "./Button";
import { classes } from "./classes";
import { Icon } from "./Icon";
import styles from "./Menu.module.css";

interface Props {
	trigger: ReactElement;
	align: "start" | "end";
	children: ReactNode;
}

/**
 * A menu below its trigger. It is drawn inside the page's main part, so that whoever moves by
 * landmarks comes past it.
 */
export function MenuList({ trigger, align, children }: Props) {
	// `undefined` until it is known, which is before anything can be opened.
	const [layer, setLayer] = useState<HTMLElement>();
	useEffect(() => setLayer(document.querySelector("main") ?? undefined), []);
	return (
		<Menu.Root>
			<Menu.Trigger render={trigger} />
			<Menu.Portal container={layer}>
				<Menu.Positioner
					positionMethod="fixed"
					className={styles.positioner}
					sideOffset={4}
					align={align}
				>
					<Menu.Popup className={styles.menu}>{children}</Menu.Popup>
				</Menu.Positioner>
			</Menu.Portal>
		</Menu.Root>
	);
}

export function MenuItem({ danger = false, ...rest }: Menu.Item.Props & { danger?: boolean }) {
	return <Menu.Item {...rest} className={classes(styles.item, danger && styles.danger)} />;
}

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
