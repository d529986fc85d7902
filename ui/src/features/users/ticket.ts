import { formatAbsolute } from "../../components/time";
import type { Explanation, UserRow } from "../../ipc/bindings";

/** A suspension as text, for whoever can fix it. */
export function asTicket(user: UserRow, explanation: Explanation, since: number | null): string {
	return [
		`${user.name} (${user.username}, ${user.id}) is suspended`,
		...(since === null ? [] : [`Since: ${formatAbsolute(since)}`]),
		explanation.raw,
		`Cause: ${explanation.title}. ${explanation.cause}`,
		`Who can fix: ${explanation.who}`,
	].join("\n");
}
