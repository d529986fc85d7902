//! The console's own two files: why one cannot be read or written, and what people read of it.

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

/// Why a file cannot be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriteFault {
    /// What kind of failure; decides the next step.
    pub kind: WriteFaultKind,
    /// The file, and what the operating system or the database said.
    pub raw: String,
}

/// What keeps the console from saving, for people.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WriteProblem {
    pub title: &'static str,
    /// What it means, and that nothing is lost.
    pub message: &'static str,
    pub next_step: String,
    pub raw: String,
}

impl WriteFault {
    /// For people, about one of the files in `folder`.
    pub fn explained(&self, file: DataFile, folder: &str) -> WriteProblem {
        WriteProblem {
            title: self.kind.title(),
            message: match file {
                DataFile::Console => {
                    "The console cannot save what it reads from Salesforce, nor a change of yours. What was saved before is untouched; the sessions read again what is missing once it can be saved."
                }
                DataFile::Vault => {
                    "The console cannot save sign-ins. What was saved before is untouched; a sign-in that Salesforce has just renewed is kept in memory and saved as soon as that works, so leave the console open until then."
                }
            },
            next_step: self.kind.next_step(folder),
            raw: self.raw.clone(),
        }
    }
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

impl WriteFaultKind {
    pub fn title(self) -> &'static str {
        match self {
            Self::DiskFull => "The disk is full",
            Self::ReadOnly => "The data folder may not be written",
            Self::Damaged => "A data file of the console is damaged",
            Self::Failed => "The disk does not take the console’s data",
        }
    }

    /// What to do about it in `folder`, at the start and later.
    pub fn next_step(self, folder: &str) -> String {
        match self {
            Self::DiskFull => {
                format!("Free some space on the disk that holds {folder}, then press Try again.")
            }
            Self::ReadOnly => format!(
                "Allow your account to write in {folder}, with all files in it (properties of the folder, or the disk’s write protection), then press Try again."
            ),
            Self::Damaged => {
                "Close the console and open it again: a damaged file is set aside, kept, and made anew."
                    .to_owned()
            }
            Self::Failed => format!(
                "Check the disk that holds {folder}, then press Try again. If it stays, send the text to support."
            ),
        }
    }
}

/// A damaged file that an empty one took the place of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SetAsideFile {
    pub file: DataFile,
    /// Where the damaged one is kept.
    pub path: String,
    pub title: &'static str,
    pub message: &'static str,
    pub next_step: &'static str,
}

impl SetAsideFile {
    /// A file that is kept at `path`, with what people read of it.
    pub fn at(path: String, file: DataFile) -> Self {
        let (title, message, next_step) = match file {
            DataFile::Console => (
                "The console’s data was damaged and is built anew",
                "The organizations are made again from the saved sign-ins, and their users read again from Salesforce. Names, ids and settings that were entered here, and the activity up to now, stand only in the damaged file.",
                "Check the names of your organizations and your settings. Support can read the damaged file, which is kept:",
            ),
            DataFile::Vault => (
                "The saved sign-ins were damaged",
                "The sign-ins of the service accounts cannot be read any more. Nothing else is lost by this.",
                "Connect the service account of each organization again, under Salesforce Connectivity. The damaged file is kept:",
            ),
        };
        Self {
            file,
            path,
            title,
            message,
            next_step,
        }
    }
}

/// Why the console does not start; its window shows nothing else.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StartProblem {
    /// What is wrong, in one line.
    pub title: String,
    /// What that means, and that nothing is lost.
    pub message: String,
    pub next_step: String,
    /// The file or folder it is about.
    pub path: String,
    /// The cause in the words of the system, for support.
    pub detail: String,
}

impl StartProblem {
    /// Everything, for the clipboard.
    pub fn as_text(&self, version: &str) -> String {
        let Self {
            title,
            message,
            next_step,
            path,
            detail,
        } = self;
        format!("LPC Admin Console {version}: {title}\n{message}\n{next_step}\n{path}\n{detail}\n")
    }
}
