//! The tab *Users*.

use super::{history, member_check, organization_id};
use crate::error::{ApiError, ErrorCode};
use crate::host::Host;
use crate::users::{
    OwnFault, StatusSource, UserCounts, UserFilter, UserNotification, UserRow, UserSort, UsersPage,
    UsersQuery,
};
use crate::wire::{Count, EffectiveStatus, Explanation, Millis};
use lpc_core::engine::{ReadingError, Seen, ShownFilter, UserQuery, UserReading};
use lpc_core::incident::IncidentScope;
use lpc_core::port::store::{SortColumn, StoreError, UserRecord, Window};
use lpc_core::salesforce_id::SalesforceId;
use lpc_core::status::{self, EffectiveStatus as Effective, Overlay, OwnStatus};

/// The most rows a page may have.
const MAX_PAGE: u32 = 500;

/// Longer searches find nothing that a person looks for.
const MAX_SEARCH: usize = 200;

/// Reads a page of the list.
pub async fn users<H: Host>(host: &H, query: UsersQuery) -> Result<UsersPage, ApiError> {
    let id = organization_id(&query.organization_id)?;
    let asked = UserQuery {
        filter: filter(query.filter),
        search: query.search.chars().take(MAX_SEARCH).collect(),
        sort: sort(query.sort),
        descending: query.descending,
        window: Window {
            offset: query.offset.0,
            limit: u64::from(query.limit.min(MAX_PAGE)),
        },
    };
    let (seen, page) = host.engine().directory.users(id, asked).await?;
    Ok(UsersPage {
        total: Count(page.total),
        rows: page
            .users
            .into_iter()
            .map(|user| row(&seen, user))
            .collect(),
    })
}

/// Reads the counts over the list.
pub async fn user_counts<H: Host>(host: &H, organization: &str) -> Result<UserCounts, ApiError> {
    let id = organization_id(organization)?;
    let reading = host.engine().directory.user_counts(id).await?;
    let (seen, counts) = (reading.seen, reading.counts);
    let effective = |status| Count(counts.effective(&seen.overlay, status));
    Ok(UserCounts {
        all: Count(counts.users),
        members: Count(counts.all_members()),
        suspended: effective(Effective::Suspended),
        active: effective(Effective::Active),
        not_initialized: effective(Effective::NotInitialized),
        paused: effective(Effective::Paused),
        disabled: effective(Effective::Disabled),
        not_in_group: effective(Effective::NotInGroup),
        own_faults: reading
            .incidents
            .into_iter()
            .filter(|incident| incident.scope == IncidentScope::User && incident.members > 0)
            .map(|incident| OwnFault {
                code: incident.fault.code,
                raw: incident.fault.raw,
                members: Count(incident.members),
            })
            .collect(),
        as_of: seen.last_read.map(Millis::from),
        stale: seen.stale,
        loading: reading.loading,
    })
}

/// Reads what a click on a row brings up.
pub async fn user_notification<H: Host>(
    host: &H,
    organization: &str,
    user: &str,
) -> Result<UserNotification, ApiError> {
    let id = organization_id(organization)?;
    let directory = &host.engine().directory;
    let reading = directory.user(id, &user_id(user)?, history::LONGEST).await;
    let reading = reading.map_err(|error| match error {
        ReadingError::Store(StoreError::NotFound("user")) => not_found(),
        error => error.into(),
    })?;
    let UserReading {
        seen,
        user: record,
        counts,
        incidents,
        history,
        sessions,
        last_check,
    } = reading;
    let sessions = match record.status {
        Some(_) => history::sessions(sessions, &history),
        None => Vec::new(),
    };
    let check = member_check::checking(host, id, &record, last_check).await?;
    let own_cause = record.cause.clone();
    let row = row(&seen, record);
    let suspended = row.effective == EffectiveStatus::Suspended;
    let connection = match &seen.overlay {
        Overlay::Red { fault, .. } if suspended => Some(Explanation::of(fault)),
        _ => None,
    };
    let others = if connection.is_some() {
        // As the card counts: those whom the connection alone suspends.
        counts
            .effective(&seen.overlay, Effective::Suspended)
            .saturating_sub(counts.of(OwnStatus::Suspended))
    } else {
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

fn source(
    seen: &Seen,
    effective: Effective,
    own_fault: bool,
    own: status::StatusSource,
) -> Option<StatusSource> {
    match (&seen.overlay, effective) {
        (_, Effective::NotInGroup | Effective::NotInitialized) => None,
        (Overlay::Off, _) => Some(StatusSource::Console),
        (Overlay::Red { .. }, Effective::Suspended) if !own_fault => Some(StatusSource::Connection),
        _ => match own {
            status::StatusSource::Salesforce => Some(StatusSource::Salesforce),
        },
    }
}

fn row(seen: &Seen, user: UserRecord) -> UserRow {
    let effective = seen.overlay.apply(user.status);
    let own_fault = user.cause.is_some();
    let (error, since) = match (&seen.overlay, effective) {
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
        UserFilter::Status { status } => ShownFilter::Status(status.into()),
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
