//! The console's own files: why it cannot start with them, what keeps them from being written, and
//! which were set aside.

use crate::error::Answer;
use crate::host::{DesktopHost, Host, Shell};
use lpc_core::part::StoppedPart;
use lpc_core::storage::{DataFile, SetAsideFile, StartProblem, WriteProblem};
use serde::Serialize;
use ts_rs::TS;

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
    let mut faults = faults.iter();
    Ok(OwnData {
        write_problem: faults
            .next()
            .map(|(file, fault)| fault.explained(*file, &folder)),
        set_aside,
        stopped: host.engine().tasks.stopped(),
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
