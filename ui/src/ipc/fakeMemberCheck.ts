import type {
	ApiError,
	Commands,
	ConnectionStateName,
	MemberCheck,
	MemberChecking,
	UserRow,
} from "./bindings";
import { EXPLANATIONS } from "./fakeScenario";
import type { FakeUser } from "./fakeUsers";

const MINUTE = 60_000;

const refuse = (message: string): ApiError => ({ code: "invalidInput", message });

/** What the console says where nobody can be checked. */
export function whyNoCheck(
	state: ConnectionStateName,
	synchronization: boolean,
	entitled: boolean,
): string | null {
	if (!synchronization) {
		return "Synchronization of this organization is off; turn it on in Organizations first.";
	}
	if (["notConfigured", "authorizing", "lost", "keyLost", "off"].includes(state)) {
		return "There is nothing to check before the service account signs in.";
	}
	if (!entitled) {
		return "Sessions are stopped: your entitlement has ended or does not include this organization; import one that does.";
	}
	return state === "throttled"
		? "Salesforce takes no more requests for now; the next check is possible in 38 min."
		: null;
}

/** Checks of single members at the stand-in host. */
export function openFakeMemberChecks(
	users: FakeUser[],
	/** Why nobody can be checked now. */
	refusal: () => string | null,
	changed: () => void,
) {
	const last = new Map<string, MemberCheck>();
	/** What Salesforce says of a user, where it is not what is known. */
	const facts = new Map<string, string | null>();
	let outage = false;

	function check(user: FakeUser): MemberCheck {
		const check: MemberCheck = {
			at: Date.now(),
			outcome: "unchanged",
			before: user.own,
			after: user.own,
			error: null,
		};
		const fact = facts.get(user.id);
		if (outage) {
			return { ...check, outcome: "failed", error: EXPLANATIONS.unreachable ?? null };
		}
		if (fact === undefined || fact === user.fault) {
			return check;
		}
		user.fault = fact;
		user.own = fact === null ? "active" : "suspended";
		user.since = check.at;
		return { ...check, outcome: "changed", after: user.own };
	}

	return {
		of({ id, own }: UserRow): MemberChecking | null {
			const known = last.get(id) ?? null;
			return own === null && known === null ? null : { refusal: refusal(), last: known };
		},
		/** Changes a user in Salesforce; a check finds it. */
		inSalesforce: (id: string, fault: string | null) => facts.set(id, fault),
		/** Whether Salesforce answers. */
		down: (is: boolean) => {
			outage = is;
		},
		answers: {
			check_member: ({ userId }: Commands["check_member"]["parameters"]): MemberCheck => {
				const user = users.find(({ id }) => id === userId);
				const stopped = refusal();
				if (user === undefined || stopped !== null) {
					throw refuse(stopped ?? "Salesforce does not show this user any more.");
				}
				const left = (last.get(userId)?.at ?? 0) + MINUTE - Date.now();
				if (left > 0) {
					const seconds = Math.ceil(left / 1000);
					throw refuse(
						`Checked less than a minute ago; the next check is possible in ${seconds} s.`,
					);
				}
				const found = check(user);
				last.set(userId, found);
				changed();
				return found;
			},
		},
	};
}
