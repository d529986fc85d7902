use lpc_platform::{KeyStore, KeyStoreError, Unlock};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use zeroize::Zeroizing;

/// Keeps the data key as long as the process lives, so that development asks no real key store.
#[derive(Default)]
pub struct MemoryKeyStore(Mutex<HashMap<String, String>>);

impl KeyStore for MemoryKeyStore {
    fn get(&self, name: &str, _: Unlock) -> Result<Zeroizing<String>, KeyStoreError> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let secret = kept.get(name).cloned();
        secret.map(Zeroizing::new).ok_or(KeyStoreError::NotFound)
    }

    fn set(&self, name: &str, secret: &str) -> Result<(), KeyStoreError> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(name.to_owned(), secret.to_owned());
        Ok(())
    }
}
