//! Secret Service over D-Bus.

use super::shared::{Prompting, translate};
use crate::key_store::{KeyStoreError, Unlock};
use keyring_core::Entry;
use keyring_core::api::CredentialStoreApi;
use secret_service::blocking::{Collection, Item, SecretService};
use secret_service::{EncryptionType, Error as ServiceError};
use std::collections::HashMap;
use std::error::Error;
use std::sync::Arc;
use zbus_secret_service_keyring_store::Store;

pub(super) struct Backend {
    store: Arc<Store>,
    /// Asks what is locked. The store itself cannot be asked: each of its calls unlocks, which may
    /// prompt. No secret passes here, so its session needs no encryption.
    locks: SecretService<'static>,
}

impl Backend {
    pub(super) fn connect() -> Result<Self, KeyStoreError> {
        Ok(Self {
            store: Store::new().map_err(|error| translate(error, refusal))?,
            locks: SecretService::connect(EncryptionType::Plain).map_err(failure)?,
        })
    }

    pub(super) fn get<'a>(
        &self,
        service: &str,
        name: &str,
        unlock: Unlock,
        ask: impl Fn() -> Prompting<'a>,
    ) -> Result<Vec<u8>, KeyStoreError> {
        if let Some(locked) = self.locked(service, name)? {
            if unlock == Unlock::Never {
                return Err(KeyStoreError::Locked);
            }
            let _prompting = ask();
            locked.unlock(&self.locks).map_err(failure)?;
        }
        let entry = self.entry(service, name)?;
        entry
            .get_secret()
            .map_err(|error| translate(error, refusal))
    }

    pub(super) fn set(
        &self,
        service: &str,
        name: &str,
        secret: &[u8],
    ) -> Result<(), KeyStoreError> {
        if self.locked(service, name)?.is_some() {
            return Err(KeyStoreError::Locked);
        }
        let entry = self.entry(service, name)?;
        entry
            .set_secret(secret)
            .map_err(|error| translate(error, refusal))
    }

    fn entry(&self, service: &str, name: &str) -> Result<Entry, KeyStoreError> {
        self.store
            .build(service, name, None)
            .map_err(|error| translate(error, refusal))
    }

    /// What has to be unlocked before the entry can be read, or written where there is none. Some
    /// services do not list the entries of a locked collection, so "nothing found" counts only when
    /// the default collection is open.
    fn locked(&self, service: &str, name: &str) -> Result<Option<Locked<'_>>, KeyStoreError> {
        let attributes = HashMap::from([("service", service), ("username", name)]);
        let found = self.locks.search_items(attributes).map_err(failure)?;
        if !found.locked.is_empty() {
            return Ok(Some(Locked::Entries(found.locked)));
        }
        if !found.unlocked.is_empty() {
            return Ok(None);
        }
        let collection = self.locks.get_default_collection().map_err(failure)?;
        let is_locked = collection.is_locked().map_err(failure)?;
        Ok(is_locked.then_some(Locked::Collection(collection)))
    }
}

enum Locked<'a> {
    Entries(Vec<Item<'a>>),
    Collection(Collection<'a>),
}

impl Locked<'_> {
    fn unlock(&self, service: &SecretService<'_>) -> Result<(), ServiceError> {
        match self {
            Self::Entries(entries) => service.unlock_all(&entries.iter().collect::<Vec<_>>()),
            Self::Collection(collection) => collection.unlock(),
        }
    }
}

fn failure(error: ServiceError) -> KeyStoreError {
    refusal(&error).unwrap_or_else(|| KeyStoreError::Unavailable {
        detail: error.to_string(),
        source: Some(Box::new(error)),
    })
}

fn refusal(error: &(dyn Error + Send + Sync + 'static)) -> Option<KeyStoreError> {
    let error = error.downcast_ref::<ServiceError>()?;
    match error {
        // A dismissed prompt leaves the store as it was: locked.
        ServiceError::Locked | ServiceError::Prompt => Some(KeyStoreError::Locked),
        ServiceError::Zbus(zbus::Error::MethodError(name, ..)) => match name.as_str() {
            "org.freedesktop.Secret.Error.IsLocked" => Some(KeyStoreError::Locked),
            "org.freedesktop.DBus.Error.AccessDenied" => Some(KeyStoreError::Denied),
            _ => None,
        },
        ServiceError::ZbusFdo(zbus::fdo::Error::AccessDenied(_)) => Some(KeyStoreError::Denied),
        _ => None,
    }
}
