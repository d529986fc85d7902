//! The desktop's clipboard.

use arboard::Clipboard;
use lpc_api::error::{ApiError, ErrorCode};
use lpc_core::secret::Secret;
use std::sync::{Mutex, PoisonError};

/// Opened when it is first needed, and kept open: on Linux a clipboard's content lives as long as
/// its owner.
#[derive(Default)]
pub struct KeptClipboard(Mutex<Option<Clipboard>>);

impl KeptClipboard {
    /// Reads it as text.
    pub fn read(&self) -> Result<Secret, ApiError> {
        self.with(Clipboard::get_text).map(Secret::new).map_err(|_| {
            ApiError::new(
                ErrorCode::Clipboard,
                "The clipboard holds no text. Copy the whole address, then press the button again.",
            )
        })
    }

    /// Puts text into it.
    pub fn write(&self, text: &str) -> Result<(), ApiError> {
        self.with(|clipboard| clipboard.set_text(text))
            .map_err(|error| {
                tracing::warn!(%error, "the clipboard cannot be written");
                ApiError::new(
                    ErrorCode::Clipboard,
                    "The clipboard cannot be used. Select the text and copy it by hand.",
                )
            })
    }

    fn with<T>(
        &self,
        action: impl FnOnce(&mut Clipboard) -> Result<T, arboard::Error>,
    ) -> Result<T, arboard::Error> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let clipboard = match kept.as_mut() {
            Some(clipboard) => clipboard,
            None => kept.insert(Clipboard::new()?),
        };
        action(clipboard)
    }
}
