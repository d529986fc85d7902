//! What the key stores of all operating systems share.

use crate::key_store::KeyStoreError;
use std::sync::atomic::{AtomicBool, Ordering};

/// Says that a person is being asked, for as long as it lives.
pub struct Prompting<'a>(&'a AtomicBool);

impl<'a> Prompting<'a> {
    pub fn begin(flag: &'a AtomicBool) -> Self {
        flag.store(true, Ordering::SeqCst);
        Self(flag)
    }
}

impl Drop for Prompting<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::SeqCst);
    }
}

/// Translates an error of the libraries; `refusal` knows the operating system's own codes. What
/// carries the entry's bytes is not kept.
pub fn translate(
    error: keyring_core::Error,
    refusal: impl Fn(&(dyn std::error::Error + Send + Sync + 'static)) -> Option<KeyStoreError>,
) -> KeyStoreError {
    use keyring_core::Error;
    match error {
        Error::NoEntry => KeyStoreError::NotFound,
        Error::PlatformFailure(source) | Error::NoStorageAccess(source) => refusal(source.as_ref())
            .unwrap_or_else(|| KeyStoreError::Unavailable {
                detail: source.to_string(),
                source: Some(source),
            }),
        Error::BadEncoding(_) | Error::BadDataFormat(..) => {
            KeyStoreError::unavailable("the entry is not text")
        }
        Error::Ambiguous(_) => KeyStoreError::unavailable("several entries have the same name"),
        other => KeyStoreError::unavailable(other.to_string()),
    }
}
