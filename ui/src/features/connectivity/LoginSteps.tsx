import { Circle, CircleCheck, LoaderCircle } from "lucide-react";
import { Status } from "../../components/Status";
import text from "../../styles/text.module.css";
import styles from "./LoginSteps.module.css";
import type { Underway } from "./WaitingPanel";

const STEPS = ["Browser opened", "Sign in", "Check the account", "Save"];
const CURRENT: Record<Underway["phase"], number> = { waiting: 1, exchanging: 1, checking: 2 };

export function LoginSteps({ phase }: { phase: Underway["phase"] }) {
	const current = CURRENT[phase];
	return (
		<ol className={styles.steps} aria-label="Steps">
			{STEPS.map((step, index) => (
				<li key={step} aria-current={index === current ? "step" : undefined}>
					{index < current && <Status tone="good" icon={CircleCheck} word={step} />}
					{index === current && <Status tone="active" icon={LoaderCircle} word={step} turning />}
					{index > current && <Status tone="quiet" icon={Circle} word={step} />}
					{index < current && <span className={text.hidden}>, done</span>}
				</li>
			))}
		</ol>
	);
}
