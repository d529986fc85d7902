//! The desktop as a host of the handlers.

use crate::clipboard::KeptClipboard;
use crate::composition::{DesktopConsole, RealSalesforce, RealStore, RealVault};
use crate::file_dialog::FileDialog;
use crate::flavor::FLAVOR;
use lpc_api::error::{ApiError, ErrorCode};
use lpc_api::host::{self, ChosenFile, Flavor, Host};
use lpc_core::actor::Actor;
use lpc_core::secret::Secret;
use std::path::PathBuf;
use std::sync::Arc;

/// The engines plus the browser and the clipboard of this desktop.
pub struct DesktopHost {
    console: Arc<DesktopConsole>,
    folder: PathBuf,
    logs: PathBuf,
    clipboard: KeptClipboard,
    files: FileDialog,
    zoom: Box<dyn Fn(u32) + Send + Sync>,
}

impl DesktopHost {
    /// Around running engines whose files are in `folder` and whose log is in `logs`.
    pub fn new(
        console: Arc<DesktopConsole>,
        folder: PathBuf,
        logs: PathBuf,
        files: FileDialog,
        zoom: impl Fn(u32) + Send + Sync + 'static,
    ) -> Self {
        Self {
            console,
            folder,
            logs,
            clipboard: KeptClipboard::default(),
            files,
            zoom: Box::new(zoom),
        }
    }
}

/// Who sits at this computer.
pub(crate) fn person() -> Actor {
    Actor::Person(lpc_platform::person())
}

impl Host for DesktopHost {
    type Vault = RealVault;
    type Store = RealStore;
    type Salesforce = RealSalesforce;

    fn engine(&self) -> &Arc<DesktopConsole> {
        &self.console
    }

    fn actor(&self) -> Actor {
        person()
    }

    fn flavor(&self) -> Flavor {
        FLAVOR
    }
}

impl host::DesktopHost for DesktopHost {
    fn data_folder(&self) -> String {
        self.folder.display().to_string()
    }

    fn log_folder(&self) -> String {
        self.logs.display().to_string()
    }

    fn open_in_browser(&self, link: &Secret) -> Result<(), ApiError> {
        // The opener's error repeats the address, so its text goes nowhere.
        tauri_plugin_opener::open_url(link.expose(), None::<&str>).map_err(|_| {
            ApiError::new(
                ErrorCode::Browser,
                "The browser could not be opened. Use Copy link and open it in a browser yourself.",
            )
        })
    }

    fn read_clipboard(&self) -> Result<Secret, ApiError> {
        self.clipboard.read()
    }

    async fn choose_entitlement(&self) -> Result<Option<ChosenFile>, ApiError> {
        self.files.choose_entitlement().await
    }

    fn write_clipboard(&self, text: &str) -> Result<(), ApiError> {
        self.clipboard.write(text)
    }

    fn zoom(&self, percent: u32) {
        (self.zoom)(percent);
    }
}
