import {
	createHashHistory,
	createRootRoute,
	createRoute,
	createRouter,
	Navigate,
	type RouterHistory,
} from "@tanstack/react-router";
import { useCallback } from "react";
import { ActivityView } from "../features/activity/ActivityView";
import * as activityView from "../features/activity/view";
import { ConnectivityView } from "../features/connectivity/ConnectivityView";
import { HelpView } from "../features/help/HelpView";
import { OrganizationLayout } from "../features/organizations/OrganizationLayout";
import { OrganizationsView } from "../features/organizations/OrganizationsView";
import * as organizationsView from "../features/organizations/view";
import { SessionsView } from "../features/sessions/SessionsView";
import { parseSessionsSearch, toSessionsView } from "../features/sessions/view";
import { SettingsView } from "../features/settings/SettingsView";
import { UsersView } from "../features/users/UsersView";
import { parseSearch, toSearch, toView, type UsersView as View } from "../features/users/view";
import type { Overview } from "../ipc/bindings";
import { useOverview } from "../ipc/queries";
import { Frame } from "./Frame";

/** Pages are shown only once the overview is there; see `Frame`. */
function useLoadedOverview(): Overview {
	const { data } = useOverview();
	if (data === undefined) {
		throw new Error("A page was shown before the overview.");
	}
	return data;
}

const root = createRootRoute({ component: Frame, notFoundComponent: () => <Navigate to="/" /> });

const start = createRoute({
	getParentRoute: () => root,
	path: "/",
	component: function Start() {
		const { organizations } = useLoadedOverview();
		const [only] = organizations;
		return only && organizations.length === 1 ? (
			<Navigate to="/organizations/$organizationId" params={{ organizationId: only.id }} replace />
		) : (
			<Navigate to="/organizations" replace />
		);
	},
});

const organizationsRoute = createRoute({
	getParentRoute: () => root,
	path: "/organizations",
});

const list = createRoute({
	getParentRoute: () => organizationsRoute,
	path: "/",
	validateSearch: organizationsView.parseSearch,
	component: function List() {
		const { organizations } = useLoadedOverview();
		const search = list.useSearch();
		const navigate = list.useNavigate();
		return (
			<OrganizationsView
				organizations={organizations}
				view={organizationsView.toView(organizationsView.parseSearch({ ...search }))}
				onView={(view) =>
					void navigate({ search: organizationsView.parseSearch({ ...view }), replace: true })
				}
			/>
		);
	},
});

const organization = createRoute({
	getParentRoute: () => organizationsRoute,
	path: "$organizationId",
	component: function Organization() {
		const { organizations } = useLoadedOverview();
		const { organizationId } = organization.useParams();
		const found = organizations.find(({ id }) => id === organizationId);
		return found ? (
			<OrganizationLayout key={found.id} organization={found} />
		) : (
			<Navigate to="/organizations" replace />
		);
	},
});

const landing = createRoute({
	getParentRoute: () => organization,
	path: "/",
	component: function Landing() {
		const { organizations } = useLoadedOverview();
		const { organizationId } = organization.useParams();
		const state = organizations.find(({ id }) => id === organizationId)?.state;
		const unfinished = state === "notConfigured" || state === "authorizing" || state === "off";
		return (
			<Navigate
				to={
					unfinished
						? "/organizations/$organizationId/connectivity"
						: "/organizations/$organizationId/users"
				}
				params={{ organizationId }}
				replace
			/>
		);
	},
});

const connectivity = createRoute({
	getParentRoute: () => organization,
	path: "connectivity",
	component: function Connectivity() {
		const { organizationId } = organization.useParams();
		const navigate = connectivity.useNavigate();
		return (
			<ConnectivityView
				organizationId={organizationId}
				onShowSuspended={() => void navigate({ to: "../users", search: { show: "suspended" } })}
			/>
		);
	},
});

const users = createRoute({
	getParentRoute: () => organization,
	path: "users",
	validateSearch: parseSearch,
	component: function Users() {
		const { organizations } = useLoadedOverview();
		const { organizationId } = organization.useParams();
		// The router keeps what it was given beside what was understood, so it is read once more.
		const search = users.useSearch();
		const navigate = users.useNavigate();
		const onView = useCallback(
			(view: View) => void navigate({ search: toSearch(view), replace: true }),
			[navigate],
		);
		return (
			<UsersView
				organizationId={organizationId}
				name={organizations.find(({ id }) => id === organizationId)?.name ?? ""}
				view={toView(parseSearch({ ...search }))}
				onView={onView}
			/>
		);
	},
});

const sessions = createRoute({
	getParentRoute: () => organization,
	path: "sessions",
	validateSearch: parseSessionsSearch,
	component: function Sessions() {
		const { organizations } = useLoadedOverview();
		const { organizationId } = organization.useParams();
		const search = sessions.useSearch();
		const navigate = sessions.useNavigate();
		const found = organizations.find(({ id }) => id === organizationId);
		return (
			<SessionsView
				organizationId={organizationId}
				name={found?.name ?? ""}
				state={found?.state ?? "notConfigured"}
				view={toSessionsView(parseSessionsSearch({ ...search }))}
				onView={(view) =>
					void navigate({ search: parseSessionsSearch({ ...view }), replace: true })
				}
			/>
		);
	},
});

const settings = createRoute({
	getParentRoute: () => root,
	path: "/settings",
	component: function Settings() {
		return <SettingsView overview={useLoadedOverview()} />;
	},
});

const help = createRoute({ getParentRoute: () => root, path: "/help", component: HelpView });

const activity = createRoute({
	getParentRoute: () => root,
	path: "/activity",
	validateSearch: activityView.parseSearch,
	component: function Activity() {
		const { organizations } = useLoadedOverview();
		const search = activity.useSearch();
		const navigate = activity.useNavigate();
		return (
			<ActivityView
				organizations={organizations}
				view={activityView.parseSearch({ ...search })}
				onView={(view) =>
					void navigate({ search: activityView.parseSearch({ ...view }), replace: true })
				}
			/>
		);
	},
});

const routeTree = root.addChildren([
	start,
	organizationsRoute.addChildren([
		list,
		organization.addChildren([landing, connectivity, users, sessions]),
	]),
	activity,
	settings,
	help,
]);

/** The webview serves one page only, so places live behind the hash. */
export function openRouter(history: RouterHistory = createHashHistory()) {
	return createRouter({ routeTree, history });
}

declare module "@tanstack/react-router" {
	interface Register {
		router: ReturnType<typeof openRouter>;
	}
}
