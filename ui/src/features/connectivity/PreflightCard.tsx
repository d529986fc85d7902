import { Button } from "../../components/Button";
import { Card } from "../../components/Card";
import { ErrorLine } from "../../components/ErrorLine";
import { Moment } from "../../components/Moment";
import text from "../../components/text.module.css";
import type { Connectivity, Preflight } from "../../ipc/bindings";
import { useCommand } from "../../ipc/useCommand";
import { CheckList, summary } from "./CheckList";
import styles from "./PreflightCard.module.css";

/** How the checks of the connected account last ended. */
export function PreflightCard({
	connectivity,
	preflight,
}: {
	connectivity: Connectivity;
	preflight: Preflight | null;
}) {
	const { organizationId, state } = connectivity;
	const noToken = state === "lost" || state === "keyLost";
	const check = useCommand("check_preflight");
	return (
		<div data-testid="preflight">
			<Card
				title="Preflight check"
				flush
				aside={
					<span className={styles.aside}>
						{noToken && <span className={text.muted}>Runs again after sign-in</span>}
						{!noToken && preflight !== null && (
							<>
								<span className={text.muted}>{summary(preflight.checks)}</span>
								<span className={text.hint}>
									Checked <Moment at={preflight.checked} />
								</span>
							</>
						)}
						<Button
							size="small"
							busy={check.isPending}
							reason={noToken ? "There is no valid token." : null}
							data-testid="check-again"
							onClick={() => check.mutate({ organizationId })}
						>
							{preflight === null ? "Check" : "Check again"}
						</Button>
					</span>
				}
			>
				<div className={styles.error}>
					<ErrorLine error={check.error} />
				</div>
				{preflight === null ? (
					<p className={styles.empty}>
						The account was connected by an earlier version; its checks have not run yet.
					</p>
				) : (
					<CheckList
						checks={preflight.checks}
						label="Checks of the service account"
						past={noToken ? preflight.checked : null}
					/>
				)}
			</Card>
		</div>
	);
}
