import type { Connection, ConnectionStateName, Environment } from "./bindings";

const MINUTE = 60_000;
const DAY = 86_400_000;

/** The connected account as it is in a state. */
export function connectionIn(state: ConnectionStateName, environment: Environment): Connection {
	const now = Date.now();
	const soon = state === "expiringSoon";
	return {
		environment,
		userId: "0053z00000BkTw1AAF",
		username: "svc-lpc.halden@example.com",
		displayName: "LPC Service Account",
		salesforceOrganizationId: "00D3z000001QvJkEAK",
		salesforceOrganizationName: "Halden Group Holding",
		instanceHost: "halden.my.salesforce.com",
		connectedSince: now - 76 * DAY,
		lastRefresh: now - 33 * MINUTE,
		rotated: true,
		idleDaysLeft: soon ? 5 : 29,
		idleLimitDays: 30,
		idleEnds: now + (soon ? 5 : 30) * DAY - 33 * MINUTE,
		apiUsage: { used: state === "throttled" ? 8_400_000 : 3_612_380, limit: 8_400_000 },
		ownCalls: 2914,
	};
}
