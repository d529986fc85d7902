//! The desktop's clipboard.

use arboard::Clipboard;
use lpc_api::error::{ApiError, ErrorCode};
use lpc_core::secret::Secret;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

const TRIES: u32 = 5;
const PAUSE: Duration = Duration::from_millis(100);

/// Opened when it is first needed, and kept open: on Linux a clipboard's content lives as long as
/// its owner.
#[derive(Default)]
pub struct KeptClipboard(Mutex<Option<Clipboard>>);

impl KeptClipboard {
    /// Reads it as text.
    pub fn read(&self) -> Result<Secret, ApiError> {
        self.with(|clipboard| patiently(|| clipboard.get_text()))
            .map(Secret::new)
            .map_err(|error| {
                tracing::warn!(%error, "the clipboard cannot be read");
                ApiError::new(ErrorCode::Clipboard, unread(&error))
            })
    }

    /// Puts text into it.
    pub fn write(&self, text: &str) -> Result<(), ApiError> {
        self.with(|clipboard| patiently(|| clipboard.set_text(text)))
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

/// Tries again for half a second while another program holds the clipboard, as a remote desktop does.
fn patiently<T>(
    mut action: impl FnMut() -> Result<T, arboard::Error>,
) -> Result<T, arboard::Error> {
    for _ in 0..TRIES {
        match action() {
            Err(arboard::Error::ClipboardOccupied) => std::thread::sleep(PAUSE),
            outcome => return outcome,
        }
    }
    action()
}

fn unread(error: &arboard::Error) -> &'static str {
    match error {
        arboard::Error::ContentNotAvailable => {
            "The clipboard holds no text. Copy the whole address, then press the button again."
        }
        arboard::Error::ClipboardOccupied => {
            "Another program holds the clipboard. Close what shares it, such as a remote desktop, or press the button again."
        }
        _ => "The clipboard cannot be read. Press the button again.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clipboard_that_is_held_for_a_moment_is_waited_for_and_one_that_stays_held_is_told() {
        let mut tries = 0;
        let read = patiently(|| {
            tries += 1;
            if tries < 3 {
                Err(arboard::Error::ClipboardOccupied)
            } else {
                Ok("text")
            }
        });
        assert!(matches!(read, Ok("text")));
        let held = patiently(|| Err::<(), _>(arboard::Error::ClipboardOccupied));
        let told = unread(&held.expect_err("it stays held"));
        assert!(told.contains("Another program"), "{told}");
        let empty = unread(&arboard::Error::ContentNotAvailable);
        assert!(empty.contains("holds no text"), "{empty}");
    }
}
