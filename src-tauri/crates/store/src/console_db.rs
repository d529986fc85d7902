//! The store that the engines see: each method is one transaction on the writer or on a reader.

use crate::failure::Failure;
use crate::migration::CONSOLE_DB;
use crate::{
    audit, member_check, organization, preflight, session, session_list, setting, status_change,
    user_list, user_record, wipe, work,
};
use jiff::Timestamp;
use lpc_core::audit::{EntryFilter, EntryPage, NewEntry, Stamp};
use lpc_core::history::UserHistory;
use lpc_core::member_check::MemberCheck;
use lpc_core::organization::{Organization, OrganizationId};
use lpc_core::plan::{OrganizationEdit, SessionId, State, Work};
use lpc_core::port::store::{
    LastSessions, OwnCalls, SessionFilter, SessionPage, Store, StoreError, Upkeep, UserList,
    UserPage, UserRecord, Window,
};
use lpc_core::preflight::Preflight;
use lpc_core::salesforce_id::SalesforceId;
use lpc_core::session::Trigger;
use lpc_core::storage::WriteFault;
use lpc_sqlite::{Database, OpenError, Opening};
use rusqlite::Transaction;
use std::path::Path;

/// `console.db`. Its methods need a Tokio runtime. Dropping it finishes the writes in line and
/// waits for them.
pub struct ConsoleDb {
    database: Database,
    opening: Opening,
}

impl ConsoleDb {
    /// Opens `console.db` in a folder, and makes both if needed. Blocks while it checks the file
    /// and brings it up to date, so it is called before anything else runs.
    pub fn open(folder: &Path, now: Timestamp) -> Result<Self, OpenError> {
        let (database, opening) = Database::open(&CONSOLE_DB, folder, now)?;
        Ok(Self { database, opening })
    }

    /// The file beneath: its statements can be counted, it can be closed.
    pub fn database(&self) -> &Database {
        &self.database
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
        Ok(self.database.read(work).await?)
    }

    pub(crate) async fn write<T, W>(&self, work: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: FnOnce(&Transaction<'_>) -> Result<T, Failure> + Send + 'static,
    {
        Ok(self.database.write(work).await?)
    }
}

impl Store for ConsoleDb {
    async fn organizations(&self) -> Result<Vec<Organization>, StoreError> {
        self.read(|db| Ok(organization::all(db)?)).await
    }

    async fn edit_organization(
        &self,
        edit: OrganizationEdit,
        stamp: Stamp,
    ) -> Result<Organization, StoreError> {
        self.write(move |db| organization::edit(db, edit, &stamp))
            .await
    }

    async fn add_entry(&self, entry: NewEntry) -> Result<(), StoreError> {
        self.write(move |db| Ok(audit::add(db, &entry)?)).await
    }

    async fn entries(
        &self,
        filter: EntryFilter,
        before: Option<i64>,
        limit: u32,
    ) -> Result<EntryPage, StoreError> {
        self.read(move |db| Ok(audit::page(db, &filter, before, limit)?))
            .await
    }

    async fn setting(&self, key: &str) -> Result<Option<String>, StoreError> {
        let key = key.to_owned();
        self.read(move |db| Ok(setting::read(db, &key)?)).await
    }

    async fn set_setting(
        &self,
        key: &str,
        value: &str,
        entry: Option<NewEntry>,
    ) -> Result<(), StoreError> {
        let (key, value) = (key.to_owned(), value.to_owned());
        self.write(move |db| {
            setting::write(db, &key, &value)?;
            Ok(entry.iter().try_for_each(|entry| audit::add(db, entry))?)
        })
        .await
    }

    async fn state(&self, organization: OrganizationId) -> Result<State, StoreError> {
        self.read(move |db| Ok(work::state(db, organization)?.1))
            .await
    }

    async fn apply<W: Work>(
        &self,
        organization: OrganizationId,
        work: W,
    ) -> Result<W::Answer, StoreError> {
        self.write(move |db| work::apply(db, organization, work))
            .await
    }

    async fn preflight(
        &self,
        organization: OrganizationId,
    ) -> Result<Option<Preflight>, StoreError> {
        self.read(move |db| Ok(preflight::read(db, organization::row(db, organization)?)?))
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
            Ok(session::begin(db, row, trigger, now)?)
        })
        .await
    }

    async fn sessions(
        &self,
        organization: OrganizationId,
        filter: SessionFilter,
        window: Window,
    ) -> Result<SessionPage, StoreError> {
        self.read(move |db| {
            let row = organization::row(db, organization)?;
            Ok(session_list::page(db, row, filter, window)?)
        })
        .await
    }

    async fn last_sessions(
        &self,
        organization: OrganizationId,
    ) -> Result<LastSessions, StoreError> {
        self.read(move |db| Ok(session_list::last(db, organization)?))
            .await
    }

    async fn own_calls(
        &self,
        organization: OrganizationId,
        since: Timestamp,
        share: u64,
    ) -> Result<OwnCalls, StoreError> {
        self.read(move |db| {
            let row = organization::row(db, organization)?;
            Ok(session_list::own_calls(db, row, since, share)?)
        })
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

    async fn last_member_check(
        &self,
        organization: OrganizationId,
        user: &SalesforceId,
    ) -> Result<Option<MemberCheck>, StoreError> {
        let user = user.clone();
        self.read(move |db| member_check::last(db, organization, &user))
            .await
    }
}

impl Upkeep for ConsoleDb {
    fn write_fault(&self) -> Option<WriteFault> {
        self.database.write_fault()
    }

    fn set_aside(&self) -> Vec<String> {
        let kept = self.database.quarantined().iter();
        kept.map(|path| path.display().to_string()).collect()
    }

    async fn try_writing(&self) -> Result<(), StoreError> {
        Ok(self.database.try_writing().await.map_err(Failure::from)?)
    }

    async fn wipe_deleted(&self) -> Result<bool, StoreError> {
        if self.read(|db| Ok(wipe::left(db)?)).await?.is_none() {
            return Ok(false);
        }
        if let Some(organization) = self.write(|db| Ok(wipe::some(db)?)).await? {
            self.database.rebuild().await.map_err(Failure::from)?;
            self.write(move |db| Ok(wipe::own_row(db, organization)?))
                .await?;
        }
        Ok(true)
    }
}
