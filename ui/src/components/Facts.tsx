import type { ReactNode } from "react";
import { classes } from "./classes";
import styles from "./Facts.module.css";
import text from "./text.module.css";

interface Props {
	narrow?: boolean;
	prose?: boolean;
	children: ReactNode;
}

/** Names and their values, each a `Fact`. `prose` lets values run over lines. */
export function Facts({ narrow = false, prose = false, children }: Props) {
	return (
		<dl className={classes(styles.facts, narrow && styles.narrow, prose && styles.prose)}>
			{children}
		</dl>
	);
}

interface FactProps {
	name: string;
	testId?: string;
	children: ReactNode;
}

export function Fact({ name, testId, children }: FactProps) {
	return (
		<div className={styles.fact}>
			<dt>{name}</dt>
			<dd data-testid={testId}>{children}</dd>
		</div>
	);
}

/** A text on one line, cut where it does not fit; the tooltip has all of it. */
export function Cut({ children, className }: { children: string; className?: string }) {
	return (
		<span className={classes(text.cut, className)} title={children}>
			{children}
		</span>
	);
}
