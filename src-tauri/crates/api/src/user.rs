//! One user: what a click on a row brings up, and *Check now*.

use crate::error::{Answer, ApiError, ErrorCode, sentence};
use crate::host::Host;
use crate::sessions::{self, SessionRow};
use crate::users::{self, UserRow};
use crate::wire::Explanation;
use lpc_core::engine::{CheckMemberRefused, ReadingError, UserReading};
use lpc_core::history::UserHistory;
use lpc_core::incident::IncidentScope;
use lpc_core::member_check::{self, CheckOutcome};
use lpc_core::organization::OrganizationId;
use lpc_core::port::store::{SessionPage, StoreError, UserRecord};
use lpc_core::salesforce_id::SalesforceId;
use lpc_core::status::{EffectiveStatus, Overlay, OwnStatus};
use lpc_core::wire::Millis;
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
    pub connection: Option<Explanation>,
    /// What suspends the user alone.
    pub own: Option<Explanation>,
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

/// A check of one member by hand.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MemberCheck {
    /// When Salesforce was asked.
    pub at: Millis,
    pub outcome: CheckOutcome,
    /// The own status before; `null` for somebody who was not a member.
    pub before: Option<OwnStatus>,
    /// The own status after it; `null` for somebody who is not a member any more.
    pub after: Option<OwnStatus>,
    /// The text that stopped it, explained.
    pub error: Option<Explanation>,
}

/// Something that became of a user.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TimelineEntry {
    pub at: Millis,
    pub event: TimelineEvent,
    /// The text behind a suspension or a loss.
    pub raw: Option<String>,
}

/// What became of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum TimelineEvent {
    /// An own status began.
    Status { status: OwnStatus },
    /// The user left the group.
    LeftGroup,
    /// The connection of everyone was lost or refused.
    ConnectionLost,
    /// A session proved that it was back.
    ConnectionRestored,
}

/// A session as one user saw it.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UserSession {
    pub session: SessionRow,
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
        ReadingError::Store(StoreError::NotFound("user")) => {
            ApiError::new(ErrorCode::NotFound, GONE)
        }
        error => error.into(),
    })?;
    let sessions = match record.status {
        Some(_) => covering(sessions, &history),
        None => Vec::new(),
    };
    let check = checking(host, id, &record, last_check).await?;
    let own_cause = record.cause.clone();
    let row = users::row(&seen, record);
    let suspended = row.effective == EffectiveStatus::Suspended;
    let connection = match &seen.overlay {
        Overlay::Red { fault, .. } if suspended => Some(Explanation::of(fault)),
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
        own: own_cause.as_ref().map(Explanation::of),
        others: others.saturating_sub(1),
        timeline: timeline(&history),
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
    Ok(row(host.engine().sync.check_member(id, &user_id).await?))
}

/// Whether a user can be checked now, and how the last check went; nothing for somebody who is no
/// member and never was checked as one.
async fn checking(
    host: &impl Host,
    organization: OrganizationId,
    user: &UserRecord,
    last: Option<member_check::MemberCheck>,
) -> Answer<Option<MemberChecking>> {
    let sync = &host.engine().sync;
    if user.status.is_none() && last.is_none() {
        return Ok(None);
    }
    let refusal = match sync.may_check_member(organization, &user.id).await {
        Ok(()) => None,
        Err(CheckMemberRefused::Store(error)) => return Err(error.into()),
        Err(refused) => Some(sentence(&refused)),
    };
    Ok(Some(MemberChecking {
        refusal,
        last: last.map(row),
    }))
}

fn row(check: member_check::MemberCheck) -> MemberCheck {
    MemberCheck {
        at: check.at.into(),
        outcome: check.outcome,
        before: check.before,
        after: check.after,
        error: check.fault.as_ref().map(Explanation::of),
    }
}

/// Puts the changes of the user and the losses of the connection together, the newest first.
fn timeline(history: &UserHistory) -> Vec<TimelineEntry> {
    let mut entries: Vec<TimelineEntry> = history
        .changes
        .iter()
        .map(|change| TimelineEntry {
            at: change.at.into(),
            event: match change.own {
                Some(own) => TimelineEvent::Status { status: own },
                None => TimelineEvent::LeftGroup,
            },
            raw: change.cause.as_ref().map(|cause| cause.raw.clone()),
        })
        .collect();
    for loss in &history.losses {
        entries.push(TimelineEntry {
            at: loss.since.into(),
            event: TimelineEvent::ConnectionLost,
            raw: Some(loss.fault.raw.clone()),
        });
        // Where another cause took its place, nothing was back.
        let replaced = |until| history.losses.iter().any(|next| next.since == until);
        if let Some(until) = loss.until.filter(|until| !replaced(*until)) {
            entries.push(TimelineEntry {
                at: until.into(),
                event: TimelineEvent::ConnectionRestored,
                raw: None,
            });
        }
    }
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.at.0));
    entries
}

/// The newest sessions, each with whether it changed the user: a session covers every member.
fn covering(page: SessionPage, history: &UserHistory) -> Vec<UserSession> {
    let changed = |began, ended: Option<_>| {
        let within = |at| began <= at && ended.is_some_and(|ended| at <= ended);
        history.changes.iter().any(|change| within(change.at))
    };
    page.sessions
        .into_iter()
        .map(|listed| UserSession {
            changed_this_user: changed(listed.session.started, listed.session.ended),
            session: sessions::row(listed),
        })
        .collect()
}
