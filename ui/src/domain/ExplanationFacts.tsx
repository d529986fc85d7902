import type { ReactNode } from "react";
import { RawText } from "../components/Copy";
import { Fact, Facts } from "../components/Facts";
import type { Fault } from "../ipc/bindings";

interface Props {
	explanation: Fault;
	/** Its title opens the cause: nothing above says it. */
	titled?: boolean;
	/** Follows the cause. */
	also?: ReactNode;
	tone?: "bad" | "warning";
}

/** The text as received, its cause, and who can fix it: always in this order. */
export function ExplanationFacts({ explanation, titled = false, also, tone }: Props) {
	return (
		<>
			<RawText text={explanation.raw} tone={tone} />
			<Facts prose>
				<Fact name="Cause">
					{titled && `${explanation.title}. `}
					{explanation.cause} {also}
				</Fact>
				<Fact name="Who can fix">{explanation.who}</Fact>
			</Facts>
		</>
	);
}
