//! Custody of the data key: where it comes from, when it is made, when it counts as lost.

use crate::data_key::DataKey;
use crate::failure::{Failure, storage};
use crate::file_lock::FileLock;
use crate::key_record::{self, KeyRecord};
use lpc_core::port::vault::{SealState, VaultError};
use lpc_platform::{KeyStore, KeyStoreError, Unlock};
use lpc_sqlite::Database;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::runtime::Handle;

/// The name of the data key in the key store.
pub const DATA_KEY_NAME: &str = "dek/v1";

/// What the key is needed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// To finish what was begun: the key in memory will do.
    Finish,
    /// To begin to use what is sealed: the key must be in the key store, or else what is sealed with
    /// it next is lost at the end of the process.
    Use,
    /// To seal something new: as [`Need::Use`], but a key is made if nothing is sealed yet.
    Make,
}

/// Fetches the data key once and keeps it in memory. All methods but [`Custody::cached`] block,
/// on a blocking thread of the runtime.
pub(crate) struct Custody {
    key_store: Arc<dyn KeyStore>,
    database: Database,
    folder: PathBuf,
    key: Mutex<Option<Arc<DataKey>>>,
}

impl Custody {
    /// Nothing is asked yet.
    pub(crate) fn new(key_store: Arc<dyn KeyStore>, database: Database, folder: PathBuf) -> Self {
        Self {
            key_store,
            database,
            folder,
            key: Mutex::new(None),
        }
    }

    /// The key, if it was fetched before.
    pub(crate) fn cached(&self) -> Option<Arc<DataKey>> {
        let key = self.key.lock().unwrap_or_else(PoisonError::into_inner);
        key.clone()
    }

    /// Fetches the key, or makes it. May ask the person to unlock the key store, the first time.
    pub(crate) fn fetch(&self, need: Need) -> Result<Arc<DataKey>, VaultError> {
        // Two processes must not each make a key: the second would overwrite the first.
        let _lock = FileLock::of_folder(&self.folder).map_err(storage)?;
        let record = self.record()?;
        let cached = self.cached().filter(|key| record.accepts(key));
        // Before anything is sealed, a key store that is back is taken after all.
        let settled = record.sealed || need != Need::Make;
        if let Some(key) = cached.as_ref().filter(|key| settled && record.holds(key)) {
            return Ok(Arc::clone(key));
        }
        let unlock = match cached {
            Some(_) => Unlock::Never,
            None => Unlock::Allowed,
        };
        match (self.stored(unlock), cached) {
            (Ok(Stored::Key(key)), _) if record.accepts(&key) => self.adopt(Arc::new(key), &record),
            (Ok(found), cached) if record.sealed || need != Need::Make => {
                let found = match found {
                    Stored::Key(_) => "another key",
                    Stored::Missing => "nothing",
                    Stored::Unreadable => "something else",
                };
                let cached = cached.is_some();
                tracing::warn!(found, cached, "the key store does not have the data key");
                Err(VaultError::KeyLost)
            }
            // A waiting login may still need the key in memory.
            (Ok(_), Some(key)) if record.is(&key) => self.put(key, &record),
            (Ok(_), _) => self.put(Arc::new(DataKey::generate()?), &record),
            // The key store was locked after it gave the key.
            (Err(_), Some(key)) => Ok(key),
            (Err(error), None) => Err(logged(error)),
        }
    }

    /// Whether secrets can be sealed and opened; asks nobody and changes nothing.
    pub(crate) fn state(&self) -> Result<SealState, VaultError> {
        let record = self.record()?;
        if self.holds(&record) {
            return Ok(SealState::HeldForSession);
        }
        match self.stored(Unlock::Never) {
            Ok(Stored::Key(key)) if record.accepts(&key) => Ok(SealState::Ready),
            Ok(_) if record.sealed => Ok(SealState::KeyLost),
            Ok(_) => Ok(SealState::Ready),
            // The key store was open before; what it gave is still in memory.
            Err(_) if self.cached().is_some() => Ok(SealState::Ready),
            Err(KeyStoreError::Locked | KeyStoreError::Denied) => Ok(SealState::KeyStoreLocked),
            Err(_) => Ok(SealState::NoKeyStore {
                sealed: record.sealed,
            }),
        }
    }

    /// Makes a key that this process alone has, where no key store answers and nothing waits for
    /// one.
    pub(crate) fn hold_for_session(&self) -> Result<(), VaultError> {
        let _lock = FileLock::of_folder(&self.folder).map_err(storage)?;
        let record = self.record()?;
        if self.holds(&record) {
            return Ok(());
        }
        match self.stored(Unlock::Never) {
            Ok(_) => return Ok(()),
            Err(KeyStoreError::Unavailable { .. }) if !record.sealed => {}
            Err(error) => return Err(logged(error)),
        }
        self.record_key(Arc::new(DataKey::generate()?), false)?;
        Ok(())
    }

    /// Whether the key that seals is in the memory of this process alone.
    fn holds(&self, record: &KeyRecord) -> bool {
        self.cached().is_some_and(|key| record.holds(&key))
    }

    /// Whether an earlier process held the key that sealed, and took it with it.
    pub(crate) fn left_by_session(&self) -> Result<bool, VaultError> {
        let record = self.record()?;
        Ok(record.left_by_session() && !self.holds(&record))
    }

    /// Takes the key that is there, the one in memory or a new one, where the recorded key is gone.
    pub(crate) fn replace(&self) -> Result<(), VaultError> {
        let _lock = FileLock::of_folder(&self.folder).map_err(storage)?;
        let record = self.record()?;
        if !record.sealed || self.holds(&record) {
            return Ok(());
        }
        match self.stored(Unlock::Allowed).map_err(logged)? {
            Stored::Key(key) if record.accepts(&key) => {}
            Stored::Key(key) => drop(self.adopt(Arc::new(key), &record)?),
            Stored::Missing | Stored::Unreadable => {
                let key = match self.cached() {
                    // Somebody emptied the key store while the console runs: nothing is lost yet.
                    Some(key) if record.is(&key) => key,
                    _ => Arc::new(DataKey::generate()?),
                };
                self.put(key, &record)?;
            }
        }
        Ok(())
    }

    /// Stores a key and reads it back: a store that forgets is no store.
    fn put(&self, key: Arc<DataKey>, record: &KeyRecord) -> Result<Arc<DataKey>, VaultError> {
        self.key_store
            .set(DATA_KEY_NAME, &key.to_entry())
            .map_err(logged)?;
        match self.stored(Unlock::Never).map_err(logged)? {
            Stored::Key(read) if read.fingerprint() == key.fingerprint() => self.adopt(key, record),
            _ => {
                tracing::warn!("the key store did not keep the data key");
                Err(VaultError::NoKeyStore)
            }
        }
    }

    /// Records the key that seals from now on and keeps it in memory.
    fn adopt(&self, key: Arc<DataKey>, record: &KeyRecord) -> Result<Arc<DataKey>, VaultError> {
        if record.keeps(&key) {
            self.cache(&key);
            return Ok(key);
        }
        self.record_key(key, true)
    }

    fn record_key(&self, key: Arc<DataKey>, kept: bool) -> Result<Arc<DataKey>, VaultError> {
        let fingerprint = key.fingerprint();
        let written = self
            .database
            .write(move |db| Ok::<_, Failure>(key_record::write(db, fingerprint, kept)?));
        Handle::current().block_on(written)?;
        self.cache(&key);
        Ok(key)
    }

    fn cache(&self, key: &Arc<DataKey>) {
        *self.key.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(key));
    }

    fn record(&self) -> Result<KeyRecord, VaultError> {
        let read = self
            .database
            .read(|db| Ok::<_, Failure>(key_record::read(db)?));
        Ok(Handle::current().block_on(read)?)
    }

    /// A busy Secret Service has been seen to know nothing of a key for a moment: what it once gave
    /// is asked for twice.
    fn stored(&self, unlock: Unlock) -> Result<Stored, KeyStoreError> {
        let mut entry = self.key_store.get(DATA_KEY_NAME, unlock);
        if matches!(entry, Err(KeyStoreError::NotFound)) && self.cached().is_some() {
            entry = self.key_store.get(DATA_KEY_NAME, unlock);
        }
        match entry {
            Ok(entry) => Ok(DataKey::from_entry(&entry).map_or(Stored::Unreadable, Stored::Key)),
            Err(KeyStoreError::NotFound) => Ok(Stored::Missing),
            Err(error) => Err(error),
        }
    }
}

enum Stored {
    Key(DataKey),
    Missing,
    /// Something else under the name of the key.
    Unreadable,
}

/// The port has no room for the cause, so it is logged here; not when only the state was asked for,
/// which the window does again and again.
fn logged(error: KeyStoreError) -> VaultError {
    tracing::warn!(
        error = &error as &dyn std::error::Error,
        "the key store did not answer"
    );
    match error {
        KeyStoreError::Locked | KeyStoreError::Denied => VaultError::KeyStoreLocked,
        KeyStoreError::Unavailable { .. } | KeyStoreError::NotFound => VaultError::NoKeyStore,
    }
}
