//! The login keychain.

use super::shared::{Prompting, translate};
use crate::key_store::{KeyStoreError, Unlock};
use apple_native_keyring_store::keychain::Store;
use keyring_core::Entry;
use keyring_core::api::CredentialStoreApi;
use security_framework::base::Error as SecurityError;
use security_framework::os::macos::keychain::SecKeychain;
use std::error::Error;
use std::sync::Arc;

pub(super) struct Backend {
    store: Arc<Store>,
}

impl Backend {
    pub(super) fn connect() -> Result<Self, KeyStoreError> {
        Ok(Self {
            store: Store::new().map_err(|error| translate(error, refusal))?,
        })
    }

    pub(super) fn get<'a>(
        &self,
        service: &str,
        name: &str,
        unlock: Unlock,
        ask: impl Fn() -> Prompting<'a>,
    ) -> Result<Vec<u8>, KeyStoreError> {
        let entry = self.entry(service, name)?;
        // The keychain asks by itself, for its password or for the right of this application.
        let _prompting = (unlock == Unlock::Allowed).then(ask);
        let _silent = (unlock == Unlock::Never).then(silent).transpose()?;
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
        let _silent = silent()?;
        entry
            .set_secret(secret)
            .map_err(|error| translate(error, refusal))
    }

    fn entry(&self, service: &str, name: &str) -> Result<Entry, KeyStoreError> {
        self.store
            .build(service, name, None)
            .map_err(|error| translate(error, refusal))
    }
}

/// Keeps the keychain from asking until the answer is dropped. The switch is one per process;
/// nothing else in the console talks to the keychain.
fn silent() -> Result<impl Drop, KeyStoreError> {
    SecKeychain::disable_user_interaction().map_err(|error| KeyStoreError::Unavailable {
        detail: error.to_string(),
        source: Some(Box::new(error)),
    })
}

/// Codes of `SecBase.h`.
fn refusal(error: &(dyn Error + Send + Sync + 'static)) -> Option<KeyStoreError> {
    const INTERACTION_NOT_ALLOWED: i32 = -25308;
    const INTERACTION_REQUIRED: i32 = -25315;
    const AUTHORIZATION_FAILED: i32 = -25293;
    const USER_CANCELED: i32 = -128;
    const WRITE_PERMISSION: i32 = -61;
    match error.downcast_ref::<SecurityError>()?.code() {
        INTERACTION_NOT_ALLOWED | INTERACTION_REQUIRED => Some(KeyStoreError::Locked),
        AUTHORIZATION_FAILED | USER_CANCELED | WRITE_PERMISSION => Some(KeyStoreError::Denied),
        _ => None,
    }
}
