import { FileUp, RefreshCw } from "lucide-react";
import { useEffect, useRef } from "react";
import { Button } from "../../components/Button";
import { classes } from "../../components/classes";
import { ErrorLine } from "../../components/ErrorLine";
import styles from "./Panel.module.css";
import type { EntitlementImport } from "./useImport";

/** The file that support sent: by button, by drop, or put into the data folder. */
export function ImportEntitlement({
	entitlement,
	again,
	over,
}: {
	entitlement: EntitlementImport;
	again: boolean;
	/** A file is held over the window. */
	over: boolean;
}) {
	const button = useRef<HTMLButtonElement>(null);
	// The one thing to do here.
	useEffect(() => button.current?.focus({ preventScroll: true }), []);
	return (
		<section className={styles.panel} aria-labelledby="gate-import">
			<header className={styles.head}>
				<h2 id="gate-import">{again ? "Import another file" : "You have an entitlement"}</h2>
				<Button
					look="quiet"
					size="small"
					icon={RefreshCw}
					busy={entitlement.checking}
					data-testid="check-entitlement"
					title="Looks for a file that was put into the data folder"
					onClick={entitlement.check}
				>
					Check again
				</Button>
			</header>
			<p className={styles.text}>
				The <code>.entitlement</code> file that support sent you.
			</p>
			<div className={classes(styles.drop, over && styles.over)} data-testid="drop">
				<span className={styles.text}>
					{over ? "Let go to import it" : "Drop the file here, or"}
				</span>
				<Button
					ref={button}
					look="primary"
					icon={FileUp}
					busy={entitlement.importing}
					data-testid="import-entitlement"
					onClick={entitlement.choose}
				>
					Import entitlement…
				</Button>
			</div>
			<ErrorLine error={entitlement.error} />
		</section>
	);
}
