//! Credential Manager.

use super::shared::{Prompting, translate};
use crate::key_store::{KeyStoreError, Unlock};
use keyring_core::Entry;
use keyring_core::api::CredentialStoreApi;
use std::collections::HashMap;
use std::error::Error;
use std::sync::Arc;
use windows_native_keyring_store::Store;

pub(super) struct Backend {
    store: Arc<Store>,
}

impl Backend {
    pub(super) fn connect() -> Result<Self, KeyStoreError> {
        Ok(Self {
            store: Store::new().map_err(|error| translate(error, refusal))?,
        })
    }

    /// Credential Manager is open for as long as the person is logged on; it never asks.
    pub(super) fn get<'a>(
        &self,
        service: &str,
        name: &str,
        _unlock: Unlock,
        _ask: impl Fn() -> Prompting<'a>,
    ) -> Result<Vec<u8>, KeyStoreError> {
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
        let entry = self.entry(service, name)?;
        entry
            .set_secret(secret)
            .map_err(|error| translate(error, refusal))
    }

    /// Local persistence: by default the entry would roam with the domain profile, and `vault.db`
    /// does not.
    fn entry(&self, service: &str, name: &str) -> Result<Entry, KeyStoreError> {
        let modifiers = HashMap::from([("persistence", "local")]);
        self.store
            .build(service, name, Some(&modifiers))
            .map_err(|error| translate(error, refusal))
    }
}

/// The library keeps the type of its codes to itself; what it prints is all that can be read.
fn refusal(error: &(dyn Error + Send + Sync + 'static)) -> Option<KeyStoreError> {
    const ACCESS_DENIED: &str = "Windows error code 5";
    (error.to_string() == ACCESS_DENIED).then_some(KeyStoreError::Denied)
}
