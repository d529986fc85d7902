//! The system's file dialog, called from Rust alone: the window learns what a file holds only where
//! a handler tells it.

use lpc_api::error::{ApiError, ErrorCode};
use lpc_api::host::ChosenFile;
use lpc_entitlement::EXTENSION;
use std::path::PathBuf;
use tauri::{AppHandle, Manager as _, Runtime};
use tauri_plugin_dialog::{Dialog, DialogExt as _};
use tokio::sync::oneshot;

type Open = dyn Fn(oneshot::Sender<Option<PathBuf>>) + Send + Sync;

/// Opens dialogs over the console's window.
pub struct FileDialog {
    open: Box<Open>,
}

impl FileDialog {
    /// Over the windows of `app`. Without the dialog plugin every dialog is answered with no file:
    /// tests have no desktop.
    pub fn of<R: Runtime>(app: &AppHandle<R>) -> Self {
        let app = app.clone();
        Self {
            open: Box::new(move |answer| {
                if app.try_state::<Dialog<R>>().is_none() {
                    return;
                }
                let mut dialog = app
                    .dialog()
                    .file()
                    .set_title("Import entitlement")
                    .add_filter("Entitlement", &[EXTENSION])
                    .add_filter("All files", &["*"]);
                if let Some(window) = app.get_webview_window(crate::window::LABEL) {
                    dialog = dialog.set_parent(&window);
                }
                dialog.pick_file(move |chosen| {
                    let path = chosen.and_then(|chosen| chosen.into_path().ok());
                    answer.send(path).ok();
                });
            }),
        }
    }

    /// Lets the person choose an entitlement and reads it.
    pub async fn choose_entitlement(&self) -> Result<Option<ChosenFile>, ApiError> {
        let (sender, answer) = oneshot::channel();
        (self.open)(sender);
        // A dialog that goes away without an answer chose nothing.
        let Ok(Some(path)) = answer.await else {
            return Ok(None);
        };
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let name = name.into_owned();
        let read = tokio::task::spawn_blocking(move || lpc_entitlement::read(&path));
        let text = read.await.map_err(|error| unreadable(&error))?;
        let text = text.map_err(|error| unreadable(&error))?;
        Ok(Some(ChosenFile { name, text }))
    }
}

fn unreadable(error: &dyn std::fmt::Display) -> ApiError {
    ApiError::new(
        ErrorCode::InvalidInput,
        format!(
            "The file cannot be read: {error}. Check that it is still there and that you may read it."
        ),
    )
}
