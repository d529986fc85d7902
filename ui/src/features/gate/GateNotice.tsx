import { CircleCheck, CircleX, FileX2, Hourglass } from "lucide-react";
import { Fact, Facts } from "../../components/Facts";
import { Day } from "../../components/Moment";
import { Notice } from "../../components/Notice";
import { Status } from "../../components/Status";
import { formatAbsolute, formatDay } from "../../components/time";
import type { EntitlementFacts, GateProblem, ProblemKind } from "../../ipc/bindings";
import styles from "./GateNotice.module.css";

/** Which file was refused, what it says with the failing line marked, and who can fix it. */
export function GateNotice({ problem, level = 3 }: { problem: GateProblem; level?: 2 | 3 }) {
	const tone = problem.kind === "notYetValid" ? "warning" : "bad";
	return (
		<div className={styles.place}>
			<Notice
				tone={tone}
				icon={FileX2}
				role="alert"
				level={level}
				title={problem.title}
				data-testid="gate-problem"
			>
				<div className={styles.body}>
					<p>{problem.message}</p>
					{problem.facts && <ProblemFacts facts={problem.facts} kind={problem.kind} />}
					<p>
						<b>Who can fix it:</b> {problem.nextStep}
					</p>
				</div>
			</Notice>
		</div>
	);
}

/** The Salesforce organizations that an entitlement names. */
export function included({ organizations, sandboxes }: EntitlementFacts): string {
	return [...organizations, ...(sandboxes ? ["all sandboxes"] : [])].join(", ");
}

function ProblemFacts({ facts, kind }: { facts: EntitlementFacts; kind: ProblemKind }) {
	const { customer, edition, issued, validFrom, expires } = facts;
	const failing = (line: ProblemKind) => (kind === line ? "bad" : "good");
	return (
		<Facts narrow>
			<Fact name="Customer">{customer}</Fact>
			<Fact name="Issued">
				<span>
					<Day at={issued} /> by Connect(ME) support
				</span>
			</Fact>
			<Fact name="Signature">
				<Mark word="Valid" />
			</Fact>
			<Fact name="Edition">
				<Mark word={edition} tone={failing("wrongEdition")} />
			</Fact>
			<Fact name="Organizations">
				<Mark word={included(facts)} tone={failing("wrongOrganization")} />
			</Fact>
			{kind === "notYetValid" && (
				<Fact name="Valid from">
					<Mark word={formatDay(validFrom)} at={validFrom} tone="warning" />
				</Fact>
			)}
			<Fact name="Expires">
				<Mark word={formatDay(expires - 1)} at={expires} tone={failing("expired")} />
			</Fact>
		</Facts>
	);
}

const ICONS = { good: CircleCheck, bad: CircleX, warning: Hourglass } as const;

interface MarkProps {
	word: string;
	at?: number;
	tone?: keyof typeof ICONS;
}

function Mark({ word, at, tone = "good" }: MarkProps) {
	const title = at === undefined ? undefined : formatAbsolute(at);
	return <Status tone={tone} icon={ICONS[tone]} word={word} title={title} />;
}
