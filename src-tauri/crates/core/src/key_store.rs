//! What the key store of this computer means for signing in.

use crate::port::vault::SealState;
use serde::Serialize;
use ts_rs::TS;

/// What there is to know about the key store before somebody signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum KeyStoreNotice {
    /// None answers, and a saved sign-in waits for it.
    Missing,
    /// None answers, and nothing is lost by doing without it.
    MissingButSpared,
    Locked,
    /// Sign-ins are held in memory.
    HeldForSession,
}

impl KeyStoreNotice {
    /// `None` where a sign-in is kept as usual. A lost key is shown as the state of its connection;
    /// signing in again replaces it.
    pub fn of(state: SealState) -> Option<Self> {
        match state {
            SealState::Ready | SealState::KeyLost => None,
            SealState::NoKeyStore { sealed: true } => Some(Self::Missing),
            SealState::NoKeyStore { sealed: false } => Some(Self::MissingButSpared),
            SealState::KeyStoreLocked => Some(Self::Locked),
            SealState::HeldForSession => Some(Self::HeldForSession),
        }
    }

    /// What it means and what to do.
    pub fn text(self) -> &'static str {
        match self {
            Self::MissingButSpared => {
                "This computer offers no key store, so a sign-in cannot be kept safely. Start the key store (Credential Manager, Keychain or Secret Service), then try again. Or hold sign-ins for this session only (in Salesforce Connectivity): the sign-in is then in memory alone, and every member is suspended here when the console is closed."
            }
            Self::Missing => {
                "This computer offers no key store, so a sign-in cannot be kept safely. Start the key store (Credential Manager, Keychain or Secret Service), then try again."
            }
            Self::Locked => "The key store of this computer is locked. Unlock it, then try again.",
            Self::HeldForSession => {
                "They are held in memory, as chosen while this computer offered no key store. Closing the console revokes them, and every member is suspended here until you sign in again. To keep the next one, close the console, start the key store (Credential Manager, Keychain or Secret Service) and sign in again."
            }
        }
    }
}
