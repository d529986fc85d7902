//! The port to the operating system's key store.

use zeroize::Zeroizing;

/// Keeps small secrets by name, for one application.
///
/// The calls block, for as long as the implementation's time limit allows: they belong on a thread
/// of their own, never on an async worker.
pub trait KeyStore: Send + Sync + 'static {
    /// Reads a secret.
    ///
    /// # Errors
    /// [`KeyStoreError::NotFound`] only when the store was open and has no such entry: a store that
    /// cannot be looked into is `Locked`, `Denied` or `Unavailable`.
    fn get(&self, name: &str, unlock: Unlock) -> Result<Zeroizing<String>, KeyStoreError>;

    /// Writes a secret, over an older one if there is one. Never asks for a password: read with
    /// [`Unlock::Allowed`] first, so that a write is over within the time limit or does not happen.
    ///
    /// # Errors
    /// As [`KeyStore::get`], without `NotFound`.
    fn set(&self, name: &str, secret: &str) -> Result<(), KeyStoreError>;
}

/// Whether the operating system may ask the person to unlock the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unlock {
    /// It may show its prompt.
    Allowed,
    /// It may not: a locked store is answered with [`KeyStoreError::Locked`].
    Never,
}

/// How a key store did not do what it was asked. Carries no secret.
#[derive(Debug, thiserror::Error)]
pub enum KeyStoreError {
    /// There is no store, or it does not answer.
    #[error("no key store is available: {detail}")]
    Unavailable {
        /// What was seen, for the log.
        detail: String,
        /// What the operating system answered, if it did.
        #[source]
        source: Option<Box<dyn std::error::Error + Send + Sync>>,
    },
    /// The store is there and locked; the person has not unlocked it (yet).
    #[error("the key store is locked")]
    Locked,
    /// The store is open and has no such entry.
    #[error("the key store has no such entry")]
    NotFound,
    /// The person or a policy refused access.
    #[error("access to the key store was denied")]
    Denied,
}

impl KeyStoreError {
    /// An [`KeyStoreError::Unavailable`] that nothing below caused.
    pub fn unavailable(detail: impl Into<String>) -> Self {
        Self::Unavailable {
            detail: detail.into(),
            source: None,
        }
    }
}
