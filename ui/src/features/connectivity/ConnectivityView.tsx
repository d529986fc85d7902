import { CloudOff, KeyRound, X } from "lucide-react";
import { useRef } from "react";
import { Button } from "../../components/Button";
import { Disclosure } from "../../components/Card";
import { classes } from "../../components/classes";
import { Spinner } from "../../components/Icon";
import { Moment } from "../../components/Moment";
import { ErrorLine, Notice } from "../../components/Notice";
import text from "../../components/text.module.css";
import { useKeptFocus } from "../../components/useKeptFocus";
import { press } from "../../domain/actions";
import { ReadFailure } from "../../domain/ReadFailure";
import { RecoveryNotice, ResumingNotice } from "../../domain/RecoveryNotice";
import type { Connectivity, KeyStoreProblem, LateCallback } from "../../ipc/bindings";
import { useConnectivity } from "../../ipc/queries";
import { useCommand } from "../../ipc/useCommand";
import { AccountQuestionPanel } from "./AccountQuestionPanel";
import { BrowserHelp } from "./BrowserHelp";
import { PreflightCard } from "./CheckList";
import { ClientAppColumns } from "./ClientAppColumns";
import { ConnectionSection } from "./ConnectionSection";
import styles from "./ConnectivityView.module.css";
import { LoginFailed } from "./LoginFailed";
import { ServiceAccountSwitch, SetUpForm } from "./SetUpForm";
import { SetUpSteps } from "./SetUpSteps";
import { useLostDialogOnOpen } from "./useLostDialogOnOpen";
import { WaitingPanel } from "./WaitingPanel";

interface Props {
	organizationId: string;
	/** Leads to the users whom no reconnect helps. */
	onShowSuspended: () => void;
}

/** The tab *Salesforce Connectivity*. */
export function ConnectivityView({ organizationId, onShowSuspended }: Props) {
	const { data, error, refetch } = useConnectivity(organizationId);
	if (data !== undefined) {
		return <Settled key={organizationId} connectivity={data} onShowSuspended={onShowSuspended} />;
	}
	return (
		<div
			className={classes(text.stack, text.scroll, styles.content)}
			data-testid="connectivity"
			data-state="loading"
		>
			{error ? (
				<ReadFailure
					icon={CloudOff}
					title="The connection could not be read"
					error={error}
					word="Try again"
					onRetry={refetch}
				/>
			) : (
				<p className={text.row}>
					<Spinner /> Reading the connection
				</p>
			)}
		</div>
	);
}

interface SettledProps {
	connectivity: Connectivity;
	onShowSuspended: () => void;
}

function Settled({ connectivity, onShowSuspended }: SettledProps) {
	useLostDialogOnOpen(connectivity);
	const { login, connection, state, keyStoreProblem, lateCallback, organizationId } = connectivity;
	const frame = useRef<HTMLDivElement>(null);
	useKeptFocus(frame);
	const { resuming, recovery } = connectivity;
	return (
		<div
			ref={frame}
			tabIndex={-1}
			className={classes(text.stack, text.scroll, styles.content)}
			data-testid="connectivity"
			data-state={state}
			data-login={login.phase}
		>
			{lateCallback !== null && (
				<LateCallbackNotice organizationId={organizationId} late={lateCallback} />
			)}
			{login.phase === "confirming" ? (
				<AccountQuestionPanel organizationId={organizationId} question={login.question} />
			) : login.phase === "waiting" ||
				login.phase === "exchanging" ||
				login.phase === "checking" ? (
				<div className={styles.columns}>
					<div className={text.stack}>
						<ServiceAccountSwitch connectivity={connectivity} />
						<WaitingPanel connectivity={connectivity} login={login} />
					</div>
					<BrowserHelp connectivity={connectivity} login={login} />
				</div>
			) : (
				<>
					{keyStoreProblem !== null && <KeyStoreNotice problem={keyStoreProblem} />}
					{resuming && <ResumingNotice organizationId={organizationId} resuming={resuming} />}
					{recovery && (
						<RecoveryNotice
							organizationId={organizationId}
							recovery={recovery}
							onShow={onShowSuspended}
						/>
					)}
					{login.phase === "failed" && <LoginFailed connectivity={connectivity} failure={login} />}
					{connection === null ? (
						<SetUpForm connectivity={connectivity} />
					) : (
						<>
							<ServiceAccountSwitch connectivity={connectivity} />
							<ConnectionSection connectivity={connectivity} connection={connection} />
							<PreflightCard connectivity={connectivity} preflight={connectivity.preflight} />
							<ClientAppsCard connectivity={connectivity} />
						</>
					)}
				</>
			)}
		</div>
	);
}

/** Once connected, keys and hosts are rarely needed: they fold away. */
function ClientAppsCard({ connectivity }: { connectivity: Connectivity }) {
	return (
		<Disclosure
			title="External Client App"
			note="Consumer keys, callback URLs, My Domain, set-up steps"
			testId="client-apps"
		>
			<ClientAppColumns connectivity={connectivity} connectable={false} />
			<div className={styles.guide}>
				<SetUpSteps connectivity={connectivity} />
			</div>
		</Disclosure>
	);
}

interface LateCallbackNoticeProps {
	organizationId: string;
	late: LateCallback;
}

/** The browser came back for nothing; the person in front of it should know. */
function LateCallbackNotice({ organizationId, late }: LateCallbackNoticeProps) {
	const dismiss = useCommand("dismiss_login_failure");
	return (
		<Notice
			tone="active"
			role="status"
			title="A browser page came back for nothing"
			note={<Moment at={late.at} />}
			data-testid="late-callback"
			actions={
				<Button icon={X} {...press(dismiss, { organizationId })}>
					Dismiss
				</Button>
			}
		>
			<p>{late.message}</p>
		</Notice>
	);
}

const TITLES: Record<KeyStoreProblem["consequence"], string> = {
	blocked: "A sign-in cannot be kept on this computer",
	offersSession: "A sign-in cannot be kept on this computer",
	heldForSession: "Sign-ins end when the console is closed",
};

/** Says what happens to a sign-in where no key store is, and offers the way without one. */
function KeyStoreNotice({ problem }: { problem: KeyStoreProblem }) {
	const hold = useCommand("hold_sign_ins_for_session");
	const offered = problem.consequence === "offersSession";
	return (
		<Notice
			tone="warning"
			icon={KeyRound}
			title={TITLES[problem.consequence]}
			role="status"
			data-testid="key-store-problem"
			actions={
				offered && (
					<Button look="primary" {...press(hold, {})} data-testid="hold-for-session">
						Hold sign-ins for this session only
					</Button>
				)
			}
		>
			<p>{problem.text}</p>
			<ErrorLine error={hold.error} />
		</Notice>
	);
}
