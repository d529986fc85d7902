import { Menu } from "@base-ui/react/menu";
import { type ReactElement, type ReactNode, useEffect, useState } from "react";
import { classes } from "./classes";
import styles from "./MenuList.module.css";

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
