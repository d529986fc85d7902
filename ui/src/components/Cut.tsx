import { classes } from "./classes";
import text from "./text.module.css";

/** A text on one line, cut where it does not fit; the tooltip has all of it. */
export function Cut({ children, className }: { children: string; className?: string }) {
	return (
		<span className={classes(text.cut, className)} title={children}>
			{children}
		</span>
	);
}
