//! What goes into the store and comes out of it.

use crate::fault::{Fault, FaultCode};
use crate::organization::OrganizationId;
use crate::salesforce_id::SalesforceId;
use crate::session::{Changes, Outcome, Session};
use crate::status::{EffectiveStatus, Overlay, OwnStatus, StatusSource};
use jiff::Timestamp;

/// What every evaluation needs beside the users.
#[derive(Debug, Clone)]
pub struct EvaluationInput {
    /// The pinned service account; never a member.
    pub service_account: SalesforceId,
    /// All frozen users; `None` where that cannot be read. `Some` in a delta means: as known now.
    pub frozen: Option<Vec<SalesforceId>>,
    /// When Salesforce was asked.
    pub now: Timestamp,
    /// Whether what looks like a fault of the source is held back. A rule that an admin changed
    /// will say `false`: whom it removes was meant to go.
    pub hold_back: bool,
}

/// Where a mirror stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MirrorState {
    /// The largest `SystemModstamp` of the published mirror; `None` before the first full load.
    pub watermark: Option<Timestamp>,
    /// When the last full load was published.
    pub full_load: Option<Timestamp>,
}

/// A full load under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Load {
    pub organization: OrganizationId,
    pub generation: i64,
    /// The largest `Id` already stored under this generation; the load goes on behind it.
    pub resume_after: Option<SalesforceId>,
    /// The largest `SystemModstamp` when it began; `None` until it was asked for.
    pub beginning: Option<Timestamp>,
}

/// A session's row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionId(pub i64);

/// The end of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionEnd {
    pub ended: Timestamp,
    pub outcome: Outcome,
    pub changes: Changes,
    pub api_calls: u64,
    /// What stopped it.
    pub fault: Option<Fault>,
}

/// Which sessions are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SessionFilter {
    /// All that are kept.
    All,
    /// Those that changed somebody's status.
    Changed,
    /// Those that ended so.
    Ended(Outcome),
}

/// A session in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedSession {
    pub id: SessionId,
    /// What is kept of it.
    pub session: Session,
    /// Members that it suspended.
    pub newly_suspended: u64,
}

/// A page of sessions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionPage {
    /// Sessions that match in all.
    pub total: u64,
    /// Those of the window.
    pub sessions: Vec<ListedSession>,
}

/// Sessions by filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SessionCounts {
    /// All that are kept.
    pub all: u64,
    /// Those that changed somebody's status.
    pub changed: u64,
    /// By outcome, in the order of [`Outcome::ALL`].
    pub ended: [u64; 4],
}

/// Counters of an organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OwnCounts {
    /// Users that Salesforce shows.
    pub users: u64,
    /// Members by own status, in the order of [`OwnStatus::ALL`].
    pub members: [u64; 5],
}

impl OwnCounts {
    /// All members.
    pub fn all_members(&self) -> u64 {
        self.members.iter().sum()
    }

    /// Users or members with an effective status under an overlay.
    pub fn effective(&self, overlay: &Overlay, status: EffectiveStatus) -> u64 {
        if status == EffectiveStatus::NotInGroup {
            return self.users.saturating_sub(self.all_members());
        }
        OwnStatus::ALL
            .into_iter()
            .zip(self.members)
            .filter(|(own, _)| overlay.apply(Some(*own)) == status)
            .map(|(_, count)| count)
            .sum()
    }
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    pub offset: u64,
    /// Rows in it, at most 500.
    pub limit: u64,
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
