//! `console.db` as the engines see it: organizations, the mirror, sessions and incidents.
//!
//! A store keeps data and decides nothing: what a change does is decided by [`crate::plan`], in the
//! transaction that writes it. Whatever two stores would have to decide alike stands in this crate.

#[cfg(any(test, feature = "conformance"))]
pub mod conformance;
#[cfg(any(test, feature = "conformance"))]
pub mod memory;
mod shape;

use crate::audit::{EntryFilter, EntryPage, NewEntry, Stamp};
use crate::history::UserHistory;
use crate::member_check::MemberCheck;
use crate::naming::NamingProblem;
use crate::organization::{Organization, OrganizationId};
use crate::plan::NotFound;
pub use crate::plan::{OrganizationEdit, OwnCounts, SessionId, State, Work};
use crate::preflight::Preflight;
use crate::salesforce_id::SalesforceId;
use crate::session::Trigger;
use crate::storage::WriteFault;
use jiff::Timestamp;
pub use shape::{
    LastSessions, ListedSession, OwnCalls, SessionCounts, SessionFilter, SessionPage, SortColumn,
    UserFilter, UserList, UserPage, UserRecord, Window,
};
use std::future::Future;

/// Keeps everything that is not secret. Writes are transactions; reads never wait for a writer.
pub trait Store: Upkeep {
    /// All organizations, by name.
    fn organizations(&self) -> impl Future<Output = Result<Vec<Organization>, StoreError>> + Send;

    /// Adds, changes or hides an organization as all of them are by then ([`OrganizationEdit`]), and
    /// writes into the audit what changed; answers how it is now.
    fn edit_organization(
        &self,
        edit: OrganizationEdit,
        stamp: Stamp,
    ) -> impl Future<Output = Result<Organization, StoreError>> + Send;

    /// Adds an entry to the audit, for what changes no row of this store.
    fn add_entry(&self, entry: NewEntry) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// A page of the audit, newest first: at most `limit` entries older than `before`.
    fn entries(
        &self,
        filter: EntryFilter,
        before: Option<i64>,
        limit: u32,
    ) -> impl Future<Output = Result<EntryPage, StoreError>> + Send;

    /// A setting; `None` when it was never set.
    fn setting(&self, key: &str)
    -> impl Future<Output = Result<Option<String>, StoreError>> + Send;

    /// Writes a setting, and in the same transaction an entry of the audit where a person changed it.
    fn set_setting(
        &self,
        key: &str,
        value: &str,
        entry: Option<NewEntry>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// How an organization stands.
    fn state(
        &self,
        organization: OrganizationId,
    ) -> impl Future<Output = Result<State, StoreError>> + Send;

    /// Reads what the work looks at, and writes what it decides, in one transaction.
    fn apply<W: Work>(
        &self,
        organization: OrganizationId,
        work: W,
    ) -> impl Future<Output = Result<W::Answer, StoreError>> + Send;

    /// How the checks of the connected account last ended; `None` before the first.
    fn preflight(
        &self,
        organization: OrganizationId,
    ) -> impl Future<Output = Result<Option<Preflight>, StoreError>> + Send;

    /// Records the beginning of a session. Sessions that were left open ended when the console was
    /// closed, nobody saw when: they are closed as interrupted.
    fn begin_session(
        &self,
        organization: OrganizationId,
        trigger: Trigger,
        now: Timestamp,
    ) -> impl Future<Output = Result<SessionId, StoreError>> + Send;

    /// A page of the sessions, newest first; one that runs stands at the top. Newest by number, for
    /// clocks go backwards.
    fn sessions(
        &self,
        organization: OrganizationId,
        filter: SessionFilter,
        window: Window,
    ) -> impl Future<Output = Result<SessionPage, StoreError>> + Send;

    fn last_sessions(
        &self,
        organization: OrganizationId,
    ) -> impl Future<Output = Result<LastSessions, StoreError>> + Send;

    /// What the console called since an instant, in the limit of the Salesforce organization that is
    /// connected now, and when it reached a share of it.
    fn own_calls(
        &self,
        organization: OrganizationId,
        since: Timestamp,
        share: u64,
    ) -> impl Future<Output = Result<OwnCalls, StoreError>> + Send;

    /// A page of the users list.
    fn users(
        &self,
        list: UserList,
        window: Window,
    ) -> impl Future<Output = Result<UserPage, StoreError>> + Send;

    /// One user.
    fn user(
        &self,
        organization: OrganizationId,
        user: &SalesforceId,
    ) -> impl Future<Output = Result<Option<UserRecord>, StoreError>> + Send;

    /// What became of a user: the newest `limit` changes, at most 500, and the losses of the
    /// connection meanwhile.
    fn user_history(
        &self,
        organization: OrganizationId,
        user: &SalesforceId,
        limit: u64,
    ) -> impl Future<Output = Result<UserHistory, StoreError>> + Send;

    /// The newest check by hand of a user; `None` where there was none, or not for 90 days.
    fn last_member_check(
        &self,
        organization: OrganizationId,
        user: &SalesforceId,
    ) -> impl Future<Output = Result<Option<MemberCheck>, StoreError>> + Send;
}

/// How a store does as a file, and what has to be done to it now and then.
pub trait Upkeep: Send + Sync + 'static {
    /// What keeps `console.db` from being written, as its last write tells.
    fn write_fault(&self) -> Option<WriteFault>;

    /// Where damaged files are kept that an empty database took the place of, now or at an earlier
    /// start.
    fn set_aside(&self) -> Vec<String>;

    /// Writes something that changes nothing, to find out whether a fault is over.
    fn try_writing(&self) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Wipes some rows of deleted organizations and answers whether any are left: a transaction of
    /// all of them would keep the other organizations waiting.
    fn wipe_deleted(&self) -> impl Future<Output = Result<bool, StoreError>> + Send;
}

/// How the store failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No such row.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// A name or id that another organization has, or that cannot change any more.
    #[error(transparent)]
    Naming(#[from] NamingProblem),
    /// The disk or the database failed.
    #[error("the console’s data cannot be read or written: {0}")]
    Storage(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl From<NotFound> for StoreError {
    fn from(NotFound(what): NotFound) -> Self {
        Self::NotFound(what)
    }
}
