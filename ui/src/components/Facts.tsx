import type { ReactNode } from "react";
import { classes } from "./classes";
import styles from "./Facts.module.css";

export interface Fact {
	name: string;
	value: ReactNode;
	testId?: string;
}

/** Names and their values. `prose` lets values run over lines. */
export function Facts({
	facts,
	narrow = false,
	prose = false,
}: {
	facts: Fact[];
	narrow?: boolean;
	prose?: boolean;
}) {
	return (
		<dl className={classes(styles.facts, narrow && styles.narrow, prose && styles.prose)}>
			{facts.map((fact) => (
				<div key={fact.name} className={styles.fact}>
					<dt>{fact.name}</dt>
					<dd data-testid={fact.testId}>{fact.value}</dd>
				</div>
			))}
		</dl>
	);
}
