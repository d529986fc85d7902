//! Whether a database can be written, as its last writes tell.

use lpc_core::storage::{WriteFault, WriteFaultKind};
use rusqlite::ffi;
use std::error::Error;
use std::io;
use std::sync::{Mutex, PoisonError};

/// How the last write went. Only a write that reached the disk ends a fault: a transaction that
/// changes nothing succeeds on a full disk, too.
#[derive(Debug)]
pub(crate) struct Health {
    file: &'static str,
    fault: Mutex<Option<WriteFault>>,
}

impl Health {
    pub(crate) fn new(file: &'static str) -> Self {
        Self {
            file,
            fault: Mutex::default(),
        }
    }

    pub(crate) fn wrote(&self) {
        self.set(None);
    }

    /// Notes a failure, unless it says nothing about the disk.
    pub(crate) fn failed(&self, error: &(dyn Error + 'static)) {
        if let Some(WriteFault { kind, raw }) = write_fault(error) {
            let raw = format!("{}: {raw}", self.file);
            self.set(Some(WriteFault { kind, raw }));
        }
    }

    pub(crate) fn fault(&self) -> Option<WriteFault> {
        let fault = self.fault.lock().unwrap_or_else(PoisonError::into_inner);
        fault.clone()
    }

    fn set(&self, fault: Option<WriteFault>) {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = fault;
    }
}

/// What keeps a file from being written, where that is the reason of an error or of one below it.
pub fn write_fault(error: &(dyn Error + 'static)) -> Option<WriteFault> {
    std::iter::successors(Some(error), |&error| error.source()).find_map(|error| {
        let kind = match error.downcast_ref::<io::Error>() {
            Some(error) => kind_of_io(error.kind()),
            None => kind_of_sqlite(error.downcast_ref()?)?,
        };
        let raw = error.to_string();
        Some(WriteFault { kind, raw })
    })
}

fn kind_of_io(kind: io::ErrorKind) -> WriteFaultKind {
    match kind {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => WriteFaultKind::DiskFull,
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => {
            WriteFaultKind::ReadOnly
        }
        _ => WriteFaultKind::Failed,
    }
}

/// By the result codes that tell of the file or the disk (sqlite.org/rescode.html).
fn kind_of_sqlite(error: &rusqlite::Error) -> Option<WriteFaultKind> {
    let extended = error.sqlite_extended_error_code()?;
    Some(match extended & 0xff {
        ffi::SQLITE_FULL => WriteFaultKind::DiskFull,
        ffi::SQLITE_READONLY | ffi::SQLITE_PERM => WriteFaultKind::ReadOnly,
        ffi::SQLITE_CORRUPT | ffi::SQLITE_NOTADB => WriteFaultKind::Damaged,
        // The index of the log cannot grow: on a full disk that comes before the log itself.
        _ if extended == ffi::SQLITE_IOERR_SHMSIZE => WriteFaultKind::DiskFull,
        ffi::SQLITE_IOERR | ffi::SQLITE_CANTOPEN => WriteFaultKind::Failed,
        _ => return None,
    })
}
