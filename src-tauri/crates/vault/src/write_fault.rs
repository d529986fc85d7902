//! Which failures say that the file cannot be written.

use lpc_core::port::vault::VaultError;
use lpc_core::storage::{WriteFault, WriteFaultKind};
use rusqlite::ErrorCode;
use rusqlite::ffi::SQLITE_IOERR_SHMSIZE;
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
