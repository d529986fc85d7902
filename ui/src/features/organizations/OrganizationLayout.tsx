import { Outlet, useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { ErrorLine } from "../../components/ErrorLine";
import { stopsEveryone } from "../../domain/connectionState";
import { whyNoSignIn } from "../../domain/keyStore";
import { ReconnectProvider } from "../../domain/Reconnect";
import type { OrganizationSummary } from "../../ipc/bindings";
import { useConnectivity } from "../../ipc/queries";
import { useCommand } from "../../ipc/useCommand";
import text from "../../styles/text.module.css";
import { LostDialog } from "../connectivity/LostDialog";
import { OrganizationHeader } from "./OrganizationHeader";
import styles from "./OrganizationLayout.module.css";
import { OrganizationTabs } from "./OrganizationTabs";
import { SynchronizationOff } from "./SynchronizationOff";

/** What all tabs of an organization share: head, tabs, and the one way to reconnect. */
export function OrganizationLayout({ organization }: { organization: OrganizationSummary }) {
	const organizationId = organization.id;
	const { data: connectivity } = useConnectivity(organizationId);
	const navigate = useNavigate();
	const start = useCommand("start_login");
	const [asking, setAsking] = useState(false);
	const connection = connectivity?.connection ?? null;
	const lost = connectivity?.state === "lost";

	useEffect(() => {
		// The answer counts for this loss only; the next one asks anew.
		if (!lost) {
			setAsking(false);
		}
	}, [lost]);

	function signIn() {
		const environment = connection?.environment;
		const open = () =>
			navigate({ to: "/organizations/$organizationId/connectivity", params: { organizationId } });
		if (environment === undefined) {
			setAsking(false);
			void open();
			return;
		}
		start.mutate(
			{ organizationId, environment },
			{
				onSuccess: () => {
					setAsking(false);
					void open();
				},
			},
		);
	}

	function reconnect() {
		start.reset();
		if (lost && connection !== null) {
			setAsking(true);
		} else {
			signIn();
		}
	}

	const shown = asking && lost && connection !== null;
	return (
		<ReconnectProvider ask={reconnect} reason={whyNoSignIn(connectivity?.keyStoreProblem ?? null)}>
			<OrganizationHeader organization={organization} />
			<OrganizationTabs organization={organization} />
			{start.error && !shown && (
				<div className={styles.error}>
					<ErrorLine error={start.error} />
				</div>
			)}
			{!organization.synchronization && <SynchronizationOff organization={organization} />}
			<LossAnnouncement organization={organization} />
			<Outlet />
			{connectivity && connection && (
				<LostDialog
					open={shown}
					connectivity={connectivity}
					connection={connection}
					busy={start.isPending}
					error={start.error}
					onYes={signIn}
					onNo={() => setAsking(false)}
				/>
			)}
		</ReconnectProvider>
	);
}

/** Says once, assertively, that the connection went; the dialog itself never takes the focus. */
function LossAnnouncement({ organization }: { organization: OrganizationSummary }) {
	const stopped = stopsEveryone(organization.state);
	const before = useRef(stopped);
	const [said, setSaid] = useState("");

	useEffect(() => {
		if (stopped && !before.current) {
			setSaid(`Salesforce connectivity of ${organization.name} was lost.`);
		} else if (!stopped) {
			setSaid("");
		}
		before.current = stopped;
	}, [stopped, organization.name]);

	return (
		<div className={text.hidden} aria-live="assertive">
			{said}
		</div>
	);
}
