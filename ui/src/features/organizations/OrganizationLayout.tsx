import { Link, Outlet, useNavigate } from "@tanstack/react-router";
import { ChevronRight, PowerOff } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "../../components/Button";
import { classes } from "../../components/classes";
import { Icon } from "../../components/Icon";
import { RowMenu } from "../../components/Menu";
import { ErrorLine } from "../../components/Notice";
import text from "../../components/text.module.css";
import { formatNumber } from "../../components/time";
import { press, ReconnectProvider, whyNoSignIn } from "../../domain/actions";
import {
	CONNECTION_STATES,
	EnvironmentPill,
	StatePill,
	stopsEveryone,
} from "../../domain/connectionState";
import type { OrganizationSummary } from "../../ipc/bindings";
import { useConnectivity } from "../../ipc/queries";
import { useCommand } from "../../ipc/useCommand";
import { LostDialog } from "../connectivity/LostDialog";
import styles from "./OrganizationLayout.module.css";
import { useOrganizationActions } from "./useOrganizationActions";

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

	function open() {
		setAsking(false);
		void navigate({
			to: "/organizations/$organizationId/connectivity",
			params: { organizationId },
		});
	}

	function signIn() {
		if (connection === null) {
			open();
		} else {
			const { environment } = connection;
			start.mutate({ organizationId, environment }, { onSuccess: open });
		}
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

function OrganizationHeader({ organization }: { organization: OrganizationSummary }) {
	const [said, setSaid] = useState("");
	const actions = useOrganizationActions(setSaid);
	return (
		<header className={styles.header}>
			<div className={styles.crumb}>
				<Link to="/organizations">Organizations</Link>
				<Icon of={ChevronRight} size="small" />
			</div>
			<h1 className={classes(text.cut, styles.name)} title={organization.name}>
				{organization.name}
			</h1>
			{organization.environment && <EnvironmentPill environment={organization.environment} />}
			<StatePill state={organization.state} />
			<span className={classes(text.cut, styles.said)} role="status">
				{said}
			</span>
			<RowMenu label={`More actions for ${organization.name}`} actions={actions.of(organization)} />
			{actions.dialog}
		</header>
	);
}

const TABS = [
	["connectivity", "Salesforce Connectivity"],
	["users", "Users"],
	["sessions", "Sessions"],
] as const;

function OrganizationTabs({ organization }: { organization: OrganizationSummary }) {
	const params = { organizationId: organization.id };
	const { icon, word } = CONNECTION_STATES[organization.state];
	const bad = stopsEveryone(organization.state);
	return (
		<nav className={styles.tabs} aria-label={organization.name}>
			{TABS.map(([tab, title]) => (
				<Link
					key={tab}
					to={`/organizations/$organizationId/${tab}`}
					params={params}
					activeOptions={{ includeSearch: false }}
					className={styles.tab}
					data-testid={`tab-${tab}`}
				>
					{title}
					{tab === "connectivity" && bad && (
						<span className={styles.bad}>
							<Icon of={icon} size="small" />
							<span className={text.hidden}>, {word}</span>
						</span>
					)}
					{tab === "users" && organization.users > 0 && (
						<span className={styles.count}>{formatNumber(organization.users)}</span>
					)}
				</Link>
			))}
		</nav>
	);
}

/** Why nothing runs here although the connection may be fine, and the one button that changes it. */
function SynchronizationOff({ organization }: { organization: OrganizationSummary }) {
	const turn = useCommand("set_synchronization");
	return (
		<div className={classes(text.actions, styles.strip)} data-testid="synchronization-off">
			<Icon of={PowerOff} />
			<p>
				<b>Synchronization of this organization is off.</b> No sessions run; the connection and its
				token are kept.
			</p>
			<Button
				size="small"
				data-testid="turn-on"
				{...press(turn, { organizationId: organization.id, enabled: true })}
			>
				Turn synchronization on
			</Button>
			<ErrorLine error={turn.error} />
		</div>
	);
}
