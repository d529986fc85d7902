//! The view *Activity*.

use crate::wire::{Count, Millis};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which page of the audit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ActivityQuery {
    pub topic: Option<ActivityTopic>,
    /// Only this organization, which may be deleted.
    pub organization_id: Option<String>,
    /// Only entries older than this one; `None` for the newest.
    #[ts(type = "number | null")]
    pub before: Option<i64>,
    /// At most so many.
    pub limit: u32,
}

/// A page of the audit, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ActivityPage {
    /// Entries that match in all.
    pub total: Count,
    /// How many each topic has, of the same organization.
    pub counts: ActivityCounts,
    pub entries: Vec<ActivityEntry>,
    /// Whether older ones follow.
    pub more: bool,
}

/// Entries by topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ActivityCounts {
    pub all: Count,
    pub organizations: Count,
    pub sign_ins: Count,
    pub connections: Count,
    pub settings: Count,
}

/// What happened once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ActivityEntry {
    /// Grows with every entry.
    #[ts(type = "number")]
    pub number: i64,
    pub at: Millis,
    pub kind: ActivityKind,
    /// Whether a person did it; otherwise the console did by itself.
    pub by_person: bool,
    /// The person's name at this computer, where it is known.
    pub actor: Option<String>,
    pub organization_id: Option<String>,
    /// Its name at that time.
    pub organization_name: Option<String>,
    /// The thing that changed, where the kind does not name it.
    pub subject: Option<String>,
    pub from: Option<String>,
    /// After; for an event, what was received.
    pub to: Option<String>,
}

/// The filters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ActivityTopic {
    Organizations,
    SignIns,
    Connections,
    Settings,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ActivityKind {
    OrganizationCreated,
    OrganizationRenamed,
    OrganizationDeleted,
    ExternalIdSet,
    SynchronizationSwitched,
    ServiceAccountLoginSwitched,
    ClientAppSaved,
    NoLpcUserConfirmed,
    SignInsHeldForSession,
    LoginStarted,
    LoginFailed,
    Connected,
    ServiceAccountChanged,
    Disconnected,
    ConnectionLost,
    ConnectionRefused,
    ConnectionRecovered,
    ThrottlingBegan,
    ThrottlingEnded,
    UnreachableBegan,
    UnreachableEnded,
    HeldBackApplied,
    EntitlementImported,
    SettingChanged,
}
