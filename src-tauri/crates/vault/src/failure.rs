//! How a job on the database fails.

use lpc_core::port::vault::VaultError;
use std::error::Error;

#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("{0}")]
    Sqlite(#[from] rusqlite::Error),
    #[error(transparent)]
    Database(#[from] lpc_sqlite::Error),
    #[error(transparent)]
    Vault(#[from] VaultError),
}

impl From<Failure> for VaultError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Vault(error) => error,
            other => storage(other),
        }
    }
}

/// Wraps what the disk or a library answered.
pub(crate) fn storage(error: impl Into<Box<dyn Error + Send + Sync>>) -> VaultError {
    VaultError::Storage(error.into())
}
