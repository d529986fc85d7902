import type { ReactNode } from "react";
import { Facts } from "../components/Facts";
import { RawText } from "../components/RawText";
import type { Explanation } from "../ipc/bindings";

/** The text as received, its cause, and who can fix it: always in this order. */
export function ExplanationFacts({
	explanation,
	titled = false,
	also,
	tone,
}: {
	explanation: Explanation;
	/** Its title opens the cause: nothing above says it. */
	titled?: boolean;
	/** Follows the cause. */
	also?: ReactNode;
	tone?: "bad" | "warning";
}) {
	return (
		<>
			<RawText text={explanation.raw} tone={tone} />
			<Facts
				prose
				facts={[
					{
						name: "Cause",
						value: (
							<>
								{titled && `${explanation.title}. `}
								{explanation.cause} {also}
							</>
						),
					},
					{ name: "Who can fix", value: explanation.who },
				]}
			/>
		</>
	);
}
