//! The view *Activity*.

use super::organization_id;
use crate::activity::{
    ActivityCounts, ActivityEntry, ActivityKind, ActivityPage, ActivityQuery, ActivityTopic,
};
use crate::error::ApiError;
use crate::host::Host;
use crate::wire::Count;
use lpc_core::actor::Actor;
use lpc_core::audit::{AuditKind, AuditTopic, Entry, EntryFilter};

/// Reads a page of the audit.
pub async fn activity<H: Host>(host: &H, query: ActivityQuery) -> Result<ActivityPage, ApiError> {
    let filter = EntryFilter {
        topic: query.topic.map(topic),
        organization: match &query.organization_id {
            None => None,
            Some(id) => Some(organization_id(id)?),
        },
    };
    let page = host
        .engine()
        .journal
        .entries(filter, query.before, query.limit)
        .await?;
    let count = |topic| Count(page.counts.of(topic));
    Ok(ActivityPage {
        total: count(query.topic.map(topic)),
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
    let (organization_id, organization_name) = match entry.organization {
        Some((id, name)) => (Some(id.to_string()), Some(name)),
        None => (None, None),
    };
    ActivityEntry {
        number: entry.number,
        at: entry.stamp.at.into(),
        kind: kind(entry.kind),
        by_person,
        actor,
        organization_id,
        organization_name,
        subject: entry.change.subject,
        from: entry.change.from,
        to: entry.change.to,
    }
}

fn topic(topic: ActivityTopic) -> AuditTopic {
    match topic {
        ActivityTopic::Organizations => AuditTopic::Organizations,
        ActivityTopic::SignIns => AuditTopic::SignIns,
        ActivityTopic::Connections => AuditTopic::Connections,
        ActivityTopic::Settings => AuditTopic::Settings,
    }
}

fn kind(kind: AuditKind) -> ActivityKind {
    use AuditKind as Core;
    match kind {
        Core::OrganizationCreated => ActivityKind::OrganizationCreated,
        Core::OrganizationRenamed => ActivityKind::OrganizationRenamed,
        Core::OrganizationDeleted => ActivityKind::OrganizationDeleted,
        Core::ExternalIdSet => ActivityKind::ExternalIdSet,
        Core::SynchronizationSwitched => ActivityKind::SynchronizationSwitched,
        Core::ServiceAccountLoginSwitched => ActivityKind::ServiceAccountLoginSwitched,
        Core::ClientAppSaved => ActivityKind::ClientAppSaved,
        Core::NoLpcUserConfirmed => ActivityKind::NoLpcUserConfirmed,
        Core::SignInsHeldForSession => ActivityKind::SignInsHeldForSession,
        Core::LoginStarted => ActivityKind::LoginStarted,
        Core::LoginFailed => ActivityKind::LoginFailed,
        Core::Connected => ActivityKind::Connected,
        Core::ServiceAccountChanged => ActivityKind::ServiceAccountChanged,
        Core::Disconnected => ActivityKind::Disconnected,
        Core::ConnectionLost => ActivityKind::ConnectionLost,
        Core::ConnectionRefused => ActivityKind::ConnectionRefused,
        Core::ConnectionRecovered => ActivityKind::ConnectionRecovered,
        Core::ThrottlingBegan => ActivityKind::ThrottlingBegan,
        Core::ThrottlingEnded => ActivityKind::ThrottlingEnded,
        Core::UnreachableBegan => ActivityKind::UnreachableBegan,
        Core::UnreachableEnded => ActivityKind::UnreachableEnded,
        Core::HeldBackApplied => ActivityKind::HeldBackApplied,
        Core::EntitlementImported => ActivityKind::EntitlementImported,
        Core::SettingChanged => ActivityKind::SettingChanged,
    }
}
