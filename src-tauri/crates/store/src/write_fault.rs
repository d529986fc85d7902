//! Which failures of SQLite say that the file cannot be written.

use crate::failure::Failure;
use lpc_core::storage::WriteFault;

/// `None` for failures that say nothing about the disk.
pub(crate) fn of(failure: &Failure) -> Option<WriteFault> {
    match failure {
        Failure::Sqlite(error) => of_sqlite(error),
        _ => None,
    }
}

pub(crate) fn of_sqlite(error: &rusqlite::Error) -> Option<WriteFault> {
    WriteFault::of_sqlite(error.sqlite_extended_error_code()?, error.to_string())
}
