//! The tab *Users*: pages and counts.

use crate::error::Answer;
use crate::host::Host;
use lpc_core::fault::FaultCode;
use lpc_core::incident::IncidentScope;
use lpc_core::organization::OrganizationId;
use lpc_core::status::EffectiveStatus;
use lpc_core::users::{UserQuery, UserRow};
use lpc_core::wire::Millis;
use serde::Serialize;
use ts_rs::TS;

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UsersPage {
    /// Rows that match in all.
    pub total: u64,
    /// The rows of this page.
    pub rows: Vec<UserRow>,
}

/// The counts over the list.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UserCounts {
    /// Users whom Salesforce shows.
    pub all: u64,
    pub members: u64,
    pub suspended: u64,
    pub active: u64,
    pub not_initialized: u64,
    pub paused: u64,
    /// Disabled, or the switch is off.
    pub disabled: u64,
    pub not_in_group: u64,
    /// Faults of members' own, the most frequent first.
    pub own_faults: Vec<OwnFault>,
    /// When the shown statuses were read; `null` before the first session.
    pub as_of: Option<Millis>,
    /// Whether they are out of date because Salesforce cannot be asked.
    pub stale: bool,
    /// Users read so far while the first full load runs.
    pub loading: bool,
}

/// One cause that members have of their own.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OwnFault {
    pub code: FaultCode,
    pub raw: String,
    pub members: u64,
}

/// Reads a page of the list.
pub async fn users(host: &impl Host, query: UserQuery) -> Answer<UsersPage> {
    let (seen, page) = host.engine().directory.users(query).await?;
    let users = page.users.into_iter();
    Ok(UsersPage {
        total: page.total,
        rows: users.map(|user| seen.row(user)).collect(),
    })
}

/// Reads the counts over the list.
pub async fn user_counts(host: &impl Host, id: OrganizationId) -> Answer<UserCounts> {
    let reading = host.engine().directory.user_counts(id).await?;
    let (seen, counts) = (reading.seen, reading.counts);
    let effective = |status| counts.effective(&seen.overlay, status);
    Ok(UserCounts {
        all: counts.users,
        members: counts.all_members(),
        suspended: effective(EffectiveStatus::Suspended),
        active: effective(EffectiveStatus::Active),
        not_initialized: effective(EffectiveStatus::NotInitialized),
        paused: effective(EffectiveStatus::Paused),
        disabled: effective(EffectiveStatus::Disabled),
        not_in_group: effective(EffectiveStatus::NotInGroup),
        own_faults: reading
            .incidents
            .into_iter()
            .filter(|incident| incident.scope == IncidentScope::User && incident.members > 0)
            .map(|incident| OwnFault {
                code: incident.fault.code,
                raw: incident.fault.raw,
                members: incident.members,
            })
            .collect(),
        as_of: seen.last_read.map(Millis::from),
        stale: seen.stale,
        loading: reading.loading,
    })
}
