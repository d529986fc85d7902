import { CloudOff } from "lucide-react";
import { useEffect, useRef } from "react";
import { Button } from "../../components/Button";
import { EmptyState } from "../../components/EmptyState";
import { Spinner } from "../../components/Spinner";
import { useKeptFocus } from "../../components/useKeptFocus";
import { RecoveryNotice } from "../../domain/RecoveryNotice";
import { ResumingNotice } from "../../domain/ResumingNotice";
import type { Connectivity } from "../../ipc/bindings";
import { toApiError } from "../../ipc/host";
import { useConnectivity } from "../../ipc/queries";
import text from "../../styles/text.module.css";
import { AccountQuestionPanel } from "./AccountQuestionPanel";
import { BrowserHelp } from "./BrowserHelp";
import { ClientAppsCard } from "./ClientAppsCard";
import { ConnectionSection } from "./ConnectionSection";
import styles from "./ConnectivityView.module.css";
import { KeyStoreNotice } from "./KeyStoreNotice";
import { LateCallbackNotice } from "./LateCallbackNotice";
import { LoginFailed } from "./LoginFailed";
import { PreflightCard } from "./PreflightCard";
import { ServiceAccountSwitch } from "./ServiceAccountSwitch";
import { SetUpForm } from "./SetUpForm";
import { rememberTried } from "./triedEnvironment";
import { useLostDialogOnOpen } from "./useLostDialogOnOpen";
import { WaitingPanel } from "./WaitingPanel";

/** The tab *Salesforce Connectivity*. */
export function ConnectivityView({
	organizationId,
	onShowSuspended,
}: {
	organizationId: string;
	/** Leads to the users whom no reconnect helps. */
	onShowSuspended: () => void;
}) {
	const { data, error, refetch } = useConnectivity(organizationId);
	if (data !== undefined) {
		return <Settled key={organizationId} connectivity={data} onShowSuspended={onShowSuspended} />;
	}
	return (
		<div className={styles.content} data-testid="connectivity" data-state="loading">
			{error ? (
				<EmptyState
					icon={CloudOff}
					role="alert"
					title="The connection could not be read"
					action={<Button onClick={() => void refetch()}>Try again</Button>}
				>
					{toApiError(error).message}
				</EmptyState>
			) : (
				<p className={text.row}>
					<Spinner /> Reading the connection
				</p>
			)}
		</div>
	);
}

function Settled({
	connectivity,
	onShowSuspended,
}: {
	connectivity: Connectivity;
	onShowSuspended: () => void;
}) {
	useLostDialogOnOpen(connectivity);
	useEffect(() => rememberTried(connectivity), [connectivity]);
	const { login, connection, state, keyStoreProblem, lateCallback, organizationId } = connectivity;
	const frame = useRef<HTMLDivElement>(null);
	useKeptFocus(frame);
	const { resuming, recovery } = connectivity;
	return (
		<div
			ref={frame}
			tabIndex={-1}
			className={styles.content}
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
					<div className={styles.stack}>
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
