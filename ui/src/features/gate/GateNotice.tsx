import { CircleCheck, CircleX, FileX2, Hourglass } from "lucide-react";
import { type Fact, Facts } from "../../components/Facts";
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
					{problem.facts && <Facts narrow facts={lines(problem.facts, problem.kind)} />}
					<p>
						<strong>Who can fix it:</strong> {problem.nextStep}
					</p>
				</div>
			</Notice>
		</div>
	);
}

function lines(facts: EntitlementFacts, kind: ProblemKind): Fact[] {
	const { customer, edition, organizations, sandboxes, issued, validFrom, expires } = facts;
	return [
		{ name: "Customer", value: customer },
		{
			name: "Issued",
			value: (
				<span>
					<Day at={issued} /> by Connect(ME) support
				</span>
			),
		},
		{ name: "Signature", value: <Mark word="Valid" /> },
		{ name: "Edition", value: <Mark word={edition} tone={failing(kind, "wrongEdition")} /> },
		{
			name: "Organizations",
			value: (
				<Mark
					word={[...organizations, ...(sandboxes ? ["all sandboxes"] : [])].join(", ")}
					tone={failing(kind, "wrongOrganization")}
				/>
			),
		},
		...(kind === "notYetValid"
			? [
					{
						name: "Valid from",
						value: <Mark word={formatDay(validFrom)} at={validFrom} tone="warning" />,
					},
				]
			: []),
		{
			name: "Expires",
			value: <Mark word={formatDay(expires - 1)} at={expires} tone={failing(kind, "expired")} />,
		},
	];
}

const ICONS = { good: CircleCheck, bad: CircleX, warning: Hourglass } as const;

function failing(kind: ProblemKind, line: ProblemKind): "bad" | "good" {
	return kind === line ? "bad" : "good";
}

function Mark({
	word,
	at,
	tone = "good",
}: {
	word: string;
	at?: number;
	tone?: keyof typeof ICONS;
}) {
	const title = at === undefined ? undefined : formatAbsolute(at);
	return <Status tone={tone} icon={ICONS[tone]} word={word} title={title} />;
}
