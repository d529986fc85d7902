import { Ago } from "../../components/Ago";
import { formatCount, formatNumber } from "../../components/time";
import type { SessionSummary } from "../../ipc/bindings";

export function LastSession({ session }: { session: SessionSummary | null }) {
	if (session === null) {
		return <>No session yet</>;
	}
	return (
		<>
			Last session <Ago at={session.ended} />
			{session.finished
				? `: ${formatCount(session.membersChecked, "member", "members")} checked, ${formatNumber(session.changed)} changed`
				: ", stopped early"}
		</>
	);
}
