import { Circle, CircleCheck, type LucideIcon, OctagonX } from "lucide-react";
import { RawText } from "../../components/Copy";
import { classes } from "../../components/classes";
import { Moment } from "../../components/Moment";
import { Status, type Tone } from "../../components/Status";
import text from "../../components/text.module.css";
import { formatNumber } from "../../components/time";
import type { ConnectionTest, TestOutcome, TestStepName } from "../../ipc/bindings";
import styles from "./TestSteps.module.css";

const NAMES: Record<TestStepName, string> = {
	token: "Token",
	identity: "Identity",
	permissions: "Permissions",
	users: "One page of users",
	apiBudget: "API budget",
};

const OUTCOMES: Record<TestOutcome, { word: string; icon: LucideIcon; tone: Tone }> = {
	passed: { word: "OK", icon: CircleCheck, tone: "good" },
	failed: { word: "Failed", icon: OctagonX, tone: "bad" },
	skipped: { word: "Not tried", icon: Circle, tone: "quiet" },
};

/** The steps of a test with their times; a failed one with its text and what to do. */
export function TestSteps({ test }: { test: ConnectionTest }) {
	const failed = test.steps.find((step) => step.outcome === "failed");
	return (
		<section
			className={classes(text.stack, styles.test)}
			aria-label="Connection test"
			data-testid="test-steps"
		>
			<p role="status">
				<b>{failed ? `The test stopped at: ${NAMES[failed.name]}` : "The connection works"}</b>{" "}
				<span className={text.hint}>
					Tested <Moment at={test.started} />
				</span>
			</p>
			<ol className={styles.steps}>
				{test.steps.map((step) => {
					const { word, icon, tone } = OUTCOMES[step.outcome];
					return (
						<li key={step.name} data-outcome={step.outcome}>
							<Status tone={tone} icon={icon} word={word} />
							<span className={text.strong}>{NAMES[step.name]}</span>
							<span className={`${text.muted} ${text.cut}`} title={step.detail}>
								{step.outcome === "skipped" ? "" : step.detail}
							</span>
							<span className={styles.time}>
								{step.outcome === "skipped" ? "" : `${formatNumber(step.millis)} ms`}
							</span>
						</li>
					);
				})}
			</ol>
			{failed?.fault != null && <RawText text={failed.fault.raw} />}
			{failed?.nextStep != null && (
				<p>
					<b>Next:</b> {failed.nextStep}
				</p>
			)}
		</section>
	);
}
