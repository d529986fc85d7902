import {
	CircleCheck,
	CircleDashed,
	CircleHelp,
	type LucideIcon,
	OctagonX,
	TriangleAlert,
} from "lucide-react";
import { Button } from "../../components/Button";
import { Card } from "../../components/Card";
import { Moment } from "../../components/Moment";
import { ErrorLine } from "../../components/Notice";
import { Status, type Tone } from "../../components/Status";
import text from "../../components/text.module.css";
import { formatDate } from "../../components/time";
import { press } from "../../domain/actions";
import type {
	CheckResult,
	Connectivity,
	Preflight,
	Check as PreflightCheck,
} from "../../ipc/bindings";
import { useCommand } from "../../ipc/useCommand";
import styles from "./CheckList.module.css";

const RESULTS: Record<CheckResult, { word: string; icon: LucideIcon; tone: Tone; rank: number }> = {
	blocking: { word: "Blocking", icon: OctagonX, tone: "bad", rank: 0 },
	warning: { word: "Warning", icon: TriangleAlert, tone: "warning", rank: 1 },
	unknown: { word: "Unknown", icon: CircleHelp, tone: "quiet", rank: 2 },
	passed: { word: "Passed", icon: CircleCheck, tone: "good", rank: 3 },
};

interface Props {
	checks: PreflightCheck[];
	label: string;
	past?: number | null;
}

/**
 * The checks of a service account, what needs somebody first. With `past`, the time they ran, they
 * cannot be true now: each is said to be not reached, and how it ended then.
 */
export function CheckList({ checks, label, past = null }: Props) {
	const sorted = [...checks].sort(
		(one, two) => RESULTS[one.result].rank - RESULTS[two.result].rank,
	);
	return (
		<ul className={styles.list} aria-label={label}>
			{sorted.map((check) => {
				const { word, icon, tone } = RESULTS[check.result];
				const result = past === null ? check.result : "notReached";
				return (
					<li key={check.name} data-testid="check" data-result={result}>
						{past === null ? (
							<Status tone={tone} icon={icon} word={word} />
						) : (
							<Status tone="quiet" icon={CircleDashed} word="Not reached" />
						)}
						<span className={styles.name}>{check.name}</span>
						<span className={styles.meaning}>
							{past === null ? check.meaning : `${word} at ${formatDate(past)}`}
							{past === null && check.nextStep !== null && (
								<span className={styles.next}>{check.nextStep}</span>
							)}
						</span>
					</li>
				);
			})}
		</ul>
	);
}

/** "2 warnings, 7 passed". */
export function summary(checks: PreflightCheck[]): string {
	const count = (result: CheckResult) => checks.filter((check) => check.result === result).length;
	const warnings = count("warning");
	return [
		count("blocking") > 0 && `${count("blocking")} blocking`,
		warnings > 0 && `${warnings} ${warnings === 1 ? "warning" : "warnings"}`,
		count("unknown") > 0 && `${count("unknown")} unknown`,
		`${count("passed")} passed`,
	]
		.filter(Boolean)
		.join(", ");
}

interface PreflightCardProps {
	connectivity: Connectivity;
	preflight: Preflight | null;
}

/** How the checks of the connected account last ended. */
export function PreflightCard({ connectivity, preflight }: PreflightCardProps) {
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
