//! [`SqliteVault`]: the port over the tables.

use crate::custody::{Custody, Need};
use crate::data_key::DataKey;
use crate::database::{Closed, Database};
use crate::failure::storage;
use crate::opening::{self, OpenError, Opening};
use crate::own_thread::on_own_thread;
use crate::refresh_lock::{self, RefreshLock};
use crate::write_fault;
use crate::{connection, key_record, pending_login, refresh_intent, schema, seal};
use jiff::Timestamp;
use lpc_core::connection::{ConnectionFault, StoredConnection};
use lpc_core::environment::Environment;
use lpc_core::login::{CallbackRefusal, ConsumedLogin, NewLogin, PendingLogin};
use lpc_core::organization::OrganizationId;
use lpc_core::port::vault::{CompletedRefresh, NewConnection, SealState, Vault, VaultError};
use lpc_core::secret::Secret;
use lpc_core::storage::WriteFault;
use lpc_platform::KeyStore;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The vault of a folder. All work is done on threads of its own: no async worker is blocked.
pub struct SqliteVault {
    database: Database,
    custody: Arc<Custody>,
    folder: PathBuf,
    opening: Opening,
    set_aside: Vec<String>,
    closed: Closed,
}

impl SqliteVault {
    /// Opens `vault.db` in a folder, or makes it. The data key is fetched when it is first needed.
    /// Blocks for the check of the file.
    ///
    /// # Errors
    /// See [`OpenError`]; a damaged file is not an error, see [`SqliteVault::opening`].
    pub fn open(folder: &Path, key_store: Arc<dyn KeyStore>) -> Result<Self, OpenError> {
        let (connection, opening) = opening::open(folder)?;
        let (database, closed) =
            Database::start(connection).map_err(|error| OpenError::Storage(Box::new(error)))?;
        let custody = Custody::new(key_store, database.clone(), folder.to_owned());
        Ok(Self {
            database,
            custody: Arc::new(custody),
            folder: folder.to_owned(),
            opening,
            set_aside: opening::set_aside_files(folder),
            closed,
        })
    }

    /// Closes the file after all that was begun, and writes the log back into it. A vault that is
    /// only dropped does the same on its thread, and nobody knows when.
    ///
    /// # Errors
    /// [`VaultError::Storage`] when the file cannot be closed; nothing is lost by that.
    pub async fn close(self) -> Result<(), VaultError> {
        let Self {
            database,
            custody,
            closed,
            ..
        } = self;
        drop((database, custody));
        closed.wait().await
    }

    /// What was found when the vault was opened. [`Opening::SetAside`] has to be told to the person.
    pub fn opening(&self) -> &Opening {
        &self.opening
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
        on_own_thread("data key", move || work(&custody)).await
    }
}

impl fmt::Debug for SqliteVault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SqliteVault")
            .field("folder", &self.folder)
            .field("opening", &self.opening)
            .finish_non_exhaustive()
    }
}

impl Vault for SqliteVault {
    type RefreshLock = RefreshLock;

    fn write_fault(&self) -> Option<WriteFault> {
        self.database.health().fault()
    }

    fn set_aside(&self) -> Vec<String> {
        self.set_aside.clone()
    }

    async fn try_writing(&self) -> Result<(), VaultError> {
        let version = i64::try_from(schema::VERSION).map_err(storage)?;
        self.database
            .write(move |transaction| {
                // Written again although it is the same: the first page goes through the log.
                transaction
                    .pragma_update(None, "user_version", version)
                    .map_err(storage)
            })
            .await?;
        self.database.health().wrote();
        Ok(())
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
        self.database.read(connection::with_token).await
    }

    async fn clear_left_by_session(&self) -> Result<(), VaultError> {
        if !self.with_custody(Custody::left_by_session).await? {
            return Ok(());
        }
        self.database
            .write(|transaction| {
                connection::clear_tokens(transaction)?;
                refresh_intent::close_all(transaction)?;
                pending_login::end_all(transaction)
            })
            .await
    }

    async fn begin_login(&self, login: NewLogin) -> Result<(), VaultError> {
        let key = self.key(Need::Make).await?;
        self.database
            .write(move |transaction| {
                key_record::require(transaction, &key)?;
                pending_login::sweep(transaction, login.started)?;
                let state_hash = pending_login::hash(&login.state);
                let place = pending_login::verifier_place(
                    login.organization,
                    login.environment,
                    &login.client_id,
                    &login.login_origin,
                    &state_hash,
                );
                let verifier = seal::seal(&key, &place, login.verifier.expose())?;
                pending_login::insert(transaction, &login, &verifier)
            })
            .await
    }

    async fn pending_logins(&self, now: Timestamp) -> Result<Vec<PendingLogin>, VaultError> {
        let swept = self
            .database
            .write(move |transaction| {
                pending_login::sweep(transaction, now)?;
                pending_login::waiting(transaction, now)
            })
            .await;
        match swept {
            // On a full disk what waits can be told all the same.
            Err(VaultError::Storage(_)) => {
                self.database
                    .read(move |database| pending_login::waiting(database, now))
                    .await
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
        self.database
            .write(move |transaction| {
                pending_login::sweep(transaction, now)?;
                pending_login::extend(transaction, organization, expires, now)
            })
            .await
    }

    async fn cancel_login(&self, organization: OrganizationId) -> Result<bool, VaultError> {
        self.database
            .write(move |transaction| pending_login::cancel(transaction, organization))
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
        let refusal = self
            .database
            .write(move |transaction| {
                pending_login::sweep(transaction, now)?;
                pending_login::refusal(transaction, &state_hash, environment)
            })
            .await?;
        if let Some(refusal) = refusal {
            return Ok(Err(refusal));
        }
        let key = self.key(Need::Finish).await?;
        let consumed = self
            .database
            .write(move |transaction| {
                match pending_login::consume(transaction, &state_hash, environment, now)? {
                    Some(consumed) => Ok(Ok(consumed)),
                    // Somebody was faster; Unknown cannot come out here, and refuses if it does.
                    None => Ok(Err(pending_login::refusal(
                        transaction,
                        &state_hash,
                        environment,
                    )?
                    .unwrap_or(CallbackRefusal::Unknown))),
                }
            })
            .await?;
        let consumed = match consumed {
            Ok(consumed) => consumed,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let place = pending_login::verifier_place(
            consumed.login.organization,
            consumed.login.environment,
            &consumed.login.client_id,
            &consumed.login.login_origin,
            &state_hash,
        );
        let verifier = seal::open(&key, &place, &consumed.verifier)?;
        Ok(Ok(ConsumedLogin {
            login: consumed.login,
            verifier,
        }))
    }

    async fn login_owner(&self, state: &Secret) -> Result<Option<OrganizationId>, VaultError> {
        let state_hash = pending_login::hash(state);
        self.database
            .read(move |database| pending_login::owner(database, &state_hash))
            .await
    }

    async fn connections(&self) -> Result<Vec<StoredConnection>, VaultError> {
        self.database.read(connection::all).await
    }

    async fn connection(
        &self,
        organization: OrganizationId,
    ) -> Result<Option<StoredConnection>, VaultError> {
        self.database
            .read(move |database| connection::one(database, organization))
            .await
    }

    async fn store_connection(&self, new: NewConnection) -> Result<Option<Secret>, VaultError> {
        let key = self.key(Need::Make).await?;
        self.database
            .write(move |transaction| {
                key_record::require(transaction, &key)?;
                let older = connection::one(transaction, new.organization)?;
                let superseded = match &older {
                    None => None,
                    Some(older) => match connection::token(transaction, &key, older) {
                        Ok(token) => Some(token),
                        Err(VaultError::KeyLost) => None,
                        Err(error) => return Err(error),
                    },
                };
                connection::replace(transaction, &key, &new, older.as_ref())?;
                refresh_intent::close(transaction, new.organization)?;
                Ok(superseded)
            })
            .await
    }

    async fn forget_connection(&self, organization: OrganizationId) -> Result<bool, VaultError> {
        self.database
            .write(move |transaction| connection::forget(transaction, organization))
            .await
    }

    async fn forget_organization(&self, organization: OrganizationId) -> Result<(), VaultError> {
        self.database
            .write(move |transaction| {
                pending_login::forget(transaction, organization)?;
                refresh_intent::close(transaction, organization)?;
                connection::forget(transaction, organization)?;
                Ok(())
            })
            .await
    }

    async fn wipe_forgotten(&self, organization: OrganizationId) -> Result<(), VaultError> {
        let folder = self.folder.clone();
        on_own_thread("copies", move || {
            refresh_lock::remove(&folder, organization);
            opening::remove_copies(&folder).map_err(storage)
        })
        .await?;
        self.database.rebuild().await
    }

    async fn set_fault(
        &self,
        organization: OrganizationId,
        fault: Option<ConnectionFault>,
    ) -> Result<(), VaultError> {
        self.database
            .write(move |transaction| {
                connection::set_fault(transaction, organization, fault.as_ref())
            })
            .await
    }

    async fn lock_refresh(&self, organization: OrganizationId) -> Result<RefreshLock, VaultError> {
        let lock = refresh_lock::lock(&self.folder, organization).await;
        if let Err(error) = &lock
            && let Some(fault) = write_fault::of(error)
        {
            self.database.health().failed(fault);
        }
        lock
    }

    async fn refresh_token(
        &self,
        organization: OrganizationId,
    ) -> Result<(Secret, u64), VaultError> {
        self.database
            .read(move |database| connection::required(database, organization))
            .await?;
        let key = self.key(Need::Use).await?;
        self.database
            .read(move |database| {
                let stored = connection::required(database, organization)?;
                let token = connection::token(database, &key, &stored)?;
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
        self.database
            .write(move |transaction| {
                key_record::require(transaction, &key)?;
                let stored = connection::required(transaction, organization)?;
                if stored.generation != generation {
                    return Err(VaultError::GenerationChanged);
                }
                let token = connection::token(transaction, &key, &stored)?;
                refresh_intent::open(transaction, &key, &stored, &token, now)
            })
            .await
    }

    async fn close_refresh_intent(&self, organization: OrganizationId) -> Result<(), VaultError> {
        self.database
            .write(move |transaction| refresh_intent::close(transaction, organization))
            .await
    }

    async fn complete_refresh(&self, refresh: CompletedRefresh) -> Result<u64, VaultError> {
        let key = self.key(Need::Finish).await?;
        self.database
            .write(move |transaction| {
                key_record::require(transaction, &key)?;
                let spent = connection::required(transaction, refresh.organization)?;
                if spent.generation != refresh.spent_generation {
                    return Err(VaultError::GenerationChanged);
                }
                let rotated = refresh.refresh_token.is_some();
                let token = match refresh.refresh_token {
                    Some(token) => token,
                    // Sealed again, as the seal is bound to the generation.
                    None => connection::token(transaction, &key, &spent)?,
                };
                let generation = spent.generation + 1;
                let renewed = StoredConnection {
                    generation,
                    instance_url: refresh.instance_url,
                    last_refresh: refresh.obtained,
                    rotated,
                    fault: None,
                    ..spent
                };
                connection::write(transaction, &key, &renewed, &token)?;
                refresh_intent::close(transaction, refresh.organization)?;
                Ok(generation)
            })
            .await
    }
}
