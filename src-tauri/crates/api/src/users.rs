//! The tab *Users*: pages, counts, one user's notification.

use crate::sessions::SessionRow;
use crate::wire::{Count, EffectiveStatus, Explanation, Millis, OwnStatus};
use lpc_core::fault::FaultCode;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which page of which list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UsersQuery {
    pub organization_id: String,
    pub filter: UserFilter,
    /// Words that name, e-mail or username contain.
    pub search: String,
    pub sort: UserSort,
    pub descending: bool,
    /// Rows before the page.
    pub offset: Count,
    /// Rows in the page, at most 500.
    pub limit: u32,
}

/// Who is listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
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

/// The columns that sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum UserSort {
    EffectiveStatus,
    Name,
    Email,
    Username,
    Profile,
    Since,
}

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UsersPage {
    /// Rows that match in all.
    pub total: Count,
    /// The rows of this page.
    pub rows: Vec<UserRow>,
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UserRow {
    /// `User.Id`.
    pub id: String,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UserCounts {
    /// Users whom Salesforce shows.
    pub all: Count,
    pub members: Count,
    pub suspended: Count,
    pub active: Count,
    pub not_initialized: Count,
    pub paused: Count,
    /// Disabled, or the switch is off.
    pub disabled: Count,
    pub not_in_group: Count,
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OwnFault {
    pub code: FaultCode,
    pub raw: String,
    pub members: Count,
}

/// What a click on a red row brings up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UserNotification {
    pub user: UserRow,
    /// What suspends the user by itself through the connection.
    pub connection: Option<Explanation>,
    /// What suspends the user alone.
    pub own: Option<Explanation>,
    /// Other members with the same cause.
    pub others: Count,
    /// What became of the user, the newest first.
    pub timeline: Vec<TimelineEntry>,
    /// Changes of the user's own status that are kept in all.
    pub changes: Count,
    /// The newest sessions that covered the user; none for somebody who is not a member.
    pub sessions: Vec<UserSession>,
    /// Checking this user alone; `null` for somebody who is not a member and was never checked.
    pub check: Option<MemberChecking>,
}

/// Whether one member can be checked now, and how the last check went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MemberChecking {
    /// Why it cannot, as a sentence; `null` where it can, at most once a minute.
    pub refusal: Option<String>,
    /// The newest check by hand.
    pub last: Option<MemberCheck>,
}

/// A check of one member by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MemberCheck {
    /// When Salesforce was asked.
    pub at: Millis,
    pub outcome: MemberCheckOutcome,
    /// The own status before; `null` for somebody who was not a member.
    pub before: Option<OwnStatus>,
    /// The own status after it; `null` for somebody who is not a member any more.
    pub after: Option<OwnStatus>,
    /// The text that stopped it, explained.
    pub error: Option<Explanation>,
}

/// What a check of one member found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum MemberCheckOutcome {
    Unchanged,
    Changed,
    NotShown,
    Outdated,
    Failed,
}

/// Something that became of a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TimelineEntry {
    pub at: Millis,
    pub event: TimelineEvent,
    /// The text behind a suspension or a loss.
    pub raw: Option<String>,
}

/// What became of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UserSession {
    pub session: SessionRow,
    /// Whether it changed this user's own status.
    pub changed_this_user: bool,
}
