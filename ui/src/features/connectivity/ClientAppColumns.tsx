import { CircleCheck, CircleDashed, ExternalLink } from "lucide-react";
import { useId } from "react";
import { Button, LinkButton } from "../../components/Button";
import { CopyLine } from "../../components/Copy";
import { classes } from "../../components/classes";
import { TextField } from "../../components/Field";
import { ErrorLine } from "../../components/Notice";
import { Status } from "../../components/Status";
import text from "../../components/text.module.css";
import { NEXT_FOCUS } from "../../components/useKeptFocus";
import { whyNoSignIn } from "../../domain/actions";
import { ENVIRONMENT_WORDS, EnvironmentPill } from "../../domain/connectionState";
import type { ClientApp, Connectivity } from "../../ipc/bindings";
import { useCommand } from "../../ipc/useCommand";
import styles from "./ClientAppColumns.module.css";
import { useClientAppDraft } from "./useClientAppDraft";

interface Props {
	connectivity: Connectivity;
	/** Shows the Connect buttons. */
	connectable: boolean;
}

export function ClientAppColumns({ connectivity, connectable }: Props) {
	return (
		<div className={styles.columns}>
			{connectivity.clientApps.map((app) => (
				<ClientAppColumn
					key={app.environment}
					connectivity={connectivity}
					app={app}
					connectable={connectable}
				/>
			))}
		</div>
	);
}

const CONNECT_LABELS = {
	production: "Connect to Salesforce",
	sandbox: "Connect to Salesforce Sandbox",
} as const;

interface ClientAppColumnProps {
	connectivity: Connectivity;
	app: ClientApp;
	connectable: boolean;
}

/** One environment: its key, its callback, its host, its own Connect button. */
function ClientAppColumn({ connectivity, app, connectable }: ClientAppColumnProps) {
	const { organizationId } = connectivity;
	const { environment } = app;
	const id = useId();
	const draft = useClientAppDraft(organizationId, app);
	const start = useCommand("start_login");
	const ready = draft.consumerKey.trim() !== "";
	const reason = whyNot(connectivity, ready, environment);
	const word = ENVIRONMENT_WORDS[environment].toLowerCase();

	async function connect() {
		start.reset();
		if (await draft.save()) {
			start.mutate({ organizationId, environment });
		}
	}

	return (
		<div className={classes(text.stack, styles.column)}>
			<div className={classes(text.row, styles.head)}>
				<EnvironmentPill environment={environment} />
				{ready ? (
					<Status tone="good" icon={CircleCheck} word="Key entered" small />
				) : (
					<Status tone="quiet" icon={CircleDashed} word="Key missing" small />
				)}
			</div>
			<TextField
				label="Consumer key"
				mono
				placeholder={`Paste the key of the ${word} app`}
				data-testid={`consumer-key-${environment}`}
				value={draft.consumerKey}
				error={draft.refused.consumerKey}
				onChange={(event) => draft.type("consumerKey", event.target.value)}
				onBlur={() => void draft.save()}
			/>
			<div>
				<span className={styles.label} id={id}>
					Callback URL
				</span>
				<CopyLine text={app.callbackUrl} label={`Copy the callback URL for ${word}`} />
			</div>
			<TextField
				label="My Domain"
				mono
				placeholder={
					environment === "production"
						? "company.my.salesforce.com"
						: "company--uat.sandbox.my.salesforce.com"
				}
				data-testid={`my-domain-${environment}`}
				value={draft.myDomain}
				error={draft.refused.myDomain}
				hint={
					draft.myDomain === "" ? (
						<span className={styles.host}>
							Empty: opens <code>{app.loginHost}</code>
						</span>
					) : (
						<LinkButton small onClick={draft.clearMyDomain}>
							Use the standard login page instead
						</LinkButton>
					)
				}
				onChange={(event) => draft.type("myDomain", event.target.value)}
				onBlur={() => void draft.save()}
			/>
			<ErrorLine error={draft.error ?? start.error} />
			{connectable && (
				<div className={classes(text.stack, styles.connect)}>
					<Button
						look="primary"
						icon={ExternalLink}
						busy={start.isPending}
						reason={reason}
						aria-describedby={reason === null ? undefined : `${id}-why`}
						{...NEXT_FOCUS}
						data-testid={`connect-${environment}`}
						onClick={() => void connect()}
					>
						{CONNECT_LABELS[environment]}
					</Button>
					{reason !== null && (
						<p id={`${id}-why`} className={text.hint}>
							{reason}
						</p>
					)}
				</div>
			)}
		</div>
	);
}

function whyNot(
	connectivity: Connectivity,
	ready: boolean,
	environment: ClientApp["environment"],
): string | null {
	if (!connectivity.serviceAccountLogin) {
		return "Turn on Login using Salesforce Service Account first.";
	}
	if (!ready) {
		return environment === "sandbox"
			? "The sandbox needs the consumer key of its own app."
			: "Enter the consumer key of the app first.";
	}
	if (!connectivity.confirmedNoLpcUser) {
		return "Confirm first that no LPC user works with the account.";
	}
	return whyNoSignIn(connectivity.keyStoreProblem);
}
