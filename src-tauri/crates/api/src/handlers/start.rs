//! What works while the console has not started.

use crate::error::ApiError;
use crate::host::Shell;
use crate::own_data::StartProblem;

/// Why the console has not started; `None` when it runs.
pub async fn start_problem<S: Shell>(shell: &S) -> Result<Option<StartProblem>, ApiError> {
    Ok(shell.start_problem())
}

/// Tries to start again.
pub async fn try_start_again<S: Shell>(shell: &S) -> Result<Option<StartProblem>, ApiError> {
    shell.start_again().await
}

/// Puts why the console does not start into the clipboard.
pub async fn copy_start_problem<S: Shell>(shell: &S) -> Result<(), ApiError> {
    shell.copy_start_problem()
}

/// Shows the data folder.
pub async fn open_data_folder<S: Shell>(shell: &S) -> Result<(), ApiError> {
    shell.open_data_folder()
}
