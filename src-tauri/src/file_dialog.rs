//! The system's file dialog, called from Rust alone: the window learns what a file holds only where
//! a handler tells it.

use lpc_api::error::{ApiError, ErrorCode};
use lpc_api::host::ChosenFile;
use lpc_entitlement::{EXTENSION, MAX_BYTES};
use std::io::Read as _;
use std::path::{Path, PathBuf};
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
        let read = tokio::task::spawn_blocking(move || read(&path));
        read.await
            .map_err(|error| unreadable(&error))?
            .map(Some)
            .map_err(|error| unreadable(&error))
    }
}

/// One byte more than an entitlement may have, so that a larger file is seen to be one.
fn read(path: &Path) -> std::io::Result<ChosenFile> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX);
    // Before it is opened: opening a pipe waits for somebody to write into it.
    if !std::fs::metadata(path)?.is_file() {
        return Err(std::io::Error::other("it is not a file"));
    }
    std::fs::File::open(path)?
        .take(limit + 1)
        .read_to_end(&mut bytes)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Ok(ChosenFile {
        name: name.into_owned(),
        text: String::from_utf8_lossy(&bytes).into_owned(),
    })
}

fn unreadable(error: &dyn std::fmt::Display) -> ApiError {
    ApiError::new(
        ErrorCode::InvalidInput,
        format!(
            "The file cannot be read: {error}. Check that it is still there and that you may read it."
        ),
    )
}
