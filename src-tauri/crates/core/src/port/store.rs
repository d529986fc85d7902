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

/// Keeps everything that is not secret. Writes are transactions; reads never wait for a writer.
#[trait_variant::make(Send)]
pub trait Store: Upkeep {
    /// All organizations, by name.
    async fn organizations(&self) -> Result<Vec<Organization>, StoreError>;

    /// Adds, changes or hides an organization as all of them are by then ([`OrganizationEdit`]), and
    /// writes into the audit what changed; answers how it is now.
    async fn edit_organization(
        &self,
        edit: OrganizationEdit,
        stamp: Stamp,
    ) -> Result<Organization, StoreError>;

    /// Adds an entry to the audit, for what changes no row of this store.
    async fn add_entry(&self, entry: NewEntry) -> Result<(), StoreError>;

    /// A page of the audit, newest first: at most `limit` entries older than `before`.
    async fn entries(
        &self,
        filter: EntryFilter,
        before: Option<i64>,
        limit: u32,
    ) -> Result<EntryPage, StoreError>;

    /// A setting; `None` when it was never set.
    async fn setting(&self, key: &str) -> Result<Option<String>, StoreError>;

    /// Writes a setting, and in the same transaction an entry of the audit where a person changed it.
    async fn set_setting(
        &self,
        key: &str,
        value: &str,
        entry: Option<NewEntry>,
    ) -> Result<(), StoreError>;

    /// How an organization stands.
    async fn state(&self, organization: OrganizationId) -> Result<State, StoreError>;

    /// Reads what the work looks at, and writes what it decides, in one transaction.
    async fn apply<W: Work>(
        &self,
        organization: OrganizationId,
        work: W,
    ) -> Result<W::Answer, StoreError>;

    /// How the checks of the connected account last ended; `None` before the first.
    async fn preflight(
        &self,
        organization: OrganizationId,
    ) -> Result<Option<Preflight>, StoreError>;

    /// Records the beginning of a session. Sessions that were left open ended when the console was
    /// closed, nobody saw when: they are closed as interrupted.
    async fn begin_session(
        &self,
        organization: OrganizationId,
        trigger: Trigger,
        now: Timestamp,
    ) -> Result<SessionId, StoreError>;

    /// A page of the sessions, newest first; one that runs stands at the top. Newest by number, for
    /// clocks go backwards.
    async fn sessions(
        &self,
        organization: OrganizationId,
        filter: SessionFilter,
        window: Window,
    ) -> Result<SessionPage, StoreError>;

    async fn last_sessions(&self, organization: OrganizationId)
    -> Result<LastSessions, StoreError>;

    /// What the console called since an instant, in the limit of the Salesforce organization that is
    /// connected now, and when it reached a share of it.
    async fn own_calls(
        &self,
        organization: OrganizationId,
        since: Timestamp,
        share: u64,
    ) -> Result<OwnCalls, StoreError>;

    /// A page of the users list.
    async fn users(&self, list: UserList, window: Window) -> Result<UserPage, StoreError>;

    /// One user.
    async fn user(
        &self,
        organization: OrganizationId,
        user: &SalesforceId,
    ) -> Result<Option<UserRecord>, StoreError>;

    /// What became of a user: the newest `limit` changes, at most 500, and the losses of the
    /// connection meanwhile.
    async fn user_history(
        &self,
        organization: OrganizationId,
        user: &SalesforceId,
        limit: u64,
    ) -> Result<UserHistory, StoreError>;

    /// The newest check by hand of a user; `None` where there was none, or not for 90 days.
    async fn last_member_check(
        &self,
        organization: OrganizationId,
        user: &SalesforceId,
    ) -> Result<Option<MemberCheck>, StoreError>;
}

/// How a store does as a file, and what has to be done to it now and then.
#[trait_variant::make(Send)]
pub trait Upkeep: Send + Sync + 'static {
    /// What keeps `console.db` from being written, as its last write tells.
    fn write_fault(&self) -> Option<WriteFault>;

    /// Where damaged files are kept that an empty database took the place of, now or at an earlier
    /// start.
    fn set_aside(&self) -> Vec<String>;

    /// Writes something that changes nothing, to find out whether a fault is over.
    async fn try_writing(&self) -> Result<(), StoreError>;

    /// Wipes some rows of deleted organizations and answers whether any are left: a transaction of
    /// all of them would keep the other organizations waiting.
    async fn wipe_deleted(&self) -> Result<bool, StoreError>;
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
