//! The console's own files: why it cannot start with them, what keeps them from being written, and
//! which were set aside.

use crate::wire::Millis;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Why the console does not start; its window shows nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
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

/// How the console's own files are, while it runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OwnData {
    pub folder: String,
    /// What keeps them from being written.
    pub write_problem: Option<WriteProblem>,
    /// Damaged files that were set aside and not dismissed yet.
    pub set_aside: Vec<SetAsideFile>,
    /// Parts of the console that stopped by a mistake of its own within the last hour.
    pub stopped: Vec<StoppedPart>,
}

/// A part that was started again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StoppedPart {
    pub part: String,
    pub at: Millis,
}

/// What keeps the console from saving.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WriteProblem {
    /// What is wrong, in one line.
    pub title: String,
    /// What that means, and that nothing is lost.
    pub message: String,
    pub next_step: String,
    /// What the system said.
    pub raw: String,
}

/// A damaged file that an empty one took the place of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SetAsideFile {
    /// Which one; dismissed by this name.
    pub file: OwnFile,
    /// Where the damaged file is kept.
    pub path: String,
    /// What happened, in one line.
    pub title: String,
    pub message: String,
    pub next_step: String,
}

/// One of the two files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum OwnFile {
    /// `console.db`.
    Console,
    /// `vault.db`.
    Vault,
}
