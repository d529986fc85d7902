//! The audit: what an admin changed, and what happened to a connection. Entries are added and never
//! changed; they hold no secret.

use crate::actor::Actor;
use crate::organization::{ClientApp, Organization, OrganizationId};
use crate::slug::slugged;
use crate::wire;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

slugged! {
    /// What happened.
    pub enum AuditKind {
        OrganizationCreated = "organization-created",
        OrganizationRenamed = "organization-renamed",
        OrganizationDeleted = "organization-deleted",
        ExternalIdSet = "external-id-set",
        SynchronizationSwitched = "synchronization-switched",
        ServiceAccountLoginSwitched = "service-account-login-switched",
        ClientAppSaved = "client-app-saved",
        NoLpcUserConfirmed = "no-lpc-user-confirmed",
        SignInsHeldForSession = "sign-ins-held-for-session",
        LoginStarted = "login-started",
        LoginFailed = "login-failed",
        Connected = "connected",
        ServiceAccountChanged = "service-account-changed",
        Disconnected = "disconnected",
        ConnectionLost = "connection-lost",
        ConnectionRefused = "connection-refused",
        ConnectionRecovered = "connection-recovered",
        ThrottlingBegan = "throttling-began",
        ThrottlingEnded = "throttling-ended",
        UnreachableBegan = "unreachable-began",
        UnreachableEnded = "unreachable-ended",
        HeldBackApplied = "held-back-applied",
        EntitlementImported = "entitlement-imported",
        SettingChanged = "setting-changed",
    }
}

/// The filter of the view *Activity*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum AuditTopic {
    /// Organizations: created, renamed, deleted, switched, set up.
    Organizations,
    /// Sign-ins of service accounts.
    SignIns,
    /// What happened to a connection by itself.
    Connections,
    /// The console's own settings.
    Settings,
}

impl AuditTopic {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 4] = [
        Self::Organizations,
        Self::SignIns,
        Self::Connections,
        Self::Settings,
    ];
}

impl AuditKind {
    /// Under which filter it stands.
    pub fn topic(self) -> AuditTopic {
        match self {
            Self::OrganizationCreated
            | Self::OrganizationRenamed
            | Self::OrganizationDeleted
            | Self::ExternalIdSet
            | Self::SynchronizationSwitched
            | Self::ServiceAccountLoginSwitched
            | Self::ClientAppSaved
            | Self::NoLpcUserConfirmed
            | Self::HeldBackApplied => AuditTopic::Organizations,
            Self::LoginStarted
            | Self::LoginFailed
            | Self::SignInsHeldForSession
            | Self::Connected
            | Self::ServiceAccountChanged
            | Self::Disconnected => AuditTopic::SignIns,
            Self::ConnectionLost
            | Self::ConnectionRefused
            | Self::ConnectionRecovered
            | Self::ThrottlingBegan
            | Self::ThrottlingEnded
            | Self::UnreachableBegan
            | Self::UnreachableEnded => AuditTopic::Connections,
            Self::EntitlementImported | Self::SettingChanged => AuditTopic::Settings,
        }
    }
}

/// When something was done, and by whom. Goes with every change of a row, so that the entry is
/// written in the change's own transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    pub at: Timestamp,
    pub actor: Actor,
}

impl Stamp {
    pub(crate) fn by(actor: &Actor, at: Timestamp) -> Self {
        Self {
            at,
            actor: actor.clone(),
        }
    }

    /// By the console itself.
    pub fn console(at: Timestamp) -> Self {
        Self {
            at,
            actor: Actor::Console,
        }
    }
}

/// What changed: which thing, from what, to what. All three may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// The thing, where the kind does not name it: a setting, an environment.
    pub subject: Option<String>,
    pub from: Option<String>,
    /// After; for an event, what was received.
    pub to: Option<String>,
}

impl Change {
    /// Only a result.
    pub fn to(to: impl Into<String>) -> Self {
        Self {
            to: Some(to.into()),
            ..Self::default()
        }
    }

    /// From one value to another.
    pub fn between(from: impl Into<String>, to: impl Into<String>) -> Self {
        Self {
            subject: None,
            from: Some(from.into()),
            to: Some(to.into()),
        }
    }

    /// The thing that changed.
    #[must_use]
    pub fn of(self, subject: impl Into<String>) -> Self {
        Self {
            subject: Some(subject.into()),
            ..self
        }
    }
}

/// An entry to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// When and by whom.
    pub stamp: Stamp,
    pub kind: AuditKind,
    /// Whose; `None` for the console as a whole.
    pub organization: Option<OrganizationId>,
    pub change: Change,
}

/// An entry as it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "ActivityEntry")]
pub struct Entry {
    /// Grows with every entry.
    pub number: i64,
    #[serde(serialize_with = "wire::millis")]
    #[ts(type = "number")]
    pub at: Timestamp,
    pub kind: AuditKind,
    /// Whether a person did it; otherwise the console did by itself.
    pub by_person: bool,
    /// The person's name at this computer, where it is known.
    pub actor: Option<String>,
    /// Whose; it may have been deleted since.
    pub organization_id: Option<OrganizationId>,
    /// Its name at that time.
    pub organization_name: Option<String>,
    #[serde(flatten)]
    pub change: Change,
}

/// Which entries are listed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EntryFilter {
    pub topic: Option<AuditTopic>,
    pub organization: Option<OrganizationId>,
}

/// How many entries there are; those of kinds that this version does not know are not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "ActivityCounts")]
pub struct EntryCounts {
    pub all: u64,
    pub organizations: u64,
    pub sign_ins: u64,
    pub connections: u64,
    pub settings: u64,
}

impl EntryCounts {
    /// Counts entries of a kind.
    pub fn add(&mut self, kind: AuditKind, entries: u64) {
        self.all += entries;
        *self.topic(kind.topic()) += entries;
    }

    /// Of one topic, or of all.
    pub fn of(mut self, topic: Option<AuditTopic>) -> u64 {
        topic.map_or(self.all, |topic| *self.topic(topic))
    }

    fn topic(&mut self, topic: AuditTopic) -> &mut u64 {
        match topic {
            AuditTopic::Organizations => &mut self.organizations,
            AuditTopic::SignIns => &mut self.sign_ins,
            AuditTopic::Connections => &mut self.connections,
            AuditTopic::Settings => &mut self.settings,
        }
    }
}

/// A page of the audit, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(rename = "ActivityPage")]
pub struct EntryPage {
    /// Entries that match in all.
    pub total: u64,
    /// Entries of the filter's organization, whatever their topic.
    pub counts: EntryCounts,
    /// The entries of the page.
    pub entries: Vec<Entry>,
    /// Whether older ones follow.
    pub more: bool,
}

/// What tells two readings of an organization apart, as entries.
pub fn changes(before: &Organization, after: &Organization) -> Vec<(AuditKind, Change)> {
    let mut changes = Vec::new();
    if before.name != after.name {
        changes.push((
            AuditKind::OrganizationRenamed,
            Change::between(&before.name, &after.name),
        ));
    }
    if let Some(id) = &after.external_id
        && before.external_id != after.external_id
    {
        changes.push((AuditKind::ExternalIdSet, Change::to(id)));
    }
    for (kind, from, to) in [
        (
            AuditKind::SynchronizationSwitched,
            before.synchronization,
            after.synchronization,
        ),
        (
            AuditKind::ServiceAccountLoginSwitched,
            before.service_account_login,
            after.service_account_login,
        ),
        (
            AuditKind::NoLpcUserConfirmed,
            before.confirmed_no_lpc_user,
            after.confirmed_no_lpc_user,
        ),
    ] {
        if from != to {
            changes.push((kind, Change::between(switch(from), switch(to))));
        }
    }
    for environment in crate::environment::Environment::ALL {
        let (from, to) = (
            before.client_app(environment),
            after.client_app(environment),
        );
        if from != to {
            let change = Change::between(app(&from), app(&to)).of(environment.slug());
            changes.push((AuditKind::ClientAppSaved, change));
        }
    }
    changes
}

fn switch(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}

/// The consumer key is no secret, but nobody reads 85 characters: its ends tell two apart.
fn app(app: &ClientApp) -> String {
    let key = app.consumer_key.as_str();
    let count = key.chars().count();
    let key = if key.is_empty() {
        "no consumer key".to_owned()
    } else if count <= 16 {
        key.to_owned()
    } else {
        let head: String = key.chars().take(8).collect();
        let tail: String = key.chars().skip(count - 4).collect();
        format!("{head}…{tail}")
    };
    match &app.login_origin {
        None => format!("{key}, standard login host"),
        Some(origin) => format!("{key}, {origin}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::environment::Environment;

    #[test]
    fn only_what_changed_becomes_an_entry() {
        let before = Organization::named("Halden".to_owned(), None, "");
        assert_eq!(changes(&before, &before), []);
        let mut after = before.clone();
        after.name = "Halden Group".to_owned();
        after.synchronization = false;
        after.client_apps[0].consumer_key = "3MVG9pRzvMkjMb6lYd7v0QkE2xqHt1nS4cUoWb8a".to_owned();
        let kinds: Vec<_> = changes(&before, &after)
            .into_iter()
            .map(|(kind, change)| (kind, change.from, change.to))
            .collect();
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(
            kinds,
            [
                (
                    AuditKind::OrganizationRenamed,
                    text("Halden"),
                    text("Halden Group")
                ),
                (AuditKind::SynchronizationSwitched, text("on"), text("off")),
                (
                    AuditKind::ClientAppSaved,
                    text("no consumer key, standard login host"),
                    text("3MVG9pRz…Wb8a, standard login host")
                ),
            ]
        );
        assert_eq!(after.client_apps[0].environment, Environment::ALL[0]);
    }
}
