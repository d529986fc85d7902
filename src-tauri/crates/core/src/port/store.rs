//! `console.db` as the engines see it: organizations, the mirror, sessions and incidents.

mod shape;

use crate::alert::AlertKind;
use crate::audit::{EntryFilter, EntryPage, NewEntry, Stamp};
use crate::directory::DirectoryUser;
use crate::environment::Environment;
use crate::fault::Fault;
use crate::history::UserHistory;
use crate::holding::{HeldBack, Verdict};
use crate::incident::{FaultClass, Incident, Recovery};
use crate::member_check::{MemberCheck, MemberReading};
use crate::naming::NamingProblem;
use crate::organization::{Organization, OrganizationChange, OrganizationId};
use crate::preflight::Preflight;
use crate::salesforce_id::SalesforceId;
use crate::session::{Changes, Session, Trigger};
use crate::storage::WriteFault;
use jiff::Timestamp;
pub use shape::{
    EvaluationInput, ListedSession, Load, MirrorState, OwnCounts, SessionCounts, SessionEnd,
    SessionFilter, SessionId, SessionPage, SortColumn, UserFilter, UserList, UserPage, UserRecord,
    Window,
};
use std::future::Future;

/// Keeps everything that is not secret. Writes are transactions; reads never wait for a writer.
pub trait Store: Send + Sync + 'static {
    /// What keeps `console.db` from being written, as its last write tells.
    fn write_fault(&self) -> Option<WriteFault>;

    /// Where damaged files are kept that an empty database took the place of, now or at an earlier
    /// start.
    fn set_aside(&self) -> Vec<String>;

    /// Writes something that changes nothing, to find out whether a fault is over.
    fn try_writing(&self) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// All organizations, by name.
    fn organizations(&self) -> impl Future<Output = Result<Vec<Organization>, StoreError>> + Send;

    /// Adds an organization; in the same transaction the audit says so. A name or an external id
    /// that another one has is [`StoreError::Naming`].
    fn add_organization(
        &self,
        organization: Organization,
        stamp: Stamp,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Applies one change to an organization as it is by then, and writes what changed into the
    /// audit, in one transaction; answers how it is now. A change that its rules refuse is
    /// [`StoreError::Naming`].
    fn change_organization(
        &self,
        organization: OrganizationId,
        change: OrganizationChange,
        stamp: Stamp,
    ) -> impl Future<Output = Result<Organization, StoreError>> + Send;

    /// Hides an organization for good and writes it into the audit. Its rows go by
    /// [`Store::wipe_deleted`].
    fn delete_organization(
        &self,
        organization: OrganizationId,
        stamp: Stamp,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Wipes some rows of deleted organizations and answers whether any are left: a transaction of
    /// all of them would keep the other organizations waiting.
    fn wipe_deleted(&self) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Adds an entry to the audit, for what changes no row of this store.
    fn add_entry(&self, entry: NewEntry) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// A page of the audit, newest first: at most `limit` entries older than `before`.
    fn entries(
        &self,
        filter: EntryFilter,
        before: Option<i64>,
        limit: u32,
    ) -> impl Future<Output = Result<EntryPage, StoreError>> + Send;

    /// Writes a setting that a person changed, and in the same transaction the change into the
    /// audit.
    fn change_setting(
        &self,
        key: &str,
        from: &str,
        to: &str,
        stamp: Stamp,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// A setting; `None` when it was never set.
    fn setting(&self, key: &str)
    -> impl Future<Output = Result<Option<String>, StoreError>> + Send;

    /// Writes a setting.
    fn set_setting(
        &self,
        key: &str,
        value: &str,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Where the mirror of an organization stands.
    fn mirror(
        &self,
        organization: OrganizationId,
    ) -> impl Future<Output = Result<MirrorState, StoreError>> + Send;

    /// Begins a full load, or takes up an unfinished one of the same environment.
    fn begin_load(
        &self,
        organization: OrganizationId,
        environment: Environment,
    ) -> impl Future<Output = Result<Load, StoreError>> + Send;

    /// Upserts one page of a full load in one transaction. New users stand in the list as
    /// *Not initialized* until the load is published.
    fn store_load_page(
        &self,
        load: &Load,
        users: Vec<DirectoryUser>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Keeps the largest `SystemModstamp` that Salesforce knew when a load began: whoever changes
    /// from then on may have been read before, so the watermark does not pass it.
    fn set_load_beginning(
        &self,
        load: &Load,
        newest: Timestamp,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// The last transaction of a full load: evaluates everyone ([`crate::group::evaluate`]), marks
    /// who was not seen ([`crate::group::evaluate_absent`]), publishes the generation and moves the
    /// watermark to the load's beginning. Held back ([`crate::holding`]), it changes nothing but
    /// the incident, and the next load begins anew.
    fn publish_load(
        &self,
        load: &Load,
        evaluation: EvaluationInput,
    ) -> impl Future<Output = Result<Verdict<Changes>, StoreError>> + Send;

    /// Upserts and evaluates all users that changed, applies the list of frozen users to everyone
    /// else and moves the watermark, in one transaction. Held back, it changes nothing but the
    /// incident.
    fn store_delta(
        &self,
        organization: OrganizationId,
        users: Vec<DirectoryUser>,
        evaluation: EvaluationInput,
    ) -> impl Future<Output = Result<Verdict<Changes>, StoreError>> + Send;

    /// Stores and evaluates one member who was checked by hand, and keeps the check, in one
    /// transaction. The watermark stays: nothing is known of the others. An answer with an older
    /// `SystemModstamp` than the known one changes nothing, and neither does an absence while a
    /// complete list is doubted. `frozen` in the evaluation names this member or nobody.
    /// [`StoreError::NotFound`] where the mirror has no published list with this user.
    fn store_member_check(
        &self,
        organization: OrganizationId,
        reading: MemberReading,
        evaluation: EvaluationInput,
    ) -> impl Future<Output = Result<MemberCheck, StoreError>> + Send;

    /// Keeps a check that could not be made, with the calls it took.
    fn store_failed_check(
        &self,
        organization: OrganizationId,
        member: &SalesforceId,
        now: Timestamp,
        fault: &Fault,
        api_calls: u64,
    ) -> impl Future<Output = Result<MemberCheck, StoreError>> + Send;

    /// The newest check by hand of a user; `None` where there was none, or not for 90 days.
    fn last_member_check(
        &self,
        organization: OrganizationId,
        user: &SalesforceId,
    ) -> impl Future<Output = Result<Option<MemberCheck>, StoreError>> + Send;

    /// The changes that are held back now.
    fn held_back(
        &self,
        organization: OrganizationId,
    ) -> impl Future<Output = Result<Option<HeldBack>, StoreError>> + Send;

    /// Lets the next session apply what is held back, if it still touches so many as the person was
    /// shown; answers whether it does. That it does is written into the audit.
    fn confirm_held_back(
        &self,
        organization: OrganizationId,
        affected: u64,
        stamp: Stamp,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Records the beginning of a session. Sessions that were left open are closed as interrupted.
    fn begin_session(
        &self,
        organization: OrganizationId,
        trigger: Trigger,
        now: Timestamp,
    ) -> impl Future<Output = Result<SessionId, StoreError>> + Send;

    /// Records the end of a session; fills in members and suspended from the counters, and forgets
    /// sessions and closed incidents that are old.
    fn end_session(
        &self,
        session: SessionId,
        end: SessionEnd,
    ) -> impl Future<Output = Result<Session, StoreError>> + Send;

    /// The newest session of an organization that has ended.
    fn last_session(
        &self,
        organization: OrganizationId,
    ) -> impl Future<Output = Result<Option<Session>, StoreError>> + Send;

    /// When the newest session that read everything ended: statuses are as of then.
    fn last_read(
        &self,
        organization: OrganizationId,
    ) -> impl Future<Output = Result<Option<Timestamp>, StoreError>> + Send;

    /// A page of the sessions, newest first; one that runs stands at the top.
    fn sessions(
        &self,
        organization: OrganizationId,
        filter: SessionFilter,
        window: Window,
    ) -> impl Future<Output = Result<SessionPage, StoreError>> + Send;

    /// How many sessions each filter finds.
    fn session_counts(
        &self,
        organization: OrganizationId,
    ) -> impl Future<Output = Result<SessionCounts, StoreError>> + Send;

    /// Calls that the sessions and the checks of single members since then took.
    fn own_calls(
        &self,
        organization: OrganizationId,
        since: Timestamp,
    ) -> impl Future<Output = Result<u64, StoreError>> + Send;

    /// When the newest of these sessions and checks since then began without which fewer than `share`
    /// calls were taken; `None` while they are fewer.
    fn share_reached(
        &self,
        organization: OrganizationId,
        since: Timestamp,
        share: u64,
    ) -> impl Future<Output = Result<Option<Timestamp>, StoreError>> + Send;

    /// Opens the connection's incident unless one with the same text is open; an open one with
    /// another text is closed. Writes a constant number of rows.
    fn open_connection_incident(
        &self,
        organization: OrganizationId,
        class: FaultClass,
        fault: &Fault,
        since: Timestamp,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Closes the connection's incident after a session that read everyone, and keeps what there is
    /// to tell until it is dismissed. `None` when none was open. With a stamp the recovery goes into
    /// the audit in the same transaction; without one it was none (a disconnect).
    fn close_connection_incident(
        &self,
        organization: OrganizationId,
        now: Timestamp,
        recovered: Option<Stamp>,
    ) -> impl Future<Output = Result<Option<Recovery>, StoreError>> + Send;

    /// The recovery that has not been dismissed yet.
    fn recovery(
        &self,
        organization: OrganizationId,
    ) -> impl Future<Output = Result<Option<Recovery>, StoreError>> + Send;

    /// Dismisses the recovery notice.
    fn dismiss_recovery(
        &self,
        organization: OrganizationId,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Open incidents with the number of members they touch, the most members first.
    fn incidents(
        &self,
        organization: OrganizationId,
    ) -> impl Future<Output = Result<Vec<Incident>, StoreError>> + Send;

    /// Keeps how the checks of the connected account ended.
    fn save_preflight(
        &self,
        organization: OrganizationId,
        preflight: Preflight,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// How they last ended; `None` before the first.
    fn preflight(
        &self,
        organization: OrganizationId,
    ) -> impl Future<Output = Result<Option<Preflight>, StoreError>> + Send;

    /// Forgets them with the connection.
    fn forget_preflight(
        &self,
        organization: OrganizationId,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Names the Salesforce organization that is being connected; comes before the connection is
    /// stored. Another one than before makes the next session read everyone anew. `before` counts
    /// where the mirror does not know its source yet. What the console called until `at` counts in the
    /// limit of the one before.
    fn set_mirror_source(
        &self,
        organization: OrganizationId,
        before: Option<SalesforceId>,
        now: SalesforceId,
        at: Timestamp,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Users and members by own status, from maintained counters.
    fn own_counts(
        &self,
        organization: OrganizationId,
    ) -> impl Future<Output = Result<OwnCounts, StoreError>> + Send;

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

    /// Takes what the desktop has to be told of the connection's incidents; whoever takes it is the
    /// only one who gets it. `None` when everything was told. The end of an incident is told where
    /// its beginning was, and not while another one has taken its place.
    fn take_alert(
        &self,
        organization: OrganizationId,
    ) -> impl Future<Output = Result<Option<AlertKind>, StoreError>> + Send;

    /// Marks everything as told that was not, for a person who wants to hear of nothing.
    fn pass_over_alerts(
        &self,
        organization: OrganizationId,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
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
