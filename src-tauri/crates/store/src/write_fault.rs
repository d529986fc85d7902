//! Which failures of SQLite say that the file cannot be written.

use crate::failure::Failure;
use lpc_core::storage::{WriteFault, WriteFaultKind};
use rusqlite::ErrorCode;

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
        ErrorCode::SystemIoFailure | ErrorCode::CannotOpen => WriteFaultKind::Failed,
        _ => return None,
    };
    Some(WriteFault {
        kind,
        raw: error.to_string(),
    })
}
