//! Which failures say that the file cannot be written.

use lpc_core::port::vault::VaultError;
use lpc_core::storage::WriteFault;
use std::error::Error;
use std::io;

/// `None` for failures that say nothing about the disk.
pub(crate) fn of(error: &VaultError) -> Option<WriteFault> {
    match error {
        VaultError::Storage(source) => of_source(source.as_ref()),
        _ => None,
    }
}

pub(crate) fn of_source(source: &(dyn Error + Send + Sync + 'static)) -> Option<WriteFault> {
    if let Some(error) = source.downcast_ref::<io::Error>() {
        return Some(WriteFault::of_io(error));
    }
    let error = source.downcast_ref::<rusqlite::Error>()?;
    WriteFault::of_sqlite(error.sqlite_extended_error_code()?, error.to_string())
}
