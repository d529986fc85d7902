import type { ConnectionStateName } from "../../ipc/bindings";

type HeadTone = "good" | "bad" | "warning" | "quiet";

/** What follows "Salesforce connection status:". The first and the fourth are the product's own. */
export const STATUS_SENTENCES: Record<ConnectionStateName, { words: string; tone: HeadTone }> = {
	connected: { words: "Salesforce connection established successfully", tone: "good" },
	expiringSoon: { words: "Salesforce connection established successfully", tone: "good" },
	authorizing: { words: "Signing in to Salesforce", tone: "quiet" },
	lost: { words: "Salesforce connectivity was lost", tone: "bad" },
	refused: { words: "Salesforce refuses the connection", tone: "bad" },
	keyLost: { words: "The saved sign-in cannot be opened", tone: "bad" },
	wrongAccount: { words: "Another account signed in", tone: "bad" },
	unreachable: { words: "Salesforce cannot be reached", tone: "warning" },
	throttled: { words: "Salesforce limits the requests", tone: "warning" },
	off: { words: "Switched off; the sign-in is kept", tone: "quiet" },
	notConfigured: { words: "Not connected", tone: "quiet" },
};
