//! The commands that work while the console has not started, and those about its own files. See
//! `commands`.

use crate::host::DesktopHost;
use crate::startup::Startup;
use lpc_api::error::{ApiError, ErrorCode};
use lpc_api::handlers;
use lpc_api::own_data::{OwnData, OwnFile, StartProblem};
use std::sync::Arc;
use tauri::State;

type Start<'a> = State<'a, Arc<Startup>>;
type Shell<'a> = State<'a, Arc<DesktopHost>>;
type Answer<T> = Result<T, ApiError>;

/// Why the console has not started; `None` when it runs.
#[tauri::command]
pub fn start_problem(startup: Start<'_>) -> Option<StartProblem> {
    startup.problem()
}

/// Tries to start again.
#[tauri::command]
pub async fn try_start_again(startup: Start<'_>) -> Answer<Option<StartProblem>> {
    let startup = Arc::clone(&startup);
    // It reads and checks files.
    tauri::async_runtime::spawn_blocking(move || startup.begin())
        .await
        .map_err(|error| ApiError::new(ErrorCode::Internal, error.to_string()))
}

/// Puts why the console does not start into the clipboard.
#[tauri::command]
pub fn copy_start_problem(startup: Start<'_>) -> Answer<()> {
    startup.copy()
}

/// Shows the data folder.
#[tauri::command]
pub fn open_data_folder(startup: Start<'_>) -> Answer<()> {
    startup.open_folder()
}

/// See [`handlers::own_data::own_data`].
#[tauri::command]
pub async fn own_data(host: Shell<'_>) -> Answer<OwnData> {
    handlers::own_data::own_data(&**host).await
}

/// See [`handlers::own_data::try_writing`].
#[tauri::command]
pub async fn try_writing(host: Shell<'_>) -> Answer<()> {
    handlers::own_data::try_writing(&**host).await
}

/// See [`handlers::own_data::dismiss_set_aside`].
#[tauri::command]
pub async fn dismiss_set_aside(host: Shell<'_>, file: OwnFile) -> Answer<()> {
    handlers::own_data::dismiss_set_aside(&**host, file).await
}
