import {
	createHashHistory,
	createRootRoute,
	createRoute,
	createRouter,
	Navigate,
	type RouterHistory,
	type SearchSchemaInput,
	stripSearchParams,
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
import * as sessionsView from "../features/sessions/view";
import { SettingsView } from "../features/settings/SettingsView";
import { UsersView } from "../features/users/UsersView";
import * as usersView from "../features/users/view";
import type { OrganizationSummary, Overview } from "../ipc/bindings";
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

/** Tabs are shown only of an organization that is there; see `organization`. */
function useOrganization(): OrganizationSummary {
	const { organizations } = useLoadedOverview();
	const { organizationId } = organization.useParams();
	const found = organizations.find(({ id }) => id === organizationId);
	if (found === undefined) {
		throw new Error("A tab was shown without its organization.");
	}
	return found;
}

/** What a view understands of the address. What is usual does not stand in it. */
function searchOf<View extends object>(parse: (raw: Record<string, unknown>) => View) {
	return {
		validateSearch: (raw: Partial<View> & SearchSchemaInput): View => parse({ ...raw }),
		search: { middlewares: [stripSearchParams<View, View, View, View>(parse({}))] },
	};
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
	...searchOf(organizationsView.parseView),
	component: function List() {
		const navigate = list.useNavigate();
		return (
			<OrganizationsView
				organizations={useLoadedOverview().organizations}
				view={list.useSearch()}
				onView={(search) => void navigate({ search, replace: true })}
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
		const { id, state } = useOrganization();
		const unfinished = state === "notConfigured" || state === "authorizing" || state === "off";
		return (
			<Navigate
				to={`/organizations/$organizationId/${unfinished ? "connectivity" : "users"}`}
				params={{ organizationId: id }}
				replace
			/>
		);
	},
});

const connectivity = createRoute({
	getParentRoute: () => organization,
	path: "connectivity",
	component: function Connectivity() {
		const navigate = connectivity.useNavigate();
		return (
			<ConnectivityView
				organizationId={useOrganization().id}
				onShowSuspended={() => void navigate({ to: "../users", search: { show: "suspended" } })}
			/>
		);
	},
});

const users = createRoute({
	getParentRoute: () => organization,
	path: "users",
	...searchOf(usersView.parseView),
	component: function Users() {
		const { id, name } = useOrganization();
		const navigate = users.useNavigate();
		const onView = useCallback(
			(search: usersView.UsersView) => void navigate({ search, replace: true }),
			[navigate],
		);
		return <UsersView organizationId={id} name={name} view={users.useSearch()} onView={onView} />;
	},
});

const sessions = createRoute({
	getParentRoute: () => organization,
	path: "sessions",
	...searchOf(sessionsView.parseView),
	component: function Sessions() {
		const navigate = sessions.useNavigate();
		return (
			<SessionsView
				organization={useOrganization()}
				view={sessions.useSearch()}
				onView={(search) => void navigate({ search, replace: true })}
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
	...searchOf(activityView.parseView),
	component: function Activity() {
		const navigate = activity.useNavigate();
		return (
			<ActivityView
				organizations={useLoadedOverview().organizations}
				view={activity.useSearch()}
				onView={(search) => void navigate({ search, replace: true })}
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
	// A page gets what its view understood of the address, and nothing else.
	return createRouter({ routeTree, history, search: { strict: true } });
}

declare module "@tanstack/react-router" {
	interface Register {
		router: ReturnType<typeof openRouter>;
	}
}
