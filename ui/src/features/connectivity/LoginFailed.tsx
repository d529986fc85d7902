import { UserCog, X } from "lucide-react";
import { useState } from "react";
import { Button } from "../../components/Button";
import { Disclosure } from "../../components/Card";
import { RawText } from "../../components/Copy";
import { Moment } from "../../components/Moment";
import { ErrorLine, Notice } from "../../components/Notice";
import { NEXT_FOCUS } from "../../components/useKeptFocus";
import { press } from "../../domain/actions";
import type { Connectivity, LoginFailure, LoginPhase } from "../../ipc/bindings";
import { useCommand } from "../../ipc/useCommand";
import { ChangeAccountDialog } from "./AccountDialogs";
import { TwoAccounts } from "./AccountQuestionPanel";
import { CheckList, summary } from "./CheckList";

type Failed = Extract<LoginPhase, { phase: "failed" }>;

const WORDS: Record<LoginFailure["kind"], { title: string; tone: "bad" | "warning" | "active" }> = {
	denied: { title: "Access was denied in the browser", tone: "bad" },
	timedOut: { title: "The sign-in ran out of time", tone: "warning" },
	canceled: { title: "The sign-in was canceled", tone: "active" },
	refused: { title: "Salesforce refused the sign-in", tone: "bad" },
	unreachable: { title: "The sign-in could not be finished", tone: "warning" },
	wrongAccount: { title: "Another account or organization signed in", tone: "bad" },
	wrongEnvironment: { title: "The other environment signed in", tone: "bad" },
	checkFailed: { title: "The account lacks something that is needed", tone: "bad" },
	notEntitled: { title: "The access ended before the sign-in did", tone: "bad" },
	organizationNotEntitled: {
		title: "This organization is not in your entitlement",
		tone: "bad",
	},
	sandboxNotEntitled: { title: "This sandbox is not in your entitlement", tone: "bad" },
	interrupted: { title: "The console made a mistake", tone: "bad" },
	untrusted: { title: "The answer broke a security rule", tone: "bad" },
	notSaved: { title: "The sign-in could not be kept", tone: "bad" },
};

interface Props {
	connectivity: Connectivity;
	failed: Failed;
}

/** Where to try again: as last time, else as connected, else the only app that has a key. */
function environmentToTry({ connection, clientApps }: Connectivity, { environment }: Failed) {
	const [ready, another] = clientApps.filter((app) => app.consumerKey !== "");
	const only = another === undefined ? ready?.environment : undefined;
	return environment ?? connection?.environment ?? only ?? null;
}

/** How the last sign-in ended; stays until the next one or until it is dismissed. */
export function LoginFailed({ connectivity, failed }: Props) {
	const { organizationId, connection } = connectivity;
	const [changing, setChanging] = useState(false);
	const { failure } = failed;
	const another = failure.kind === "wrongAccount";
	const { title, tone } = WORDS[failure.kind];
	const dismiss = useCommand("dismiss_login_failure");
	const start = useCommand("start_login");
	const environment = environmentToTry(connectivity, failed);
	return (
		<Notice
			tone={tone}
			role={tone === "active" ? "status" : "alert"}
			title={title}
			note={<Moment at={failed.at} />}
			data-testid="login-failed"
			actions={
				<>
					{another && connection !== null && (
						<Button
							{...NEXT_FOCUS}
							look="primary"
							icon={UserCog}
							data-testid="change-after-failure"
							onClick={() => setChanging(true)}
						>
							Change service account…
						</Button>
					)}
					{environment !== null && connectivity.serviceAccountLogin && (
						<Button
							look={another ? "secondary" : "primary"}
							{...NEXT_FOCUS}
							data-testid="try-again"
							{...press(start, { organizationId, environment })}
						>
							Try again
						</Button>
					)}
					<Button icon={X} data-testid="dismiss-failure" {...press(dismiss, { organizationId })}>
						Dismiss
					</Button>
				</>
			}
		>
			{"raw" in failure && <RawText text={failure.raw} />}
			<p>
				{failed.message}
				{(failure.kind === "refused" || failure.kind === "unreachable") &&
					` ${failure.title}: ${failure.cause}`}
			</p>
			{another && <TwoAccounts pinned={failure.pinned} found={failure.found} />}
			{failed.nextStep !== "" && (
				<p data-testid="next-step">
					<b>Next:</b> {failed.nextStep}
				</p>
			)}
			{failed.checks.length > 0 && (
				<Disclosure
					title="Checks of this sign-in"
					note={summary(failed.checks)}
					startsOpen={failure.kind === "checkFailed"}
					testId="failed-checks"
				>
					<CheckList checks={failed.checks} label="Checks of this sign-in" />
				</Disclosure>
			)}
			<ErrorLine error={start.error ?? dismiss.error} />
			{connection !== null && (
				<ChangeAccountDialog
					open={changing}
					connectivity={connectivity}
					connection={connection}
					onClose={() => setChanging(false)}
				/>
			)}
		</Notice>
	);
}
