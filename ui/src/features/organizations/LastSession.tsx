import { Ago } from "../../components/Ago";
import { formatCount, formatNumber } from "../../components/time";
import type { SessionSummary } from "../../ipc/bindings";

/** It came to its end, and a text says why nothing was changed. */
export function heldBack({ finished, raw }: SessionSummary): boolean {
	return finished && raw !== null;
}

export function LastSession({ session }: { session: SessionSummary | null }) {
	if (session === null) {
		return <>No session yet</>;
	}
	return (
		<>
			Last session <Ago at={session.ended} />
			{heldBack(session)
				? ": held back, nothing was changed"
				: session.finished
					? `: ${formatCount(session.membersChecked, "member", "members")} checked, ${formatNumber(session.changed)} changed`
					: ", stopped early"}
		</>
	);
}
