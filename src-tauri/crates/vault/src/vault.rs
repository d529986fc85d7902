//! [`SqliteVault`]: the port over the tables.

use crate::custody::{Custody, Need};
use crate::data_key::DataKey;
use crate::failure::{Failure, storage};
use crate::file_lock::{self, FileLock};
use crate::schema::VAULT_DB;
use crate::{connection, key_record, pending_login, refresh_intent};
use jiff::Timestamp;
use lpc_core::connection::{ConnectionFault, StoredConnection};
use lpc_core::environment::Environment;
use lpc_core::login::{CallbackRefusal, ConsumedLogin, NewLogin, PendingLogin};
use lpc_core::organization::OrganizationId;
use lpc_core::port::vault::{CompletedRefresh, NewConnection, SealState, Vault, VaultError};
use lpc_core::secret::Secret;
use lpc_core::storage::WriteFault;
use lpc_platform::{KeyStore, private_folder};
use lpc_sqlite::{Database, OpenError, Opening};
use rusqlite::Transaction;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// The vault of a folder. Its methods need a Tokio runtime, and block none of its workers.
pub struct SqliteVault {
    database: Database,
    custody: Arc<Custody>,
    folder: PathBuf,
    opening: Opening,
}

impl SqliteVault {
    /// Opens `vault.db` in a folder, or makes it. The data key is fetched when it is first needed.
    /// Blocks for the check of the file.
    pub fn open(
        folder: &Path,
        key_store: Arc<dyn KeyStore>,
        now: Timestamp,
    ) -> Result<Self, OpenError> {
        let cannot = |source| OpenError::File {
            path: folder.to_owned(),
            source,
        };
        private_folder(folder).map_err(cannot)?;
        let _lock = FileLock::of_folder(folder).map_err(cannot)?;
        let (database, opening) = Database::open(&VAULT_DB, folder, now)?;
        Ok(Self {
            custody: Arc::new(Custody::new(key_store, database.clone(), folder.to_owned())),
            database,
            folder: folder.to_owned(),
            opening,
        })
    }

    /// The file beneath: its statements can be counted, it can be closed.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// What was found when the vault was opened.
    pub fn opening(&self) -> &Opening {
        &self.opening
    }

    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, VaultError> {
        Ok(self.database.read(work).await?)
    }

    async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, VaultError> {
        Ok(self.database.write(work).await?)
    }

    async fn key(&self, need: Need) -> Result<Arc<DataKey>, VaultError> {
        if need == Need::Finish
            && let Some(key) = self.custody.cached()
        {
            return Ok(key);
        }
        self.with_custody(move |custody| custody.fetch(need)).await
    }

    async fn with_custody<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Custody) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        let custody = Arc::clone(&self.custody);
        let answer = spawn_blocking(move || work(&custody));
        answer.await.map_err(storage)?
    }
}

impl Vault for SqliteVault {
    type RefreshLock = FileLock;

    fn write_fault(&self) -> Option<WriteFault> {
        self.database.write_fault()
    }

    fn set_aside(&self) -> Vec<String> {
        let kept = self.database.quarantined().iter();
        kept.map(|path| path.display().to_string()).collect()
    }

    async fn try_writing(&self) -> Result<(), VaultError> {
        self.database.try_writing().await.map_err(storage)
    }

    async fn seal_state(&self) -> Result<SealState, VaultError> {
        self.with_custody(Custody::state).await
    }

    async fn replace_lost_key(&self) -> Result<(), VaultError> {
        self.with_custody(Custody::replace).await
    }

    async fn hold_for_session(&self) -> Result<(), VaultError> {
        self.with_custody(Custody::hold_for_session).await
    }

    async fn left_by_session(&self) -> Result<Vec<OrganizationId>, VaultError> {
        if !self.with_custody(Custody::left_by_session).await? {
            return Ok(Vec::new());
        }
        self.read(|db| Ok(connection::with_token(db)?)).await
    }

    async fn clear_left_by_session(&self) -> Result<(), VaultError> {
        if !self.with_custody(Custody::left_by_session).await? {
            return Ok(());
        }
        self.write(|db| {
            connection::clear_tokens(db)?;
            refresh_intent::close_all(db)?;
            Ok(pending_login::end_all(db)?)
        })
        .await
    }

    async fn begin_login(&self, new: NewLogin) -> Result<(), VaultError> {
        let key = self.key(Need::Make).await?;
        self.write(move |db| {
            key_record::require(db, &key)?;
            pending_login::sweep(db, new.login.started)?;
            pending_login::insert(db, &new, &key)
        })
        .await
    }

    async fn pending_logins(&self, now: Timestamp) -> Result<Vec<PendingLogin>, VaultError> {
        let swept = self.write(move |db| {
            pending_login::sweep(db, now)?;
            Ok(pending_login::waiting(db, now)?)
        });
        match swept.await {
            // On a full disk what waits can be told all the same.
            Err(VaultError::Storage(_)) => {
                let waiting = self.read(move |db| Ok(pending_login::waiting(db, now)?));
                waiting.await
            }
            swept => swept,
        }
    }

    async fn extend_login(
        &self,
        organization: OrganizationId,
        expires: Timestamp,
        now: Timestamp,
    ) -> Result<bool, VaultError> {
        self.write(move |db| {
            pending_login::sweep(db, now)?;
            Ok(pending_login::extend(db, organization, expires, now)?)
        })
        .await
    }

    async fn cancel_login(&self, organization: OrganizationId) -> Result<bool, VaultError> {
        self.write(move |db| Ok(pending_login::end(db, organization, "cancelled")?))
            .await
    }

    async fn consume_login(
        &self,
        state: &Secret,
        environment: Environment,
        now: Timestamp,
    ) -> Result<Result<ConsumedLogin, CallbackRefusal>, VaultError> {
        let state_hash = pending_login::hash(state);
        // A foreign callback must not make the key store ask, and a login must not be consumed
        // while its verifier cannot be opened: so a look first, then the key, then the UPDATE.
        let look = self.write(move |db| {
            pending_login::sweep(db, now)?;
            Ok(pending_login::refusal(db, state_hash, environment)?)
        });
        if let Some(refusal) = look.await? {
            return Ok(Err(refusal));
        }
        let key = self.key(Need::Finish).await?;
        let consumed =
            self.write(move |db| Ok(pending_login::consume(db, state_hash, environment, now)?));
        match consumed.await? {
            Ok(consumed) => Ok(Ok(consumed.open(&key)?)),
            Err(refusal) => Ok(Err(refusal)),
        }
    }

    async fn login_owner(&self, state: &Secret) -> Result<Option<OrganizationId>, VaultError> {
        let state_hash = pending_login::hash(state);
        self.read(move |db| Ok(pending_login::owner(db, state_hash)?))
            .await
    }

    async fn connections(&self) -> Result<Vec<StoredConnection>, VaultError> {
        self.read(|db| Ok(connection::all(db)?)).await
    }

    async fn connection(
        &self,
        organization: OrganizationId,
    ) -> Result<Option<StoredConnection>, VaultError> {
        self.read(move |db| Ok(connection::one(db, organization)?))
            .await
    }

    async fn store_connection(&self, new: NewConnection) -> Result<Option<Secret>, VaultError> {
        let key = self.key(Need::Make).await?;
        self.write(move |db| {
            key_record::require(db, &key)?;
            let older = connection::one(db, new.organization)?;
            let token = older
                .as_ref()
                .map(|older| connection::token(db, &key, older));
            let superseded = match token.transpose() {
                Err(Failure::Vault(VaultError::KeyLost)) => None,
                token => token?,
            };
            connection::replace(db, &key, new, older)?;
            Ok(superseded)
        })
        .await
    }

    async fn forget_connection(&self, organization: OrganizationId) -> Result<bool, VaultError> {
        self.write(move |db| Ok(connection::forget(db, organization)?))
            .await
    }

    async fn forget_organization(&self, organization: OrganizationId) -> Result<(), VaultError> {
        self.write(move |db| {
            pending_login::forget(db, organization)?;
            connection::forget(db, organization)?;
            Ok(())
        })
        .await
    }

    async fn wipe_forgotten(&self, organization: OrganizationId) -> Result<(), VaultError> {
        file_lock::remove(&self.folder, organization);
        self.database.rebuild().await.map_err(storage)
    }

    async fn set_fault(
        &self,
        organization: OrganizationId,
        fault: Option<ConnectionFault>,
    ) -> Result<(), VaultError> {
        self.write(move |db| connection::set_fault(db, organization, fault.as_ref()))
            .await
    }

    async fn lock_refresh(&self, organization: OrganizationId) -> Result<FileLock, VaultError> {
        let folder = self.folder.clone();
        // When nobody waits any more, the lock is released as soon as it is got.
        let lock = spawn_blocking(move || FileLock::of_connection(&folder, organization));
        let lock = lock.await.map_err(storage)?;
        lock.inspect_err(|error| self.database.note(error))
            .map_err(storage)
    }

    async fn refresh_token(
        &self,
        organization: OrganizationId,
    ) -> Result<(Secret, u64), VaultError> {
        // Nobody is asked for a key that nothing is sealed with.
        self.read(move |db| connection::required(db, organization))
            .await?;
        let key = self.key(Need::Use).await?;
        self.read(move |db| {
            let stored = connection::required(db, organization)?;
            let token = connection::token(db, &key, &stored)?;
            Ok((token, stored.generation))
        })
        .await
    }

    async fn open_refresh_intent(
        &self,
        organization: OrganizationId,
        generation: u64,
        now: Timestamp,
    ) -> Result<(), VaultError> {
        let key = self.key(Need::Use).await?;
        self.write(move |db| {
            let stored = connection::of_generation(db, &key, organization, generation)?;
            let token = connection::token(db, &key, &stored)?;
            refresh_intent::open(db, &key, &stored, &token, now)
        })
        .await
    }

    async fn close_refresh_intent(&self, organization: OrganizationId) -> Result<(), VaultError> {
        self.write(move |db| Ok(refresh_intent::close(db, organization)?))
            .await
    }

    async fn complete_refresh(&self, refresh: CompletedRefresh) -> Result<u64, VaultError> {
        let key = self.key(Need::Finish).await?;
        self.write(move |db| {
            let (organization, generation) = (refresh.organization, refresh.spent_generation);
            let spent = connection::of_generation(db, &key, organization, generation)?;
            let rotated = refresh.refresh_token.is_some();
            let token = match refresh.refresh_token {
                Some(token) => token,
                // Sealed again, as the seal is bound to the generation.
                None => connection::token(db, &key, &spent)?,
            };
            let renewed = StoredConnection {
                generation: generation + 1,
                instance_url: refresh.instance_url,
                last_refresh: refresh.obtained,
                rotated,
                fault: None,
                ..spent
            };
            connection::write(db, &key, &renewed, &token)?;
            Ok(renewed.generation)
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lpc_platform::{KeyStoreError, Unlock};
    use zeroize::Zeroizing;

    struct NoKeyStore;

    impl KeyStore for NoKeyStore {
        fn get(&self, _: &str, _: Unlock) -> Result<Zeroizing<String>, KeyStoreError> {
            Err(KeyStoreError::unavailable("none"))
        }

        fn set(&self, _: &str, _: &str) -> Result<(), KeyStoreError> {
            Err(KeyStoreError::unavailable("none"))
        }
    }

    #[tokio::test]
    async fn a_job_that_panics_is_rolled_back_and_the_next_one_goes_on() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let opened = SqliteVault::open(folder.path(), Arc::new(NoKeyStore), Timestamp::UNIX_EPOCH);
        let vault = opened.expect("opened");
        let answer = vault.write(|db| -> Result<(), Failure> {
            key_record::write(db, [7; 32], true)?;
            panic!("a bug");
        });
        let answer = answer.await;
        assert!(matches!(answer, Err(VaultError::Storage(_))), "{answer:?}");
        let record = vault
            .read(|db| Ok(key_record::read(db)?))
            .await
            .expect("read");
        assert!(record.fingerprint.is_none(), "{record:?}");
        vault
            .write(|db| Ok(key_record::write(db, [7; 32], true)?))
            .await
            .expect("written");
    }
}
