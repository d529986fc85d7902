//! The data key: 32 random bytes that seal everything secret.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lpc_core::port::vault::VaultError;
use sha2::{Digest, Sha256};
use std::fmt;
use zeroize::Zeroizing;

const LENGTH: usize = 32;
const PREFIX: &str = "v1:";

/// Zeroed on drop; never shown.
pub(crate) struct DataKey(Zeroizing<[u8; LENGTH]>);

/// Tells keys apart without saying anything about them: a hash of 256 random bits.
pub(crate) type Fingerprint = [u8; 32];

impl DataKey {
    /// A new key from the operating system's random source.
    pub(crate) fn generate() -> Result<Self, VaultError> {
        let mut bytes = Zeroizing::new([0; LENGTH]);
        getrandom::fill(bytes.as_mut()).map_err(|error| VaultError::Storage(Box::new(error)))?;
        Ok(Self(bytes))
    }

    /// Reads `v1:<base64>`; `None` for anything else.
    pub(crate) fn from_entry(entry: &str) -> Option<Self> {
        let decoded = Zeroizing::new(STANDARD.decode(entry.strip_prefix(PREFIX)?).ok()?);
        let bytes: [u8; LENGTH] = decoded.as_slice().try_into().ok()?;
        Some(Self(Zeroizing::new(bytes)))
    }

    /// What the key store keeps: text, as some stores take nothing else.
    pub(crate) fn to_entry(&self) -> Zeroizing<String> {
        let encoded = Zeroizing::new(STANDARD.encode(self.0.as_slice()));
        Zeroizing::new(format!("{PREFIX}{}", encoded.as_str()))
    }

    /// Which key this is.
    pub(crate) fn fingerprint(&self) -> Fingerprint {
        let mut hash = Sha256::new();
        hash.update(b"lpc-admin-console data key fingerprint v1");
        hash.update(self.0.as_slice());
        hash.finalize().into()
    }

    /// The bytes, for the cipher alone.
    pub(crate) fn bytes(&self) -> &[u8; LENGTH] {
        &self.0
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("<redacted>")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_survives_the_key_store_and_is_never_shown() {
        let key = DataKey::generate().expect("random bytes");
        let entry = key.to_entry();
        assert_eq!(entry.len(), 47, "fits every store: {}", entry.len());
        let read = DataKey::from_entry(&entry).expect("own format");
        assert_eq!(read.fingerprint(), key.fingerprint());
        assert_eq!(format!("{key:?}"), "<redacted>");
    }

    #[test]
    fn two_keys_are_different() {
        let fingerprint = || DataKey::generate().expect("random bytes").fingerprint();
        assert_ne!(fingerprint(), fingerprint());
    }

    #[test]
    fn anything_but_thirty_two_bytes_of_version_one_is_not_a_key() {
        let entry = DataKey::generate().expect("random bytes").to_entry();
        let other_version = entry.replacen("v1:", "v2:", 1);
        for text in [
            "",
            "v1:",
            "v1:AAAA",
            "v1:not base64",
            &other_version,
            &entry[3..],
        ] {
            assert!(
                DataKey::from_entry(text).is_none(),
                "{} characters",
                text.len()
            );
        }
    }
}
