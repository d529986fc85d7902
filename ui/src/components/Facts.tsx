import type { ReactNode } from "react";
import { classes } from "./classes";
import styles from "./Facts.module.css";

/** Names and their values, each a `Fact`. `prose` lets values run over lines. */
export function Facts({
	narrow = false,
	prose = false,
	children,
}: {
	narrow?: boolean;
	prose?: boolean;
	children: ReactNode;
}) {
	return (
		<dl className={classes(styles.facts, narrow && styles.narrow, prose && styles.prose)}>
			{children}
		</dl>
	);
}

export function Fact({
	name,
	testId,
	children,
}: {
	name: string;
	testId?: string;
	children: ReactNode;
}) {
	return (
		<div className={styles.fact}>
			<dt>{name}</dt>
			<dd data-testid={testId}>{children}</dd>
		</div>
	);
}
