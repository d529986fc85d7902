//! The store that the engines see: each method is one transaction on the writer or on a reader.

use crate::failure::Failure;
use crate::open::{self, OpenError, Opening};
use crate::readers::Readers;
use crate::writer::Writer;
use crate::{
    alert, audit, counter, delta, full_load, held_back, incident, member_check, mirror,
    organization, preflight, recovery, session, session_list, setting, status_change, user_list,
    user_record,
    wipe::{self, Left},
};
use jiff::Timestamp;
use lpc_core::alert::AlertKind;
use lpc_core::audit::{AuditKind, EntryFilter, EntryPage, NewEntry, Stamp};
use lpc_core::directory::DirectoryUser;
use lpc_core::environment::Environment;
use lpc_core::fault::Fault;
use lpc_core::history::UserHistory;
use lpc_core::holding::{HeldBack, Verdict};
use lpc_core::incident::{FaultClass, Incident, Recovery};
use lpc_core::member_check::{MemberCheck, MemberReading};
use lpc_core::organization::{Organization, OrganizationChange, OrganizationId};
use lpc_core::port::store::{
    EvaluationInput, Load, MirrorState, OwnCounts, SessionCounts, SessionEnd, SessionFilter,
    SessionId, SessionPage, Store, StoreError, UserList, UserPage, UserRecord, Window,
};
use lpc_core::preflight::Preflight;
use lpc_core::salesforce_id::SalesforceId;
use lpc_core::session::{Changes, Session, Trigger};
use lpc_core::storage::WriteFault;
use rusqlite::Transaction;
use std::path::{Path, PathBuf};

/// `console.db`. Its methods need a Tokio runtime. Dropping it finishes the writes in line and
/// waits for them.
pub struct ConsoleDb {
    // Readers are dropped first, so that the writer is the last to close the file.
    readers: Readers,
    writer: Writer,
    opening: Opening,
    path: PathBuf,
    set_aside: Vec<String>,
}

impl ConsoleDb {
    /// Opens `console.db` in a folder, and makes both if needed. Blocks while it checks the file
    /// and brings it up to date, so it is called before anything else runs.
    pub fn open(folder: &Path, now: Timestamp) -> Result<Self, OpenError> {
        let opened = open::open(folder, now)?;
        Ok(Self {
            set_aside: open::set_aside_files(&opened.path),
            path: opened.path.clone(),
            readers: Readers::new(opened.path),
            writer: Writer::start(opened.writer).map_err(OpenError::Thread)?,
            opening: opened.opening,
        })
    }

    /// What was found when the database was opened.
    pub fn opening(&self) -> &Opening {
        &self.opening
    }

    pub(crate) async fn read<T, W>(&self, work: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: FnOnce(&Transaction<'_>) -> Result<T, Failure> + Send + 'static,
    {
        Ok(self.readers.read(work).await?)
    }

    pub(crate) async fn write<T, W>(&self, work: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: FnOnce(&Transaction<'_>) -> Result<T, Failure> + Send + 'static,
    {
        Ok(self.writer.write(work).await?)
    }
}

impl Store for ConsoleDb {
    fn write_fault(&self) -> Option<WriteFault> {
        self.writer.health().fault()
    }

    fn set_aside(&self) -> Vec<String> {
        self.set_aside.clone()
    }

    async fn try_writing(&self) -> Result<(), StoreError> {
        self.write(|db| setting::write(db, "last-try-to-write", ""))
            .await
    }

    async fn organizations(&self) -> Result<Vec<Organization>, StoreError> {
        self.read(organization::all).await
    }

    async fn add_organization(
        &self,
        organization: Organization,
        stamp: Stamp,
    ) -> Result<(), StoreError> {
        self.write(move |db| organization::add(db, &organization, &stamp))
            .await
    }

    async fn change_organization(
        &self,
        organization: OrganizationId,
        change: OrganizationChange,
        stamp: Stamp,
    ) -> Result<Organization, StoreError> {
        self.write(move |db| organization::change(db, organization, &change, &stamp))
            .await
    }

    async fn delete_organization(
        &self,
        organization: OrganizationId,
        stamp: Stamp,
    ) -> Result<(), StoreError> {
        self.write(move |db| organization::delete(db, organization, &stamp))
            .await
    }

    async fn wipe_deleted(&self) -> Result<bool, StoreError> {
        if !self.read(wipe::is_left).await? {
            return Ok(false);
        }
        // First, for as long as something is left this is done again: a copy from before a migration
        // holds what was deleted.
        open::remove_backups(&self.path);
        if let Left::OwnRow(organization) = self.write(wipe::some).await? {
            self.writer.rebuild().await?;
            self.writer.empty_log().await?;
            self.write(move |db| wipe::own_row(db, organization))
                .await?;
        }
        Ok(true)
    }

    async fn add_entry(&self, entry: NewEntry) -> Result<(), StoreError> {
        self.write(move |db| audit::add(db, &entry)).await
    }

    async fn entries(
        &self,
        filter: EntryFilter,
        before: Option<i64>,
        limit: u32,
    ) -> Result<EntryPage, StoreError> {
        self.read(move |db| audit::page(db, &filter, before, limit))
            .await
    }

    async fn change_setting(
        &self,
        key: &str,
        from: &str,
        to: &str,
        stamp: Stamp,
    ) -> Result<(), StoreError> {
        let (key, from, to) = (key.to_owned(), from.to_owned(), to.to_owned());
        self.write(move |db| setting::change(db, &key, &from, &to, stamp))
            .await
    }

    async fn setting(&self, key: &str) -> Result<Option<String>, StoreError> {
        let key = key.to_owned();
        self.read(move |db| setting::read(db, &key)).await
    }

    async fn set_setting(&self, key: &str, value: &str) -> Result<(), StoreError> {
        let (key, value) = (key.to_owned(), value.to_owned());
        self.write(move |db| setting::write(db, &key, &value)).await
    }

    async fn mirror(&self, organization: OrganizationId) -> Result<MirrorState, StoreError> {
        self.read(move |db| {
            let row = organization::row(db, organization)?;
            Ok(mirror::of(db, row)?.state())
        })
        .await
    }

    async fn begin_load(
        &self,
        organization: OrganizationId,
        environment: Environment,
    ) -> Result<Load, StoreError> {
        self.write(move |db| {
            let row = organization::row(db, organization)?;
            mirror::begin_load(db, row, organization, environment)
        })
        .await
    }

    async fn store_load_page(
        &self,
        load: &Load,
        users: Vec<DirectoryUser>,
    ) -> Result<(), StoreError> {
        let load = load.clone();
        self.write(move |db| full_load::store_page(db, &load, users))
            .await
    }

    async fn set_load_beginning(&self, load: &Load, newest: Timestamp) -> Result<(), StoreError> {
        let load = load.clone();
        self.write(move |db| {
            let row = organization::row(db, load.organization)?;
            mirror::loading(&mirror::of(db, row)?, load.generation)?;
            mirror::set_beginning(db, row, newest)
        })
        .await
    }

    async fn publish_load(
        &self,
        load: &Load,
        evaluation: EvaluationInput,
    ) -> Result<Verdict<Changes>, StoreError> {
        let load = load.clone();
        self.write(move |db| full_load::publish(db, &load, evaluation))
            .await
    }

    async fn store_delta(
        &self,
        organization: OrganizationId,
        users: Vec<DirectoryUser>,
        evaluation: EvaluationInput,
    ) -> Result<Verdict<Changes>, StoreError> {
        self.write(move |db| delta::store(db, organization, users, evaluation))
            .await
    }

    async fn store_member_check(
        &self,
        organization: OrganizationId,
        reading: MemberReading,
        evaluation: EvaluationInput,
    ) -> Result<MemberCheck, StoreError> {
        self.write(move |db| member_check::store(db, organization, reading, evaluation))
            .await
    }

    async fn store_failed_check(
        &self,
        organization: OrganizationId,
        member: &SalesforceId,
        now: Timestamp,
        fault: &Fault,
        api_calls: u64,
    ) -> Result<MemberCheck, StoreError> {
        let (member, fault) = (member.clone(), fault.clone());
        self.write(move |db| {
            member_check::store_failed(db, organization, &member, now, &fault, api_calls)
        })
        .await
    }

    async fn last_member_check(
        &self,
        organization: OrganizationId,
        user: &SalesforceId,
    ) -> Result<Option<MemberCheck>, StoreError> {
        let user = user.clone();
        self.read(move |db| member_check::last(db, organization, &user))
            .await
    }

    async fn held_back(
        &self,
        organization: OrganizationId,
    ) -> Result<Option<HeldBack>, StoreError> {
        self.read(move |db| held_back::read(db, organization::row(db, organization)?))
            .await
    }

    async fn confirm_held_back(
        &self,
        organization: OrganizationId,
        affected: u64,
        stamp: Stamp,
    ) -> Result<bool, StoreError> {
        self.write(move |db| held_back::confirm(db, organization, affected, &stamp))
            .await
    }

    async fn begin_session(
        &self,
        organization: OrganizationId,
        trigger: Trigger,
        now: Timestamp,
    ) -> Result<SessionId, StoreError> {
        self.write(move |db| {
            let row = organization::row(db, organization)?;
            session::begin(db, row, trigger, now)
        })
        .await
    }

    async fn end_session(
        &self,
        session: SessionId,
        end: SessionEnd,
    ) -> Result<Session, StoreError> {
        self.write(move |db| session::end(db, session, &end)).await
    }

    async fn last_session(
        &self,
        organization: OrganizationId,
    ) -> Result<Option<Session>, StoreError> {
        self.read(move |db| session::last(db, organization::row(db, organization)?))
            .await
    }

    async fn last_read(
        &self,
        organization: OrganizationId,
    ) -> Result<Option<Timestamp>, StoreError> {
        self.read(move |db| session_list::last_read(db, organization::row(db, organization)?))
            .await
    }

    async fn sessions(
        &self,
        organization: OrganizationId,
        filter: SessionFilter,
        window: Window,
    ) -> Result<SessionPage, StoreError> {
        self.read(move |db| {
            session_list::page(db, organization::row(db, organization)?, filter, window)
        })
        .await
    }

    async fn session_counts(
        &self,
        organization: OrganizationId,
    ) -> Result<SessionCounts, StoreError> {
        self.read(move |db| session_list::counts(db, organization::row(db, organization)?))
            .await
    }

    async fn own_calls(
        &self,
        organization: OrganizationId,
        since: Timestamp,
    ) -> Result<u64, StoreError> {
        self.read(move |db| {
            session_list::calls_since(db, organization::row(db, organization)?, since)
        })
        .await
    }

    async fn share_reached(
        &self,
        organization: OrganizationId,
        since: Timestamp,
        share: u64,
    ) -> Result<Option<Timestamp>, StoreError> {
        self.read(move |db| {
            session_list::share_reached(db, organization::row(db, organization)?, since, share)
        })
        .await
    }

    async fn open_connection_incident(
        &self,
        organization: OrganizationId,
        class: FaultClass,
        fault: &Fault,
        since: Timestamp,
    ) -> Result<(), StoreError> {
        let fault = fault.clone();
        self.write(move |db| {
            let row = organization::row(db, organization)?;
            incident::open_for_connection(db, row, class, &fault, since)
        })
        .await
    }

    async fn close_connection_incident(
        &self,
        organization: OrganizationId,
        now: Timestamp,
        recovered: Option<Stamp>,
    ) -> Result<Option<Recovery>, StoreError> {
        self.write(move |db| {
            let row = organization::row(db, organization)?;
            let recovery = recovery::close_connection_incident(db, row, now)?;
            if let (Some(recovery), Some(stamp)) = (&recovery, &recovered) {
                let told = vec![(AuditKind::ConnectionRecovered, recovery.as_change())];
                audit::add_changes(db, organization, stamp, told)?;
            }
            Ok(recovery)
        })
        .await
    }

    async fn recovery(&self, organization: OrganizationId) -> Result<Option<Recovery>, StoreError> {
        self.read(move |db| recovery::read(db, organization::row(db, organization)?))
            .await
    }

    async fn dismiss_recovery(&self, organization: OrganizationId) -> Result<(), StoreError> {
        self.write(move |db| recovery::dismiss(db, organization::row(db, organization)?))
            .await
    }

    async fn incidents(&self, organization: OrganizationId) -> Result<Vec<Incident>, StoreError> {
        self.read(move |db| incident::open(db, organization::row(db, organization)?))
            .await
    }

    async fn save_preflight(
        &self,
        organization: OrganizationId,
        preflight: Preflight,
    ) -> Result<(), StoreError> {
        self.write(move |db| preflight::save(db, organization::row(db, organization)?, &preflight))
            .await
    }

    async fn preflight(
        &self,
        organization: OrganizationId,
    ) -> Result<Option<Preflight>, StoreError> {
        self.read(move |db| preflight::read(db, organization::row(db, organization)?))
            .await
    }

    async fn forget_preflight(&self, organization: OrganizationId) -> Result<(), StoreError> {
        self.write(move |db| preflight::forget(db, organization::row(db, organization)?))
            .await
    }

    async fn set_mirror_source(
        &self,
        organization: OrganizationId,
        before: Option<SalesforceId>,
        now: SalesforceId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(move |db| {
            let row = organization::row(db, organization)?;
            mirror::set_source(db, row, before.as_ref(), &now, at)
        })
        .await
    }

    async fn own_counts(&self, organization: OrganizationId) -> Result<OwnCounts, StoreError> {
        self.read(move |db| counter::own_counts(db, organization::row(db, organization)?))
            .await
    }

    async fn users(&self, list: UserList, window: Window) -> Result<UserPage, StoreError> {
        self.read(move |db| user_list::page(db, &list, window))
            .await
    }

    async fn user(
        &self,
        organization: OrganizationId,
        user: &SalesforceId,
    ) -> Result<Option<UserRecord>, StoreError> {
        let user = user.clone();
        self.read(move |db| user_record::find(db, organization, &user))
            .await
    }

    async fn user_history(
        &self,
        organization: OrganizationId,
        user: &SalesforceId,
        limit: u64,
    ) -> Result<UserHistory, StoreError> {
        let user = user.clone();
        self.read(move |db| status_change::of_user(db, organization, &user, limit))
            .await
    }

    async fn take_alert(
        &self,
        organization: OrganizationId,
    ) -> Result<Option<AlertKind>, StoreError> {
        self.write(move |db| alert::take(db, organization::row(db, organization)?))
            .await
    }

    async fn pass_over_alerts(&self, organization: OrganizationId) -> Result<(), StoreError> {
        self.write(move |db| alert::pass_over(db, organization::row(db, organization)?))
            .await
    }
}
