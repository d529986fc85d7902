import { Button } from "../../components/Button";
import { Card } from "../../components/Card";
import { Moment } from "../../components/Moment";
import { ErrorLine } from "../../components/Notice";
import text from "../../components/text.module.css";
import { press } from "../../domain/press";
import type { Connectivity, Preflight } from "../../ipc/bindings";
import { useCommand } from "../../ipc/useCommand";
import { CheckList, summary } from "./CheckList";
import styles from "./PreflightCard.module.css";

interface Props {
	connectivity: Connectivity;
	preflight: Preflight | null;
}

/** How the checks of the connected account last ended. */
export function PreflightCard({ connectivity, preflight }: Props) {
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
							reason={noToken ? "There is no valid token." : null}
							data-testid="check-again"
							{...press(check, { organizationId })}
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
