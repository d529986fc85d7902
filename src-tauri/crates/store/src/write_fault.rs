//! Which failures of SQLite say that the file cannot be written.

use crate::failure::Failure;
use lpc_core::storage::{WriteFault, WriteFaultKind};
use rusqlite::ErrorCode;
use rusqlite::ffi::SQLITE_IOERR_SHMSIZE;

/// `None` for failures that say nothing about the disk.
pub(crate) fn of(failure: &Failure) -> Option<WriteFault> {
    match failure {
        Failure::Sqlite(error) => of_sqlite(error),
        _ => None,
    }
}

pub(crate) fn of_sqlite(error: &rusqlite::Error) -> Option<WriteFault> {
    let kind = match error.sqlite_error_code()? {
        ErrorCode::DiskFull => WriteFaultKind::DiskFull,
        ErrorCode::ReadOnly | ErrorCode::PermissionDenied => WriteFaultKind::ReadOnly,
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => WriteFaultKind::Damaged,
        // The index of the log cannot grow: on a full disk that comes before the log itself.
        ErrorCode::SystemIoFailure
            if error.sqlite_extended_error_code() == Some(SQLITE_IOERR_SHMSIZE) =>
        {
            WriteFaultKind::DiskFull
        }
        ErrorCode::SystemIoFailure | ErrorCode::CannotOpen => WriteFaultKind::Failed,
        _ => return None,
    };
    Some(WriteFault {
        kind,
        raw: error.to_string(),
    })
}
