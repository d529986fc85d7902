//! The console's own files.

use crate::error::ApiError;
use crate::host::{DesktopHost, Host};
use crate::own_data::{OwnData, OwnFile, SetAsideFile, StoppedPart, WriteProblem};
use lpc_core::engine::SetAside;
use lpc_core::storage::{DataFile, WriteFault, WriteFaultKind};

/// Reads how the files are. Works as long as one of them can be read.
pub async fn own_data<H: DesktopHost>(host: &H) -> Result<OwnData, ApiError> {
    let console = host.engine();
    let folder = host.data_folder();
    let faults = console.own_data.write_faults();
    let set_aside = match console.own_data.set_aside().await {
        Ok(found) => found,
        // What keeps it from being written is worth more than no answer.
        Err(error) if faults.is_empty() => return Err(error.into()),
        Err(_) => Vec::new(),
    };
    Ok(OwnData {
        write_problem: faults
            .first()
            .map(|(file, fault)| write_problem(*file, fault, &folder)),
        set_aside: set_aside.into_iter().map(set_aside_file).collect(),
        stopped: console.tasks.stopped().into_iter().map(stopped).collect(),
        folder,
    })
}

fn stopped(one: lpc_core::engine::StoppedPart) -> StoppedPart {
    StoppedPart {
        part: one.part.label().to_owned(),
        at: one.at.into(),
    }
}

/// Tries to write to both files now.
pub async fn try_writing<H: Host>(host: &H) -> Result<(), ApiError> {
    host.engine().own_data.try_writing().await;
    Ok(())
}

/// Hides what was said about a file that was set aside; the file stays.
pub async fn dismiss_set_aside<H: Host>(host: &H, file: OwnFile) -> Result<(), ApiError> {
    let file = match file {
        OwnFile::Console => DataFile::Console,
        OwnFile::Vault => DataFile::Vault,
    };
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

fn set_aside_file(found: SetAside) -> SetAsideFile {
    let (file, title, message, next_step) = match found.file {
        DataFile::Console => (
            OwnFile::Console,
            "The console’s data was damaged and is built anew",
            "The organizations are made again from the saved sign-ins, and their users read again from Salesforce. Names, ids and settings that were entered here, and the activity up to now, stand only in the damaged file.",
            "Check the names of your organizations and your settings. Support can read the damaged file, which is kept:",
        ),
        DataFile::Vault => (
            OwnFile::Vault,
            "The saved sign-ins were damaged",
            "The sign-ins of the service accounts cannot be read any more. Nothing else is lost by this.",
            "Connect the service account of each organization again, under Salesforce Connectivity. The damaged file is kept:",
        ),
    };
    SetAsideFile {
        file,
        path: found.path,
        title: title.to_owned(),
        message: message.to_owned(),
        next_step: next_step.to_owned(),
    }
}
