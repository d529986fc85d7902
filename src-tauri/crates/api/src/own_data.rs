//! The console's own files: why it cannot start with them, what keeps them from being written, and
//! which were set aside.

use crate::error::Answer;
use crate::host::{DesktopHost, Host, Shell};
use crate::wire::Millis;
use lpc_core::engine::{self, SetAside};
use lpc_core::storage::{DataFile, WriteFault, WriteFaultKind};
use serde::Serialize;
use ts_rs::TS;

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

/// How the console's own files are, while it runs.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
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
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StoppedPart {
    pub part: &'static str,
    pub at: Millis,
}

/// What keeps the console from saving.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
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
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SetAsideFile {
    /// Which one; dismissed by this name.
    pub file: DataFile,
    /// Where the damaged file is kept.
    pub path: String,
    /// What happened, in one line.
    pub title: String,
    pub message: String,
    pub next_step: String,
}

/// Why the console has not started; `None` when it runs.
pub async fn start_problem(shell: &impl Shell) -> Answer<Option<StartProblem>> {
    Ok(shell.start_problem())
}

pub async fn try_start_again(shell: &impl Shell) -> Answer<Option<StartProblem>> {
    shell.start_again().await
}

/// Puts why it does not start into the clipboard.
pub async fn copy_start_problem(shell: &impl Shell) -> Answer<()> {
    shell.copy_start_problem()
}

pub async fn open_data_folder(shell: &impl Shell) -> Answer<()> {
    shell.open_data_folder()
}

/// Reads how the files are. Works as long as one of them can be read.
pub async fn own_data(host: &impl DesktopHost) -> Answer<OwnData> {
    let own_data = &host.engine().own_data;
    let folder = host.data_folder();
    let faults = own_data.write_faults();
    let set_aside = match own_data.set_aside().await {
        Ok(found) => found,
        // What keeps it from being written is worth more than no answer.
        Err(error) if faults.is_empty() => return Err(error.into()),
        Err(_) => Vec::new(),
    };
    let stopped = host.engine().tasks.stopped();
    let problem = |(file, fault): &(_, _)| write_problem(*file, fault, &folder);
    Ok(OwnData {
        write_problem: faults.first().map(problem),
        set_aside: set_aside.into_iter().map(set_aside_file).collect(),
        stopped: stopped.into_iter().map(stopped_part).collect(),
        folder,
    })
}

/// Tries to write to both files now.
pub async fn try_writing(host: &impl Host) -> Answer<()> {
    host.engine().own_data.try_writing().await;
    Ok(())
}

/// Hides what was said about a file that was set aside; the file stays.
pub async fn dismiss_set_aside(host: &impl Host, file: DataFile) -> Answer<()> {
    Ok(host.engine().own_data.dismiss_set_aside(file).await?)
}

/// The words for a fault, at the start and later.
pub fn next_step_of(kind: WriteFaultKind, folder: &str) -> String {
    match kind {
        WriteFaultKind::DiskFull => {
            format!("Free some space on the disk that holds {folder}, then press Try again.")
        }
        WriteFaultKind::ReadOnly => format!(
            "Allow your account to write in {folder}, with all files in it (properties of the folder, or the disk’s write protection), then press Try again."
        ),
        WriteFaultKind::Damaged => {
            "Close the console and open it again: a damaged file is set aside, kept, and made anew."
                .to_owned()
        }
        WriteFaultKind::Failed => format!(
            "Check the disk that holds {folder}, then press Try again. If it stays, send the text to support."
        ),
    }
}

/// What is wrong, in one line.
pub fn title_of(kind: WriteFaultKind) -> &'static str {
    match kind {
        WriteFaultKind::DiskFull => "The disk is full",
        WriteFaultKind::ReadOnly => "The data folder may not be written",
        WriteFaultKind::Damaged => "A data file of the console is damaged",
        WriteFaultKind::Failed => "The disk does not take the console’s data",
    }
}

fn write_problem(file: DataFile, fault: &WriteFault, folder: &str) -> WriteProblem {
    let message = match file {
        DataFile::Console => {
            "The console cannot save what it reads from Salesforce, nor a change of yours. What was saved before is untouched; the sessions read again what is missing once it can be saved."
        }
        DataFile::Vault => {
            "The console cannot save sign-ins. What was saved before is untouched; a sign-in that Salesforce has just renewed is kept in memory and saved as soon as that works, so leave the console open until then."
        }
    };
    WriteProblem {
        title: title_of(fault.kind).to_owned(),
        message: message.to_owned(),
        next_step: next_step_of(fault.kind, folder),
        raw: fault.raw.clone(),
    }
}

fn stopped_part(one: engine::StoppedPart) -> StoppedPart {
    StoppedPart {
        part: one.part.label(),
        at: one.at.into(),
    }
}

fn set_aside_file(found: SetAside) -> SetAsideFile {
    let (title, message, next_step) = match found.file {
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
    SetAsideFile {
        file: found.file,
        path: found.path,
        title: title.to_owned(),
        message: message.to_owned(),
        next_step: next_step.to_owned(),
    }
}
