//! The tab *Users*.

use super::{history, member_check, organization_id};
use crate::error::{ApiError, ErrorCode};
use crate::host::Host;
use crate::users::{
    OwnFault, StatusSource, UserCounts, UserFilter, UserNotification, UserRow, UserSort, UsersPage,
    UsersQuery,
};
use crate::wire::{Count, EffectiveStatus, Explanation, Millis};
use jiff::{SignedDuration, Timestamp};
use lpc_core::engine::ConnectionReading;
use lpc_core::incident::IncidentScope;
use lpc_core::port::store::{self, SortColumn, Store, UserList, UserRecord, Window};
use lpc_core::salesforce_id::SalesforceId;
use lpc_core::status::{self, EffectiveStatus as Effective, Overlay, OwnStatus};

/// The most rows a page may have.
const MAX_PAGE: u32 = 500;

/// Longer searches find nothing that a person looks for.
const MAX_SEARCH: usize = 200;

/// Reads a page of the list.
pub async fn users<H: Host>(host: &H, query: UsersQuery) -> Result<UsersPage, ApiError> {
    let reading = reading(host, &query.organization_id).await?;
    let shown = Shown::at(host, &reading).await?;
    let list = UserList {
        organization: reading.organization.id,
        filter: filter(query.filter, &shown.overlay),
        overlay: shown.overlay.clone(),
        search: query.search.chars().take(MAX_SEARCH).collect(),
        sort: sort(query.sort),
        descending: query.descending,
    };
    let window = Window {
        offset: query.offset.0,
        limit: u64::from(query.limit.min(MAX_PAGE)),
    };
    let page = host.engine().store().users(list, window).await?;
    Ok(UsersPage {
        total: Count(page.total),
        rows: page.users.into_iter().map(|user| shown.row(user)).collect(),
    })
}

/// Reads the counts over the list.
pub async fn user_counts<H: Host>(host: &H, organization: &str) -> Result<UserCounts, ApiError> {
    let reading = reading(host, organization).await?;
    let store = host.engine().store();
    let id = reading.organization.id;
    let counts = store.own_counts(id).await?;
    let overlay = reading.overlay();
    let effective = |status| Count(counts.effective(&overlay, status));
    let incidents = store.incidents(id).await?;
    let mirror = store.mirror(id).await?;
    let shown = Shown::at(host, &reading).await?;
    Ok(UserCounts {
        all: Count(counts.users),
        members: Count(counts.all_members()),
        suspended: effective(Effective::Suspended),
        active: effective(Effective::Active),
        not_initialized: effective(Effective::NotInitialized),
        paused: effective(Effective::Paused),
        disabled: effective(Effective::Disabled),
        not_in_group: effective(Effective::NotInGroup),
        own_faults: incidents
            .into_iter()
            .filter(|incident| incident.scope == IncidentScope::User && incident.members > 0)
            .map(|incident| OwnFault {
                code: incident.fault.code,
                raw: incident.fault.raw,
                members: Count(incident.members),
            })
            .collect(),
        as_of: shown.last_read.map(Millis::from),
        stale: shown.stale,
        loading: mirror.full_load.is_none() && reading.session_running,
    })
}

/// Reads what a click on a row brings up.
pub async fn user_notification<H: Host>(
    host: &H,
    organization: &str,
    user: &str,
) -> Result<UserNotification, ApiError> {
    let reading = reading(host, organization).await?;
    let store = host.engine().store();
    let user_id = user_id(user)?;
    let id = reading.organization.id;
    let record = store.user(id, &user_id).await?.ok_or_else(not_found)?;
    let shown = Shown::at(host, &reading).await?;
    let history = store.user_history(id, &user_id, history::LONGEST).await?;
    let sessions = match record.status {
        Some(_) => history::sessions(store, id, &history).await?,
        None => Vec::new(),
    };
    let check = member_check::checking(host, id, &record).await?;
    let own_cause = record.cause.clone();
    let row = shown.row(record);
    let suspended = row.effective == EffectiveStatus::Suspended;
    let connection = match &shown.overlay {
        Overlay::Red { fault, .. } if suspended => Some(Explanation::of(fault)),
        _ => None,
    };
    let others = if connection.is_some() {
        let counts = store.own_counts(id).await?;
        // As the card counts: those whom the connection alone suspends.
        counts
            .effective(&shown.overlay, Effective::Suspended)
            .saturating_sub(counts.members[OwnStatus::Suspended as usize])
    } else {
        let incidents = store.incidents(id).await?;
        let same = incidents.into_iter().find(|incident| {
            incident.scope == IncidentScope::User && Some(&incident.fault) == own_cause.as_ref()
        });
        same.map_or(0, |incident| incident.members)
    };
    Ok(UserNotification {
        user: row,
        connection,
        own: own_cause.as_ref().map(Explanation::of),
        others: Count(others.saturating_sub(1)),
        timeline: history::timeline(&history),
        changes: Count(history.total),
        sessions,
        check,
    })
}

/// Reads the id of a user.
pub(super) fn user_id(text: &str) -> Result<SalesforceId, ApiError> {
    SalesforceId::parse(text).map_err(|_| not_found())
}

fn not_found() -> ApiError {
    ApiError::new(
        ErrorCode::NotFound,
        "Salesforce does not show this user any more.",
    )
}

async fn reading<H: Host>(host: &H, organization: &str) -> Result<ConnectionReading, ApiError> {
    Ok(host
        .engine()
        .directory
        .connection_reading(organization_id(organization)?)
        .await?)
}

/// Statuses that were read longer ago carry a mark, whatever keeps the sessions away: a budget,
/// changes that are held back, a computer that slept.
const FRESH_FOR: SignedDuration = SignedDuration::from_mins(15);

/// How rows are seen at one moment.
struct Shown {
    overlay: Overlay,
    /// The end of the newest session that read everything.
    last_read: Option<Timestamp>,
    stale: bool,
}

impl Shown {
    async fn at<H: Host>(host: &H, reading: &ConnectionReading) -> Result<Self, ApiError> {
        let console = host.engine();
        let overlay = reading.overlay();
        let last_read = console.store().last_read(reading.organization.id).await?;
        let old = last_read.is_some_and(|read| console.now().duration_since(read) > FRESH_FOR);
        Ok(Self {
            stale: overlay == Overlay::Stale || overlay == Overlay::Clear && old,
            overlay,
            last_read,
        })
    }

    fn source(
        &self,
        effective: Effective,
        own_fault: bool,
        own: status::StatusSource,
    ) -> Option<StatusSource> {
        match (&self.overlay, effective) {
            (_, Effective::NotInGroup | Effective::NotInitialized) => None,
            (Overlay::Off, _) => Some(StatusSource::Console),
            (Overlay::Red { .. }, Effective::Suspended) if !own_fault => {
                Some(StatusSource::Connection)
            }
            _ => match own {
                status::StatusSource::Salesforce => Some(StatusSource::Salesforce),
            },
        }
    }

    fn row(&self, user: UserRecord) -> UserRow {
        let effective = self.overlay.apply(user.status);
        let own_fault = user.cause.is_some();
        let (error, since) = match (&self.overlay, effective) {
            _ if own_fault => (user.cause.map(|cause| cause.raw), user.since),
            (Overlay::Red { fault, since }, Effective::Suspended) => {
                (Some(fault.raw.clone()), since.or(user.since))
            }
            _ => (None, user.since),
        };
        let member = user.status.is_some();
        UserRow {
            id: user.id.to_string(),
            name: user.name,
            email: user.email,
            username: user.username,
            profile: user.profile,
            effective: effective.into(),
            own: user.status.map(OwnStatus::into),
            error,
            own_fault,
            source: self.source(effective, own_fault, user.source),
            since: since.filter(|_| member).map(Millis::from),
            last_session: self.last_read.filter(|_| member).map(Millis::from),
            stale: member && self.stale,
        }
    }
}

fn filter(filter: UserFilter, overlay: &Overlay) -> store::UserFilter {
    match filter {
        UserFilter::All => store::UserFilter::All,
        UserFilter::Members => store::UserFilter::Members,
        UserFilter::Cause { code } => store::UserFilter::Cause(code),
        UserFilter::Status {
            status: EffectiveStatus::NotInGroup,
        } => store::UserFilter::NotInGroup,
        UserFilter::Status { status } => {
            store::UserFilter::Own(overlay.own_statuses_for(status.into()))
        }
    }
}

fn sort(sort: UserSort) -> SortColumn {
    match sort {
        UserSort::EffectiveStatus => SortColumn::EffectiveStatus,
        UserSort::Name => SortColumn::Name,
        UserSort::Email => SortColumn::Email,
        UserSort::Username => SortColumn::Username,
        UserSort::Profile => SortColumn::Profile,
        UserSort::Since => SortColumn::Since,
    }
}
