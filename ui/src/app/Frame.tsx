import { Link, Outlet, useParams } from "@tanstack/react-router";
import { Building2, CircleQuestionMark, History, Settings } from "lucide-react";
import { Icon } from "../components/Icon";
import { Logo } from "../components/Logo";
import text from "../components/text.module.css";
import { needsAttention } from "../domain/connectionState";
import { ReadFailure } from "../domain/ReadFailure";
import { AccessBanner } from "../features/gate/AccessBanner";
import { GatePage } from "../features/gate/GatePage";
import { StatusBar } from "../features/organizations/StatusBar";
import { OwnDataBand } from "../features/ownData/OwnDataBand";
import type { OrganizationSummary } from "../ipc/bindings";
import { useGate, useOverview } from "../ipc/queries";
import styles from "./Frame.module.css";
import { useSettings, useTheme, useZoomKeys } from "./useAppearance";

/** Rail, content, status bar. Waits for nothing but the overview. */
export function Frame() {
	const { data, error: overviewError, refetch } = useOverview();
	const { data: gate, error: gateError, refetch: refetchGate } = useGate();
	const error = overviewError ?? gateError;
	const { organizationId } = useParams({ strict: false });
	useTheme(data?.settings.theme);
	useSettings(data?.settings);
	useZoomKeys(data?.settings);
	const organizations = data?.organizations ?? [];
	const only = organizations.length === 1 ? organizations[0] : undefined;
	const current = organizations.find(({ id }) => id === organizationId) ?? only ?? null;
	if (gate?.state === "closed") {
		return <GatePage gate={gate} />;
	}
	const ready = data !== undefined && gate !== undefined;
	return (
		<div className={styles.frame} data-testid="frame" data-ready={ready}>
			<Rail organizations={organizations} />
			<main className={styles.main}>
				<OwnDataBand />
				{ready ? (
					<>
						<AccessBanner gate={gate} />
						<Outlet />
					</>
				) : (
					error && (
						<ReadFailure
							level={1}
							title="The console does not answer"
							error={error}
							onRetry={() => Promise.all([refetch(), refetchGate()])}
						/>
					)
				)}
			</main>
			<StatusBar
				organization={current}
				organizations={organizations}
				minutes={data?.settings.intervalMinutes ?? 1}
			/>
		</div>
	);
}

const PLACES = [
	["organizations", "Organizations", Building2],
	["activity", "Activity", History],
	["settings", "Settings", Settings],
	["help", "Help", CircleQuestionMark],
] as const;

function Rail({ organizations }: { organizations: OrganizationSummary[] }) {
	const attention = organizations.filter(needsAttention).length;
	return (
		<nav className={styles.rail} aria-label="Main">
			<div className={styles.mark}>
				<Logo />
			</div>
			{PLACES.map(([place, title, icon]) => (
				<Link
					key={place}
					to={`/${place}`}
					activeOptions={{ includeSearch: false }}
					className={styles.item}
					data-testid={`rail-${place}`}
				>
					<Icon of={icon} size="large" />
					{title}
					{place === "organizations" && attention > 0 && (
						<span className={styles.badge}>
							{attention}
							<span className={text.hidden}>
								{attention === 1 ? " needs attention" : " need attention"}
							</span>
						</span>
					)}
				</Link>
			))}
		</nav>
	);
}
