//! Sealing: XChaCha20-Poly1305, bound to the place where the secret lies.

use crate::data_key::DataKey;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use lpc_core::environment::Environment;
use lpc_core::organization::OrganizationId;
use lpc_core::port::vault::VaultError;
use lpc_core::secret::Secret;
use zeroize::Zeroizing;

const NONCE_LENGTH: usize = 24;
const FORMAT: u8 = 1;
const PRODUCT: &[u8] = b"lpc-admin-console";

/// What is sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The refresh token of a connection.
    RefreshToken,
    /// The PKCE verifier of a waiting login.
    Verifier,
    /// Stands for the next token while a refresh is under way.
    IntentDummy,
}

/// Where a sealed secret lies. A blob opens only in the place it was sealed for, so rows cannot be
/// swapped, an older generation cannot be put back, and the address that the secret is sent to
/// cannot be changed beside it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) kind: Kind,
    pub(crate) organization: OrganizationId,
    pub(crate) environment: Environment,
    /// The only client that may use it.
    pub(crate) client_id: &'a str,
    /// The only origin it may be sent to.
    pub(crate) login_origin: &'a str,
    /// The row: a generation, or the hash of a state.
    pub(crate) row: Row<'a>,
}

/// What tells apart the rows of one organization and environment.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Row<'a> {
    Generation(u64),
    StateHash(&'a [u8]),
}

impl Place<'_> {
    /// Every field with its length before it, so that no two places read the same.
    fn bytes(&self) -> Vec<u8> {
        let generation;
        let row: &[u8] = match self.row {
            Row::Generation(number) => {
                generation = number.to_be_bytes();
                &generation
            }
            Row::StateHash(hash) => hash,
        };
        let fields = [
            PRODUCT,
            &[FORMAT],
            self.kind.name().as_bytes(),
            self.organization.0.as_bytes(),
            self.environment.slug().as_bytes(),
            self.client_id.as_bytes(),
            self.login_origin.as_bytes(),
            row,
        ];
        let mut bytes = Vec::new();
        for field in fields {
            bytes.extend_from_slice(&(field.len() as u64).to_be_bytes());
            bytes.extend_from_slice(field);
        }
        bytes
    }
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::RefreshToken => "refresh_token",
            Self::Verifier => "verifier",
            Self::IntentDummy => "intent_dummy",
        }
    }
}

/// Seals for a place: format, nonce, ciphertext and tag in one blob.
pub(crate) fn seal(key: &DataKey, place: &Place<'_>, secret: &str) -> Result<Vec<u8>, VaultError> {
    // 24 random bytes never repeat in practice, so no counter has to survive a crash.
    let mut nonce = [0; NONCE_LENGTH];
    getrandom::fill(&mut nonce).map_err(|error| VaultError::Storage(Box::new(error)))?;
    let payload = Payload {
        msg: secret.as_bytes(),
        aad: &place.bytes(),
    };
    let ciphertext = cipher(key)
        .encrypt(&XNonce::from(nonce), payload)
        .map_err(|_| VaultError::Storage("the secret is too long to be sealed".into()))?;
    let mut blob = Vec::with_capacity(1 + NONCE_LENGTH + ciphertext.len());
    blob.push(FORMAT);
    blob.extend_from_slice(&nonce);
    blob.extend_from_slice(&ciphertext);
    Ok(blob)
}

/// Opens a blob in its place.
///
/// # Errors
/// [`VaultError::KeyLost`] when the key, the place or the blob is another than at sealing; which of
/// them cannot be told.
pub(crate) fn open(key: &DataKey, place: &Place<'_>, blob: &[u8]) -> Result<Secret, VaultError> {
    let sealed = blob.strip_prefix(&[FORMAT]).ok_or(VaultError::KeyLost)?;
    let (nonce, ciphertext) = sealed
        .split_first_chunk::<NONCE_LENGTH>()
        .ok_or(VaultError::KeyLost)?;
    let payload = Payload {
        msg: ciphertext,
        aad: &place.bytes(),
    };
    let plain = cipher(key)
        .decrypt(&XNonce::from(*nonce), payload)
        .map_err(|_| VaultError::KeyLost)?;
    let plain = Zeroizing::new(plain);
    let text = std::str::from_utf8(&plain).map_err(|_| VaultError::KeyLost)?;
    Ok(Secret::new(text))
}

fn cipher(key: &DataKey) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(<&Key>::from(key.bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place() -> Place<'static> {
        Place {
            kind: Kind::RefreshToken,
            organization: OrganizationId::parse("0b7f8a1e-6a35-4f0c-9df4-0a4fd6f3b111")
                .expect("a UUID"),
            environment: Environment::Production,
            client_id: "client",
            login_origin: "https://a.my.salesforce.com",
            row: Row::Generation(7),
        }
    }

    #[test]
    fn a_sealed_secret_opens_in_its_place() {
        let key = DataKey::generate().expect("random bytes");
        let blob = seal(&key, &place(), "5Aep861").expect("sealed");
        let opened = open(&key, &place(), &blob).expect("opened");
        assert_eq!(opened.expose(), "5Aep861");
    }

    #[test]
    fn a_sealed_secret_opens_in_no_other_place() {
        let key = DataKey::generate().expect("random bytes");
        let blob = seal(&key, &place(), "5Aep861").expect("sealed");
        let others = [
            Place {
                kind: Kind::Verifier,
                ..place()
            },
            Place {
                kind: Kind::IntentDummy,
                ..place()
            },
            Place {
                organization: OrganizationId::random(),
                ..place()
            },
            Place {
                environment: Environment::Sandbox,
                ..place()
            },
            Place {
                client_id: "clien",
                login_origin: "thttps://a.my.salesforce.com",
                ..place()
            },
            Place {
                client_id: "other",
                ..place()
            },
            Place {
                login_origin: "https://b.my.salesforce.com",
                ..place()
            },
            Place {
                row: Row::Generation(6),
                ..place()
            },
            Place {
                row: Row::StateHash(&[7; 32]),
                ..place()
            },
        ];
        for other in others {
            let opened = open(&key, &other, &blob);
            assert!(matches!(opened, Err(VaultError::KeyLost)), "{other:?}");
        }
    }

    #[test]
    fn a_changed_a_cut_and_a_foreign_blob_do_not_open() {
        let key = DataKey::generate().expect("random bytes");
        let blob = seal(&key, &place(), "5Aep861").expect("sealed");
        for position in 0..blob.len() {
            let mut changed = blob.clone();
            changed[position] ^= 1;
            assert!(
                open(&key, &place(), &changed).is_err(),
                "bit of byte {position}"
            );
            assert!(
                open(&key, &place(), &blob[..position]).is_err(),
                "cut at {position}"
            );
        }
        let other_key = DataKey::generate().expect("random bytes");
        assert!(open(&other_key, &place(), &blob).is_err());
    }

    #[test]
    fn the_same_secret_never_looks_the_same_twice() {
        let key = DataKey::generate().expect("random bytes");
        let sealed = || seal(&key, &place(), "5Aep861").expect("sealed");
        assert_ne!(sealed(), sealed());
    }
}
