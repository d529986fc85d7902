//! What goes into the store and comes out of it.

use crate::fault::{Fault, FaultCode};
use crate::organization::OrganizationId;
use crate::plan::SessionId;
use crate::salesforce_id::SalesforceId;
use crate::session::{Outcome, Session};
use crate::status::{Overlay, OwnStatus, StatusSource};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which sessions are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SessionFilter {
    /// All that are kept.
    All,
    /// Those that changed somebody's status.
    Changed,
    /// Those that ended so.
    #[serde(untagged)]
    Ended(Outcome),
}

/// A session in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ListedSession {
    pub id: SessionId,
    #[serde(flatten)]
    pub session: Session,
    /// Members that it suspended.
    pub newly_suspended: u64,
}

/// A page of sessions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(rename = "SessionsPage")]
pub struct SessionPage {
    /// Sessions that match in all.
    pub total: u64,
    /// Those of the window.
    #[serde(rename = "rows")]
    pub sessions: Vec<ListedSession>,
    /// How many sessions each filter finds.
    pub counts: SessionCounts,
}

/// Sessions by filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionCounts {
    /// All that are kept.
    pub all: u64,
    /// Those that changed somebody's status.
    pub changed: u64,
    pub finished: u64,
    pub held_back: u64,
    pub failed: u64,
    pub interrupted: u64,
}

impl SessionCounts {
    /// Sessions that a filter finds.
    pub fn of(mut self, filter: SessionFilter) -> u64 {
        match filter {
            SessionFilter::All => self.all,
            SessionFilter::Changed => self.changed,
            SessionFilter::Ended(outcome) => *self.ended(outcome),
        }
    }

    /// Those that ended so.
    pub fn ended(&mut self, outcome: Outcome) -> &mut u64 {
        match outcome {
            Outcome::Finished => &mut self.finished,
            Outcome::HeldBack => &mut self.held_back,
            Outcome::Failed => &mut self.failed,
            Outcome::Interrupted => &mut self.interrupted,
        }
    }
}

/// The newest sessions of an organization.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LastSessions {
    /// The newest one that has ended.
    pub ended: Option<Session>,
    /// When the newest one that read everything ended: statuses are as of then.
    pub read: Option<Timestamp>,
}

/// What the console called of an organization's allowance since an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OwnCalls {
    /// Calls that sessions and checks of single members took.
    pub spent: u64,
    /// When the newest of them began without which fewer than the share were taken; `None` while they
    /// are fewer.
    pub reached: Option<Timestamp>,
}

/// Which users are listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserList {
    pub organization: OrganizationId,
    /// Everyone, members, or those of one own status or cause.
    pub filter: UserFilter,
    /// What the connection does to them; only used to sort by effective status.
    pub overlay: Overlay,
    /// Words that name, e-mail or username contain; empty for everyone.
    pub search: String,
    pub sort: SortColumn,
    pub descending: bool,
}

/// The filter of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UserFilter {
    /// Everyone whom Salesforce shows.
    All,
    Members,
    /// Members with one of these own statuses.
    Own(Vec<OwnStatus>),
    /// Members suspended by this text of their own.
    Cause(FaultCode),
    NotInGroup,
}

/// The columns that sort. Every order ends with the `Id`, so that pages never overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SortColumn {
    EffectiveStatus,
    /// Letters without accents and case.
    Name,
    Email,
    Username,
    Profile,
    /// Beginning of the own status.
    Since,
}

/// A window into a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
pub struct Window {
    pub offset: u64,
    /// Rows in it, at most 500.
    pub limit: u64,
}

impl Window {
    /// The same without the rows that no answer has.
    pub(crate) fn page(self) -> Self {
        let limit = self.limit.min(500);
        Self { limit, ..self }
    }
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserPage {
    /// Rows that match in all.
    pub total: u64,
    /// The rows of the window.
    pub users: Vec<UserRecord>,
}

/// A user as the mirror keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserRecord {
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
    /// The own status; `None` for somebody who is not a member.
    pub status: Option<OwnStatus>,
    /// The text of an own suspension.
    pub cause: Option<Fault>,
    /// Since when the own status holds.
    pub since: Option<Timestamp>,
    pub source: StatusSource,
    /// When Salesforce last named this user.
    pub last_seen: Timestamp,
}
