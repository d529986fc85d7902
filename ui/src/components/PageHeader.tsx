import type { ReactNode } from "react";
import styles from "./Page.module.css";

/** The title of a view that stands in the rail, with what it offers. */
export function PageHeader({ title, children }: { title: string; children?: ReactNode }) {
	return (
		<header className={styles.header}>
			<h1>{title}</h1>
			{children}
		</header>
	);
}
