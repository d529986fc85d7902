//! One user: what a click on a row brings up, and *Check now*.

use crate::error::{Answer, ApiError, ErrorCode, sentence};
use crate::host::Host;
use lpc_core::fault::Fault;
use lpc_core::history::TimelineEntry;
use lpc_core::incident::IncidentScope;
use lpc_core::member_check::MemberCheck;
use lpc_core::organization::OrganizationId;
use lpc_core::port::store::{ListedSession, StoreError, UserRecord};
use lpc_core::reading::UserReading;
use lpc_core::refusal::NotDone;
use lpc_core::salesforce_id::SalesforceId;
use lpc_core::status::{EffectiveStatus, Overlay, OwnStatus};
use lpc_core::users::UserRow;
use serde::Serialize;
use ts_rs::TS;

/// The most changes that one answer carries.
const LONGEST: u64 = 100;

const GONE: &str = "Salesforce does not show this user any more.";

/// What a click on a red row brings up.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UserNotification {
    pub user: UserRow,
    /// What suspends the user by itself through the connection.
    pub connection: Option<Fault>,
    /// What suspends the user alone.
    pub own: Option<Fault>,
    /// Other members with the same cause.
    pub others: u64,
    /// What became of the user, the newest first.
    pub timeline: Vec<TimelineEntry>,
    /// Changes of the user's own status that are kept in all.
    pub changes: u64,
    /// The newest sessions that covered the user; none for somebody who is not a member.
    pub sessions: Vec<UserSession>,
    /// Checking this user alone; `null` for somebody who is not a member and was never checked.
    pub check: Option<MemberChecking>,
}

/// Whether one member can be checked now, and how the last check went.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MemberChecking {
    /// Why it cannot, as a sentence; `null` where it can, at most once a minute.
    pub refusal: Option<String>,
    /// The newest check by hand.
    pub last: Option<MemberCheck>,
}

/// A session as one user saw it.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UserSession {
    pub session: ListedSession,
    /// Whether it changed this user's own status.
    pub changed_this_user: bool,
}

/// Reads what a click on a row brings up.
pub async fn user_notification(
    host: &impl Host,
    id: OrganizationId,
    user_id: SalesforceId,
) -> Answer<UserNotification> {
    let directory = &host.engine().directory;
    let reading = directory.user(id, &user_id, LONGEST).await;
    let UserReading {
        seen,
        user: record,
        counts,
        incidents,
        history,
        sessions,
        last_check,
    } = reading.map_err(|error| match error {
        NotDone::Store(StoreError::NotFound("user")) => ApiError::new(ErrorCode::NotFound, GONE),
        error => error.into(),
    })?;
    let covering = |session: ListedSession| UserSession {
        changed_this_user: history.changed_by(&session.session),
        session,
    };
    let sessions = match record.status {
        Some(_) => sessions.sessions.into_iter().map(covering).collect(),
        None => Vec::new(),
    };
    let check = checking(host, id, &record, last_check).await?;
    let own_cause = record.cause.clone();
    let row = seen.row(record);
    let suspended = row.effective == EffectiveStatus::Suspended;
    let connection = match &seen.overlay {
        Overlay::Red { fault, .. } if suspended => Some(fault.clone()),
        _ => None,
    };
    let others = if connection.is_some() {
        // As the card counts: those whom the connection alone suspends.
        counts
            .effective(&seen.overlay, EffectiveStatus::Suspended)
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
        own: own_cause,
        others: others.saturating_sub(1),
        timeline: history.timeline(),
        changes: history.total,
        sessions,
        check,
    })
}

/// Reads one member now, and answers what that changed.
pub async fn check_member(
    host: &impl Host,
    id: OrganizationId,
    user_id: SalesforceId,
) -> Answer<MemberCheck> {
    Ok(host.engine().sync.check_member(id, &user_id).await?)
}

/// Whether a user can be checked now, and how the last check went; nothing for somebody who is no
/// member and never was checked as one.
async fn checking(
    host: &impl Host,
    organization: OrganizationId,
    user: &UserRecord,
    last: Option<MemberCheck>,
) -> Answer<Option<MemberChecking>> {
    let sync = &host.engine().sync;
    if user.status.is_none() && last.is_none() {
        return Ok(None);
    }
    let refusal = match sync.may_check_member(organization, &user.id).await {
        Ok(()) => None,
        Err(NotDone::Store(error)) => return Err(error.into()),
        Err(refused) => Some(sentence(&refused)),
    };
    Ok(Some(MemberChecking { refusal, last }))
}
