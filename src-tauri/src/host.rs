//! The desktop as a host of the handlers.

use crate::composition::{DesktopConsole, RealSalesforce, RealStore, RealVault};
use crate::file_dialog::FileDialog;
use crate::flavour::FLAVOUR;
use arboard::Clipboard;
use lpc_api::error::{ApiError, ErrorCode};
use lpc_api::host::{ChosenFile, Flavour, Host};
use lpc_core::secret::Secret;
use std::sync::{Arc, Mutex, PoisonError};

/// The engines plus the browser and the clipboard of this desktop.
pub struct DesktopHost {
    console: Arc<DesktopConsole>,
    /// Kept open: on Linux a clipboard's content lives as long as its owner.
    clipboard: Mutex<Option<Clipboard>>,
    files: FileDialog,
}

impl DesktopHost {
    /// Around running engines.
    pub fn new(console: Arc<DesktopConsole>, files: FileDialog) -> Self {
        Self {
            console,
            clipboard: Mutex::new(None),
            files,
        }
    }

    fn with_clipboard<T>(
        &self,
        action: impl FnOnce(&mut Clipboard) -> Result<T, arboard::Error>,
    ) -> Result<T, arboard::Error> {
        let mut kept = self
            .clipboard
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let clipboard = match kept.as_mut() {
            Some(clipboard) => clipboard,
            None => kept.insert(Clipboard::new()?),
        };
        action(clipboard)
    }
}

impl Host for DesktopHost {
    type Vault = RealVault;
    type Store = RealStore;
    type Salesforce = RealSalesforce;

    fn console(&self) -> &Arc<DesktopConsole> {
        &self.console
    }

    fn flavour(&self) -> Flavour {
        FLAVOUR
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
        self.with_clipboard(Clipboard::get_text).map(Secret::new).map_err(|_| {
            ApiError::new(
                ErrorCode::Clipboard,
                "The clipboard holds no text. Copy the whole address, then press the button again.",
            )
        })
    }

    async fn choose_entitlement(&self) -> Result<Option<ChosenFile>, ApiError> {
        self.files.choose_entitlement().await
    }

    fn write_clipboard(&self, text: &str) -> Result<(), ApiError> {
        self.with_clipboard(|clipboard| clipboard.set_text(text))
            .map_err(|error| {
                tracing::warn!(%error, "the clipboard cannot be written");
                ApiError::new(
                    ErrorCode::Clipboard,
                    "The clipboard cannot be used. Select the text and copy it by hand.",
                )
            })
    }
}
