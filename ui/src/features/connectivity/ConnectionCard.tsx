import { PlugZap, Unplug, UserCog } from "lucide-react";
import { useState } from "react";
import { Button } from "../../components/Button";
import { CopyButton } from "../../components/Copy";
import { classes } from "../../components/classes";
import { Cut, Fact, Facts } from "../../components/Facts";
import { Icon } from "../../components/Icon";
import { Ago, Moment, useNow } from "../../components/Moment";
import { ErrorLine } from "../../components/Notice";
import text from "../../components/text.module.css";
import { formatDuration } from "../../components/time";
import tones from "../../components/tones.module.css";
import { NEXT_FOCUS } from "../../components/useKeptFocus";
import { CheckNowButton, press, ReconnectButton } from "../../domain/actions";
import {
	CONNECTION_STATES,
	EnvironmentPill,
	reconnectHelps,
	stopsEveryone,
} from "../../domain/connectionState";
import { ExplanationFacts } from "../../domain/ExplanationFacts";
import type { ConnectionFault, ConnectionStateName, Connectivity } from "../../ipc/bindings";
import { useCommand } from "../../ipc/useCommand";
import { ChangeAccountDialog, type Connected, DisconnectDialog } from "./AccountDialogs";
import styles from "./ConnectionCard.module.css";
import { TestSteps } from "./TestSteps";

/** The status sentence and the user ID first, then everything else about the connection. */
export function ConnectionCard({ connectivity, connection }: Connected) {
	const { state, fault } = connectivity;
	const { words, tone } = STATUS_SENTENCES[state];

	return (
		<section className={classes(text.card, styles.card)} aria-label="Connection">
			<div className={classes(tones[tone], styles.head, tone === "quiet" && styles.quiet)}>
				<Icon of={CONNECTION_STATES[state].icon} size="large" />
				<p {...NEXT_FOCUS} tabIndex={-1} role="status" data-testid="connection-status">
					Salesforce connection status: <b>{words}</b>
				</p>
			</div>
			{fault && <FaultBlock connectivity={connectivity} fault={fault} />}
			<div className={styles.body}>
				<ConnectionFacts connectivity={connectivity} connection={connection} />
			</div>
			<ConnectionActions connectivity={connectivity} connection={connection} />
		</section>
	);
}

function ConnectionFacts({ connectivity: { state, fault }, connection }: Connected) {
	const since = fault?.since ?? null;
	return (
		<Facts>
			<Fact name="User ID" testId="user-id">
				<code className={text.strong}>{connection.userId}</code>
				<CopyButton text={connection.userId} label="Copy user ID" />
			</Fact>
			<Fact name="Service account">
				<Cut>{`${connection.displayName} · ${connection.username}`}</Cut>
				<CopyButton text={connection.username} label="Copy username" />
			</Fact>
			<Fact name="Organization">
				<Cut>{connection.salesforceOrganizationName}</Cut>·
				<code>{connection.salesforceOrganizationId}</code>
				<CopyButton text={connection.salesforceOrganizationId} label="Copy organization ID" />
			</Fact>
			<Fact name="Environment">
				<EnvironmentPill environment={connection.environment} />
				<code className={classes(text.cut, text.muted)} title={connection.instanceHost}>
					{connection.instanceHost}
				</code>
			</Fact>
			{since !== null && (
				<Fact name={state === "lost" ? "Lost since" : "Since"}>
					<Moment at={since} /> <Ago at={since} className={text.muted} />
				</Fact>
			)}
			{/* The same account keeps it over a loss. */}
			{!stopsEveryone(state) && (
				<Fact name="Account since">
					<Moment at={connection.connectedSince} />
					<span className={text.muted}>
						{formatDuration(Math.max(1000, Date.now() - connection.connectedSince))}
					</span>
				</Fact>
			)}
			<Fact name="Last refresh">
				<Moment at={connection.lastRefresh} />
				<span className={text.muted}>
					<Ago at={connection.lastRefresh} />,{" "}
					{connection.rotated ? "token rotated" : "token not rotated"}
				</span>
			</Fact>
		</Facts>
	);
}

interface FaultProps {
	connectivity: Connectivity;
	fault: ConnectionFault;
}

/** Why the connection does not work, and the one button that helps. */
function FaultBlock({ connectivity, fault }: FaultProps) {
	const { state, organizationId } = connectivity;
	const { remedy } = fault.fault;
	const reconnect = reconnectHelps(state, remedy);
	return (
		<div className={classes(text.stack, styles.fault)} data-testid="fault">
			{/* The status sentence may have said it already. */}
			{fault.fault.title !== STATUS_SENTENCES[state].words && <h2>{fault.fault.title}</h2>}
			<ExplanationFacts
				explanation={fault.fault}
				tone={STATUS_SENTENCES[state].tone === "warning" ? "warning" : "bad"}
			/>
			{state !== "off" && (
				<div className={classes(text.actions, styles.faultActions)}>
					{reconnect && <ReconnectButton />}
					{!reconnect && remedy === "checkNow" && (
						<CheckNowButton organizationId={organizationId} />
					)}
					{fault.retryAt !== null && (
						<span className={text.hint}>
							Tries again by itself <RetryIn at={fault.retryAt} />.
						</span>
					)}
				</div>
			)}
		</div>
	);
}

/** "in 40 sec", ticking. */
function RetryIn({ at }: { at: number }) {
	const left = at - useNow(1000);
	return <>{left < 1000 ? "now" : `in ${formatDuration(left)}`}</>;
}

type HeadTone = "good" | "bad" | "warning" | "quiet";

/** What follows "Salesforce connection status:". The first and the fourth are the product's own. */
const STATUS_SENTENCES: Record<ConnectionStateName, { words: string; tone: HeadTone }> = {
	connected: { words: "Salesforce connection established successfully", tone: "good" },
	expiringSoon: { words: "Salesforce connection established successfully", tone: "good" },
	authorizing: { words: "Signing in to Salesforce", tone: "quiet" },
	lost: { words: "Salesforce connectivity was lost", tone: "bad" },
	refused: { words: "Salesforce refuses the connection", tone: "bad" },
	keyLost: { words: "The saved sign-in cannot be opened", tone: "bad" },
	unreachable: { words: "Salesforce cannot be reached", tone: "warning" },
	notRead: { words: "Salesforce refuses to let users be read", tone: "warning" },
	throttled: { words: "Salesforce limits the requests", tone: "warning" },
	off: { words: "Switched off; the sign-in is kept", tone: "quiet" },
	notConfigured: { words: "Not connected", tone: "quiet" },
};

/** What can be done with a connection; what ends it stands apart. */
function ConnectionActions({ connectivity, connection }: Connected) {
	const { organizationId, serviceAccountLogin } = connectivity;
	const dialog = { connectivity, connection, onClose: () => setAsking(null) };
	const test = useCommand("test_connection");
	const [asking, setAsking] = useState<"change" | "disconnect" | null>(null);
	const off = serviceAccountLogin ? null : "Turn on Login using Salesforce Service Account first.";
	return (
		<div className={classes(text.stack, styles.actionsBlock)}>
			<div className={text.actions}>
				<Button icon={PlugZap} data-testid="test-connection" {...press(test, { organizationId })}>
					Test connection
				</Button>
				<Button
					icon={UserCog}
					reason={off}
					data-testid="change-account"
					onClick={() => setAsking("change")}
				>
					Change service account…
				</Button>
				<span className={text.grow} />
				<Button
					look="dangerQuiet"
					icon={Unplug}
					data-testid="disconnect"
					onClick={() => setAsking("disconnect")}
				>
					Disconnect…
				</Button>
			</div>
			<ErrorLine error={test.error} />
			<p className={text.hidden} role="status">
				{test.isPending && "Testing the connection"}
			</p>
			{test.data && <TestSteps test={test.data} />}
			<ChangeAccountDialog {...dialog} open={asking === "change"} />
			<DisconnectDialog {...dialog} open={asking === "disconnect"} />
		</div>
	);
}
