//! The tab *Users*: pages and counts.

use crate::error::Answer;
use crate::host::Host;
use lpc_core::engine::{Seen, ShownFilter, UserQuery};
use lpc_core::fault::FaultCode;
use lpc_core::incident::IncidentScope;
use lpc_core::organization::OrganizationId;
use lpc_core::port::store::{SortColumn, UserRecord, Window};
use lpc_core::salesforce_id::SalesforceId;
use lpc_core::status::{self, EffectiveStatus, Overlay, OwnStatus};
use lpc_core::wire::Millis;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which page of which list.
#[derive(Debug, Clone, PartialEq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UsersQuery {
    pub organization_id: OrganizationId,
    pub filter: UserFilter,
    /// Words that name, e-mail or username contain.
    pub search: String,
    pub sort: SortColumn,
    pub descending: bool,
    /// Rows before the page.
    pub offset: u64,
    /// Rows in the page, at most 500.
    pub limit: u32,
}

/// Who is listed.
#[derive(Debug, Clone, PartialEq, Deserialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum UserFilter {
    /// Everyone whom Salesforce shows.
    All,
    Members,
    Status {
        status: EffectiveStatus,
    },
    /// Members suspended by a fault of their own.
    Cause {
        code: FaultCode,
    },
}

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UsersPage {
    /// Rows that match in all.
    pub total: u64,
    /// The rows of this page.
    pub rows: Vec<UserRow>,
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UserRow {
    /// `User.Id`.
    pub id: SalesforceId,
    /// `User.Name`.
    pub name: String,
    /// `User.Email`.
    pub email: String,
    /// `User.Username`.
    pub username: String,
    /// `Profile.Name`.
    pub profile: String,
    pub effective: EffectiveStatus,
    /// The user's own status; `null` for somebody who is not a member.
    pub own: Option<OwnStatus>,
    /// The text behind a suspension: the user's own fault, else the connection's.
    pub error: Option<String>,
    /// Whether `error` is a fault of the user's own.
    pub own_fault: bool,
    /// Who says what the effective status is; `null` before anybody did.
    pub source: Option<StatusSource>,
    /// Since when the effective status holds.
    pub since: Option<Millis>,
    /// When a session last covered this member.
    pub last_session: Option<Millis>,
    /// Whether the status is as of an earlier time because Salesforce cannot be asked.
    pub stale: bool,
}

/// Who says what an effective status is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum StatusSource {
    /// What Salesforce shows of the user.
    Salesforce,
    /// The state of the connection, for every member alike.
    Connection,
    /// A switch of this console, for every member alike.
    Console,
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

/// The most rows a page may have.
const MAX_PAGE: u32 = 500;

/// Longer searches find nothing that a person looks for.
const MAX_SEARCH: usize = 200;

/// Reads a page of the list.
pub async fn users(host: &impl Host, query: UsersQuery) -> Answer<UsersPage> {
    let asked = UserQuery {
        filter: filter(query.filter),
        search: query.search.chars().take(MAX_SEARCH).collect(),
        sort: query.sort,
        descending: query.descending,
        window: Window {
            offset: query.offset,
            limit: u64::from(query.limit.min(MAX_PAGE)),
        },
    };
    let (seen, page) = host
        .engine()
        .directory
        .users(query.organization_id, asked)
        .await?;
    let users = page.users.into_iter();
    Ok(UsersPage {
        total: page.total,
        rows: users.map(|user| row(&seen, user)).collect(),
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

fn source(
    seen: &Seen,
    effective: EffectiveStatus,
    own_fault: bool,
    own: status::StatusSource,
) -> Option<StatusSource> {
    match (&seen.overlay, effective) {
        (_, EffectiveStatus::NotInGroup | EffectiveStatus::NotInitialized) => None,
        (Overlay::Off, _) => Some(StatusSource::Console),
        (Overlay::Red { .. }, EffectiveStatus::Suspended) if !own_fault => {
            Some(StatusSource::Connection)
        }
        _ => match own {
            status::StatusSource::Salesforce => Some(StatusSource::Salesforce),
        },
    }
}

pub(crate) fn row(seen: &Seen, user: UserRecord) -> UserRow {
    let effective = seen.overlay.apply(user.status);
    let own_fault = user.cause.is_some();
    let (error, since) = match (&seen.overlay, effective) {
        _ if own_fault => (user.cause.map(|cause| cause.raw), user.since),
        (Overlay::Red { fault, since }, EffectiveStatus::Suspended) => {
            (Some(fault.raw.clone()), since.or(user.since))
        }
        _ => (None, user.since),
    };
    let member = user.status.is_some();
    UserRow {
        id: user.id,
        name: user.name,
        email: user.email,
        username: user.username,
        profile: user.profile,
        effective,
        own: user.status,
        error,
        own_fault,
        source: source(seen, effective, own_fault, user.source),
        since: since.filter(|_| member).map(Millis::from),
        last_session: seen.last_read.filter(|_| member).map(Millis::from),
        stale: member && seen.stale,
    }
}

fn filter(filter: UserFilter) -> ShownFilter {
    match filter {
        UserFilter::All => ShownFilter::All,
        UserFilter::Members => ShownFilter::Members,
        UserFilter::Cause { code } => ShownFilter::Cause(code),
        UserFilter::Status { status } => ShownFilter::Status(status),
    }
}
