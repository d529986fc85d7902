//! How the errors of the libraries become those of the port.

use lpc_core::port::vault::VaultError;
use std::error::Error;

/// Wraps what the disk or the database answered.
pub(crate) fn storage(error: impl Into<Box<dyn Error + Send + Sync>>) -> VaultError {
    VaultError::Storage(error.into())
}

/// A value that this crate never writes was found in a row.
pub(crate) fn damaged(column: &'static str) -> VaultError {
    storage(format!("the column {column} holds an impossible value"))
}
