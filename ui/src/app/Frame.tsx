import { Outlet, useParams } from "@tanstack/react-router";
import { TriangleAlert } from "lucide-react";
import { Button } from "../components/Button";
import { EmptyState } from "../components/EmptyState";
import { AccessBanner } from "../features/gate/AccessBanner";
import { GatePage } from "../features/gate/GatePage";
import { StatusBar } from "../features/organizations/StatusBar";
import { OwnDataBand } from "../features/ownData/OwnDataBand";
import { toApiError } from "../ipc/host";
import { useGate, useOverview } from "../ipc/queries";
import styles from "./Frame.module.css";
import { Rail } from "./Rail";
import { useSettings } from "./useSettings";
import { useTheme } from "./useTheme";
import { useZoomKeys } from "./useZoomKeys";

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
						<EmptyState
							icon={TriangleAlert}
							role="alert"
							level={1}
							title="The console does not answer"
							action={
								<Button onClick={() => void Promise.all([refetch(), refetchGate()])}>Retry</Button>
							}
						>
							{toApiError(error).message}
						</EmptyState>
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
