//! Whether the console can write its own two files, as its last writes tell.

use std::io;
use std::sync::{Mutex, PoisonError};

/// One of the console's two files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DataFile {
    /// `console.db`: everything that Salesforce or a person can tell again.
    Console,
    /// `vault.db`: the sign-ins.
    Vault,
}

impl DataFile {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Console, Self::Vault];

    /// Its name in the data folder.
    pub fn name(self) -> &'static str {
        match self {
            Self::Console => "console.db",
            Self::Vault => "vault.db",
        }
    }
}

/// Why a file cannot be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriteFault {
    /// What kind of failure; decides the next step.
    pub kind: WriteFaultKind,
    /// What the operating system or the database said.
    pub raw: String,
}

/// What kind of failure a write met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WriteFaultKind {
    /// No space, or no quota, is left.
    DiskFull,
    /// The file, the folder or the disk may only be read.
    ReadOnly,
    /// The file is damaged.
    Damaged,
    /// The disk failed in another way.
    Failed,
}

impl WriteFault {
    /// A failure of the operating system.
    pub fn of_io(error: &io::Error) -> Self {
        let kind = match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => WriteFaultKind::DiskFull,
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => {
                WriteFaultKind::ReadOnly
            }
            _ => WriteFaultKind::Failed,
        };
        Self {
            kind,
            raw: error.to_string(),
        }
    }

    /// A failure of SQLite by its extended result code; `None` for one that says nothing about the
    /// disk.
    pub fn of_sqlite(extended_code: i32, raw: String) -> Option<Self> {
        let kind = match extended_code & 0xff {
            sqlite_code::FULL => WriteFaultKind::DiskFull,
            sqlite_code::READONLY | sqlite_code::PERM => WriteFaultKind::ReadOnly,
            sqlite_code::CORRUPT | sqlite_code::NOTADB => WriteFaultKind::Damaged,
            // The index of the log cannot grow: on a full disk that comes before the log itself.
            _ if extended_code == sqlite_code::IOERR_SHMSIZE => WriteFaultKind::DiskFull,
            sqlite_code::IOERR | sqlite_code::CANTOPEN => WriteFaultKind::Failed,
            _ => return None,
        };
        Some(Self { kind, raw })
    }
}

/// SQLite's result codes that tell of the file or the disk (sqlite.org/rescode.html); both databases
/// read them alike.
mod sqlite_code {
    pub(super) const PERM: i32 = 3;
    pub(super) const READONLY: i32 = 8;
    pub(super) const IOERR: i32 = 10;
    pub(super) const CORRUPT: i32 = 11;
    pub(super) const FULL: i32 = 13;
    pub(super) const CANTOPEN: i32 = 14;
    pub(super) const NOTADB: i32 = 26;
    pub(super) const IOERR_SHMSIZE: i32 = IOERR | (19 << 8);
}

/// How the last write of a file went. Only a write that reached the disk ends a fault: a
/// transaction that changes nothing succeeds on a full disk, too.
#[derive(Debug, Default)]
pub struct WriteHealth {
    fault: Mutex<Option<WriteFault>>,
}

impl WriteHealth {
    /// A write failed.
    pub fn failed(&self, fault: WriteFault) {
        self.set(Some(fault));
    }

    /// Something was written.
    pub fn wrote(&self) {
        self.set(None);
    }

    /// What keeps the file from being written, as far as is known.
    pub fn fault(&self) -> Option<WriteFault> {
        let fault = self.fault.lock().unwrap_or_else(PoisonError::into_inner);
        fault.clone()
    }

    fn set(&self, fault: Option<WriteFault>) {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = fault;
    }
}
