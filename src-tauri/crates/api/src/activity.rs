//! The view *Activity*.

use crate::error::Answer;
use crate::host::Host;
use lpc_core::actor::Actor;
use lpc_core::audit::{AuditKind, AuditTopic, Change, Entry, EntryFilter};
use lpc_core::organization::OrganizationId;
use lpc_core::wire::Millis;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which page of the audit.
#[derive(Debug, Clone, PartialEq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ActivityQuery {
    pub topic: Option<AuditTopic>,
    /// Only this organization, which may be deleted.
    pub organization_id: Option<OrganizationId>,
    /// Only entries older than this one; `None` for the newest.
    pub before: Option<i64>,
    /// At most so many.
    pub limit: u32,
}

/// A page of the audit, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ActivityPage {
    /// Entries that match in all.
    pub total: u64,
    /// How many each topic has, of the same organization.
    pub counts: ActivityCounts,
    pub entries: Vec<ActivityEntry>,
    /// Whether older ones follow.
    pub more: bool,
}

/// Entries by topic.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ActivityCounts {
    pub all: u64,
    pub organizations: u64,
    pub sign_ins: u64,
    pub connections: u64,
    pub settings: u64,
}

/// What happened once.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ActivityEntry {
    /// Grows with every entry.
    pub number: i64,
    pub at: Millis,
    pub kind: AuditKind,
    /// Whether a person did it; otherwise the console did by itself.
    pub by_person: bool,
    /// The person's name at this computer, where it is known.
    pub actor: Option<String>,
    pub organization_id: Option<OrganizationId>,
    /// Its name at that time.
    pub organization_name: Option<String>,
    #[serde(flatten)]
    pub change: Change,
}

/// Reads a page of the audit.
pub async fn activity(host: &impl Host, query: ActivityQuery) -> Answer<ActivityPage> {
    let filter = EntryFilter {
        topic: query.topic,
        organization: query.organization_id,
    };
    let journal = &host.engine().journal;
    let page = journal.entries(filter, query.before, query.limit).await?;
    let count = |topic| page.counts.of(topic);
    Ok(ActivityPage {
        total: count(query.topic),
        counts: ActivityCounts {
            all: count(None),
            organizations: count(Some(AuditTopic::Organizations)),
            sign_ins: count(Some(AuditTopic::SignIns)),
            connections: count(Some(AuditTopic::Connections)),
            settings: count(Some(AuditTopic::Settings)),
        },
        entries: page.entries.into_iter().map(entry).collect(),
        more: page.more,
    })
}

fn entry(entry: Entry) -> ActivityEntry {
    let (by_person, actor) = match entry.stamp.actor {
        Actor::Person(name) => (true, name),
        Actor::Console => (false, None),
    };
    let (organization_id, organization_name) = entry.organization.unzip();
    ActivityEntry {
        number: entry.number,
        at: entry.stamp.at.into(),
        kind: entry.kind,
        by_person,
        actor,
        organization_id,
        organization_name,
        change: entry.change,
    }
}
