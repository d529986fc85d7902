//! Every view in every situation that is recorded, and how to get there.

/// A state of a view.
pub struct View {
    /// Names its pictures.
    pub name: &'static str,
    /// The file of recorded answers.
    pub situation: &'static str,
    /// The place behind the hash.
    pub place: &'static str,
    /// What a person does there, one after the other.
    pub steps: &'static [Step],
    /// What must be there in the end.
    pub shows: &'static str,
}

/// What a person does.
pub enum Step {
    Click(&'static str),
    /// A row takes its click anywhere.
    Row(&'static str),
    Fill(&'static str, &'static str),
}
use Step::{Click, Fill, Row};

const ORGANIZATIONS: &str = "/organizations";
const CONNECTIVITY: &str = "/organizations/halden/connectivity";
const USERS: &str = "/organizations/halden/users";
const SESSIONS: &str = "/organizations/halden/sessions";

const fn view(
    name: &'static str,
    situation: &'static str,
    place: &'static str,
    steps: &'static [Step],
    shows: &'static str,
) -> View {
    View {
        name,
        situation,
        place,
        steps,
        shows,
    }
}

#[rustfmt::skip]
pub const VIEWS: &[View] = &[
    view("no-answer", "silent", "/", &[], "[role='alert']"),
    view("gate", "gate", "/", &[], "request"),
    view("gate-malformed", "gateMalformed", "/", &[], "gate-problem"),
    view("gate-edition", "gateEdition", "/", &[], "gate-problem"),
    view("access-elsewhere", "gateOrganization", USERS, &[], "access-banner"),
    view("gate-waits", "gateWaits", "/", &[], "gate-problem"),
    view("gate-files", "gateFiles", "/", &[], "entitlement-files"),
    view("access-files", "accessFiles", "/settings", &[], "entitlement-files"),
    view("access-expired", "accessExpired", USERS, &[], "access-banner"),
    view("access-ends", "accessEnds", USERS, &[], "access-banner"),
    view("access-partly", "accessPartly", USERS, &[], "access-banner"),
    view("newer-data", "newerData", "/", &[], "start-problem"),
    view("disk-full", "diskFull", USERS, &[], "write-problem"),
    view("set-aside", "setAside", CONNECTIVITY, &[], "own-data"),
    view("first-run", "empty", ORGANIZATIONS, &[], "first-run"),
    view("first-run-dialog", "empty", ORGANIZATIONS, &[Click("connect-organization")], "create-dialog"),
    view("organizations", "gallery", ORGANIZATIONS, &[], "organizations-table"),
    view("organizations-selected", "gallery", ORGANIZATIONS, &[Click("select-all")], "selected-count"),
    view("organizations-none-found", "gallery", ORGANIZATIONS, &[Fill("organizations-filter", "zzzz")], "organizations-none"),
    view("organizations-menu", "gallery", ORGANIZATIONS, &[Row("[aria-label^='More actions']")], "action-rename"),
    view("organizations-rename", "gallery", ORGANIZATIONS, &[Row("[aria-label^='More actions']"), Click("action-rename")], "rename-dialog"),
    view("organizations-delete", "gallery", ORGANIZATIONS, &[Row("[aria-label^='More actions']"), Click("action-delete")], "delete-dialog"),
    view("not-connected", "first", CONNECTIVITY, &[], "connect-production"),
    view("no-key-store", "noKeyStore", CONNECTIVITY, &[], "key-store-problem"),
    view("held-for-session", "heldForSession", CONNECTIVITY, &[], "key-store-problem"),
    view("switched-off", "off", CONNECTIVITY, &[], "service-account-word"),
    view("waiting", "waiting", CONNECTIVITY, &[], "waiting-panel"),
    view("waiting-restarted", "restarted", CONNECTIVITY, &[], "waiting-panel"),
    view("exchanging", "exchanging", CONNECTIVITY, &[], "waiting-panel"),
    view("checking", "checking", CONNECTIVITY, &[], "waiting-panel"),
    view("failed", "failed", CONNECTIVITY, &[], "login-failed"),
    view("confirming", "confirming", CONNECTIVITY, &[], "account-question"),
    view("connected", "connected", CONNECTIVITY, &[], "connection-status"),
    view("connection-tested", "connected", CONNECTIVITY, &[Click("test-connection")], "test-steps"),
    view("change-account", "connected", CONNECTIVITY, &[Click("change-account")], "change-dialog"),
    view("disconnect", "connected", CONNECTIVITY, &[Click("disconnect")], "disconnect-dialog"),
    view("not-revoked", "unrevoked", CONNECTIVITY, &[Click("disconnect"), Click("disconnect-dialog-yes")], "revoke-by-hand"),
    view("resuming", "resuming", CONNECTIVITY, &[], "resuming"),
    view("expiring", "expiring", CONNECTIVITY, &[], "connection-status"),
    view("lost-dialog", "lost", CONNECTIVITY, &[], "lost-dialog"),
    view("lost", "lost", CONNECTIVITY, &[Click("lost-dialog-no")], "fault"),
    view("refused", "refused", CONNECTIVITY, &[], "fault"),
    view("key-lost", "keyLost", CONNECTIVITY, &[], "fault"),
    view("wrong-account", "wrongAccount", CONNECTIVITY, &[Click("lost-dialog-no")], "login-failed"),
    view("unreachable", "unreachable", CONNECTIVITY, &[], "fault"),
    view("lost-for-now", "lostForNow", CONNECTIVITY, &[Click("lost-dialog-no")], "fault"),
    view("not-read", "notRead", CONNECTIVITY, &[], "fault"),
    view("throttled", "throttled", CONNECTIVITY, &[], "fault"),
    view("users", "connected", USERS, &[], "user-row"),
    view("users-not-connected", "first", USERS, &[], "users-not-connected"),
    view("users-loading", "loading", USERS, &[], "load-progress"),
    view("users-none-found", "connected", USERS, &[Fill("users-search", "zzzz")], "users-empty"),
    view("users-lost", "lost", USERS, &[], "incident"),
    view("users-refused", "refused", USERS, &[], "incident"),
    view("users-unreachable", "unreachable", USERS, &[], "incident"),
    view("users-not-read", "notRead", USERS, &[], "incident"),
    view("users-throttled", "throttled", USERS, &[], "incident"),
    view("users-recovered", "recovered", USERS, &[], "recovery"),
    view("users-held-back", "heldBack", USERS, &[], "held-back"),
    view("users-own-share", "ownShare", USERS, &[], "status-bar"),
    view("organizations-own-share", "ownShare", ORGANIZATIONS, &[], "organizations-table"),
    view("users-apply-anyway", "heldBack", USERS, &[Click("apply-anyway")], "apply-dialog"),
    view("user-red-by-connection", "lost", USERS, &[Row("[data-index='0'][data-status='suspended']")], "user-panel"),
    view("user-own-fault", "connected", USERS, &[Click("chip-suspended"), Row("[data-index='0'][data-status='suspended']")], "notification-own"),
    view("user-active", "connected", USERS, &[Click("chip-active"), Row("[data-index='0'][data-status='active']")], "user-panel"),
    view("user-checked", "connected", USERS, &[Click("chip-active"), Row("[data-index='0'][data-status='active']"), Click("check-member")], "member-check"),
    view("sessions", "connected", SESSIONS, &[], "session-row"),
    view("session-failed", "lost", SESSIONS, &[Row("[data-outcome='failed'] button")], "session-detail"),
    view("sessions-none", "first", SESSIONS, &[], "sessions-empty"),
    view("activity", "connected", "/activity", &[], "activity-entry"),
    view("activity-none-found", "connected", "/activity?topic=connections", &[], "activity-empty"),
    view("settings", "connected", "/settings", &[], "settings"),
    view("help", "connected", "/help", &[], "help-version"),
];
