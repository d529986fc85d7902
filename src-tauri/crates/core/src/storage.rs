//! The console's own two files, and why one cannot be written.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
/// One of the console's two files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum DataFile {
    /// `console.db`: everything that Salesforce or a person can tell again.
    Console,
    /// `vault.db`: the sign-ins.
    Vault,
}

impl DataFile {
    pub const ALL: [Self; 2] = [Self::Console, Self::Vault];

    /// The setting that holds which files set aside a person has read of; never changed after a
    /// release.
    pub(crate) fn dismissal_key(self) -> &'static str {
        match self {
            Self::Console => "set-aside-read-console",
            Self::Vault => "set-aside-read-vault",
        }
    }
}

/// A damaged file that was set aside when the console started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// Which file an empty one took the place of.
    pub file: DataFile,
    /// Where the damaged one is kept.
    pub path: String,
}

/// Why a file cannot be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriteFault {
    /// What kind of failure; decides the next step.
    pub kind: WriteFaultKind,
    /// The file, and what the operating system or the database said.
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
