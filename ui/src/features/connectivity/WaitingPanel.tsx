import {
	Circle,
	CircleCheck,
	ClipboardPaste,
	Copy,
	ExternalLink,
	LoaderCircle,
} from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../../components/Button";
import { Meter } from "../../components/Card";
import { classes } from "../../components/classes";
import { Fact, Facts } from "../../components/Facts";
import { Spinner } from "../../components/Icon";
import { useNow } from "../../components/Moment";
import { ErrorLine } from "../../components/Notice";
import { Status } from "../../components/Status";
import text from "../../components/text.module.css";
import { formatClock, formatCountdown } from "../../components/time";
import { NEXT_FOCUS } from "../../components/useKeptFocus";
import { press } from "../../domain/actions";
import { EnvironmentPill } from "../../domain/connectionState";
import type { Connectivity, LoginPhase } from "../../ipc/bindings";
import { useCommand } from "../../ipc/useCommand";
import styles from "./WaitingPanel.module.css";

export type Underway = Extract<LoginPhase, { phase: "waiting" | "exchanging" | "checking" }>;
type Waiting = Extract<LoginPhase, { phase: "waiting" }>;

interface Props {
	connectivity: Connectivity;
	login: Underway;
}

/** From the opened browser to the saved sign-in. Nothing here is modal. */
export function WaitingPanel({ connectivity, login }: Props) {
	return (
		<>
			<section
				className={classes(text.card, styles.card)}
				data-testid="waiting-panel"
				data-phase={login.phase}
			>
				<LoginSteps phase={login.phase} />
				<p className={text.hidden} role="status">
					{SAID[login.phase]}
				</p>
				{login.phase === "waiting" ? (
					<Waiting connectivity={connectivity} login={login} />
				) : (
					<div className={classes(text.stack, styles.body)}>
						<div className={styles.head}>
							<span className={styles.spinner}>
								<Spinner size="large" />
							</span>
							<div>
								<h2 className={styles.title}>{SAID[login.phase]}</h2>
								<p>The browser’s part is done; its page can be closed.</p>
							</div>
						</div>
						<Facts narrow>
							<Fact name="Environment">
								<EnvironmentPill environment={login.environment} />
							</Fact>
						</Facts>
					</div>
				)}
			</section>
			{login.phase === "waiting" && (
				<p className={text.hint}>
					You may close this window: the sign-in is kept until {formatClock(login.expires)}, also
					through a restart. Starting a new one replaces it.
				</p>
			)}
		</>
	);
}

const SAID = {
	waiting: "Waiting for your browser",
	exchanging: "Completing the sign-in with Salesforce",
	checking: "Checking the account",
} as const;

const NO_LINK =
	"The console was restarted since; the link is gone. Cancel and connect again for a new one.";

function Waiting({ connectivity, login }: { connectivity: Connectivity; login: Waiting }) {
	const { organizationId } = connectivity;
	const again = useCommand("open_login_again");
	const link = useCommand("copy_login_link");
	const cancel = useCommand("cancel_login");
	const paste = useCommand("paste_callback");
	const noLink = login.linkAvailable ? null : NO_LINK;
	const scheme = /^[^:]*:\/\//.exec(connectivity.clientApps[0]?.callbackUrl ?? "")?.[0];

	return (
		<>
			<div className={classes(text.stack, styles.body)}>
				<TimeLeft organizationId={organizationId} login={login}>
					<span className={styles.spinner}>
						<Spinner size="large" />
					</span>
					<div className={text.grow}>
						<h2 className={styles.title}>Waiting for your browser</h2>
						<p>
							Sign in as the service account and choose <b>Allow</b>.
						</p>
					</div>
				</TimeLeft>
				<Facts narrow>
					<Fact name="Login page">
						<code className={text.cut}>{login.host}</code>
					</Fact>
					<Fact name="Environment">
						<EnvironmentPill environment={login.environment} />
					</Fact>
					<Fact name="Sign in as">
						{login.purpose === "change" ? (
							"the new service account; both are shown before anything is saved"
						) : login.loginHint === null ? (
							"the service account you made for this; not your own user"
						) : (
							<b className={text.cut}>{login.loginHint}</b>
						)}
					</Fact>
				</Facts>
				<div className={text.row}>
					<Button
						{...NEXT_FOCUS}
						look="primary"
						icon={ExternalLink}
						reason={noLink}
						data-testid="open-again"
						{...press(again, { organizationId })}
					>
						Open again
					</Button>
					<Button
						icon={Copy}
						reason={noLink}
						data-testid="copy-link"
						{...press(link, { organizationId })}
					>
						{link.isSuccess ? "Link copied" : "Copy link"}
					</Button>
					<span className={text.grow} />
					<Button data-testid="cancel-login" {...press(cancel, { organizationId })}>
						Cancel
					</Button>
				</div>
				{noLink !== null && <p className={text.hint}>{noLink}</p>}
				<ErrorLine error={again.error ?? link.error ?? cancel.error} />
			</div>
			<div className={styles.paste}>
				<div className={text.grow}>
					<b>The browser did not come back?</b>
					<p className={text.hint}>
						Copy the whole address that begins with <code>{scheme}</code>, then press the button. It
						is read from the clipboard and never shown.
					</p>
					<ErrorLine error={paste.error} />
				</div>
				<Button icon={ClipboardPaste} data-testid="paste-address" {...press(paste, {})}>
					Paste the address
				</Button>
			</div>
		</>
	);
}

const STEPS = ["Browser opened", "Sign in", "Check the account", "Save"];
const CURRENT: Record<Underway["phase"], number> = { waiting: 1, exchanging: 1, checking: 2 };

function LoginSteps({ phase }: { phase: Underway["phase"] }) {
	const current = CURRENT[phase];
	return (
		<ol className={styles.steps} aria-label="Steps">
			{STEPS.map((step, index) => (
				<li key={step} aria-current={index === current ? "step" : undefined}>
					{index < current && <Status tone="good" icon={CircleCheck} word={step} />}
					{index === current && <Status tone="active" icon={LoaderCircle} word={step} turning />}
					{index > current && <Status tone="quiet" icon={Circle} word={step} />}
					{index < current && <span className={text.hidden}>, done</span>}
				</li>
			))}
		</ol>
	);
}

interface TimeLeftProps {
	organizationId: string;
	children: ReactNode;
	login: Extract<LoginPhase, { phase: "waiting" }>;
}

/** The countdown of a sign-in beside its title, the only part of its panel that ticks. */
function TimeLeft({ organizationId, login, children }: TimeLeftProps) {
	const now = useNow(1000);
	const extend = useCommand("extend_login");
	const left = Math.max(0, login.expires - now);
	const total = Math.max(1, login.expires - login.started);
	const minutes = Math.round(total / 60_000);
	const words = `${formatCountdown(left)} left of ${minutes} minutes`;
	return (
		<div className={classes(text.stack, styles.time)}>
			<div className={styles.timeRow}>
				{children}
				<div className={styles.left}>
					<div className={styles.count} role="timer" aria-live="off" data-testid="time-left">
						{formatCountdown(left)}
					</div>
					<div className={text.hint}>left of {minutes} minutes</div>
				</div>
				<Button size="small" data-testid="extend-login" {...press(extend, { organizationId })}>
					Extend
				</Button>
			</div>
			<Meter
				role="progressbar"
				label="Time left"
				text={words}
				tone="accent"
				value={left}
				max={total}
			/>
			<ErrorLine error={extend.error} />
		</div>
	);
}
