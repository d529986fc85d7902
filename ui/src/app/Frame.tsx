import { Outlet, useParams } from "@tanstack/react-router";
import { TriangleAlert } from "lucide-react";
import { Button } from "../components/Button";
import { EmptyState } from "../components/EmptyState";
import { StatusBar } from "../features/organizations/StatusBar";
import { toApiError } from "../ipc/host";
import { useOverview } from "../ipc/queries";
import styles from "./Frame.module.css";
import { Rail } from "./Rail";
import { useSettings } from "./useSettings";
import { useTheme } from "./useTheme";

/** Rail, content, status bar. Waits for nothing but the overview. */
export function Frame() {
	const { data, error, refetch } = useOverview();
	const { organizationId } = useParams({ strict: false });
	useTheme(data?.theme);
	useSettings(data?.settings);
	const organizations = data?.organizations ?? [];
	const only = organizations.length === 1 ? organizations[0] : undefined;
	const current = organizations.find(({ id }) => id === organizationId) ?? only ?? null;
	return (
		<div className={styles.frame} data-testid="frame" data-ready={data !== undefined}>
			<Rail organizations={organizations} />
			<main className={styles.main}>
				{data !== undefined ? (
					<Outlet />
				) : (
					error && (
						<EmptyState
							icon={TriangleAlert}
							role="alert"
							level={1}
							title="The console does not answer"
							action={<Button onClick={() => void refetch()}>Retry</Button>}
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
