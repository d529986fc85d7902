//! Errors over the contract: a closed code, a message for people, optionally a detail.

use lpc_core::port::store::StoreError;
use lpc_core::port::vault::VaultError;
use lpc_core::refusal::{NotDone, SessionsStopped};
use serde::Serialize;
use std::fmt::Display;
use ts_rs::TS;

/// What a command answers.
pub type Answer<T> = Result<T, ApiError>;

/// Why a command failed. The window acts on each of these; nobody matches on messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ErrorCode {
    /// What was entered cannot be used; shown at the field.
    InvalidInput,
    /// The organization, user or login is not there any more; the view reloads.
    NotFound,
    /// No key store, a locked one, or one that lost the key; connecting is blocked.
    KeyStore,
    /// There is no valid entitlement; the gate says why.
    Entitlement,
    /// The clipboard holds no callback address, or cannot be used.
    Clipboard,
    /// The system browser could not be opened; *Copy link* still works.
    Browser,
    /// Something else; the log has more.
    Internal,
}

/// What crosses instead of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ApiError {
    pub code: ErrorCode,
    /// What happened and what to do, for people.
    pub message: String,
    /// A received text, verbatim.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub detail: Option<String>,
}

impl ApiError {
    /// An error without a received text.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            detail: None,
        }
    }

    /// An error of the engine, in its own words.
    pub(crate) fn of(code: ErrorCode, error: &dyn Display) -> Self {
        Self::new(code, sentence(error))
    }

    /// The failure is handled, and logged, here; the window gets the sentence.
    pub(crate) fn internal(error: &dyn Display) -> Self {
        tracing::error!(%error, "a command failed");
        Self::new(
            ErrorCode::Internal,
            "The console’s own data could not be read or written. Check free disk space, then try again; the log names the cause.",
        )
    }
}

impl Display for ApiError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for ApiError {}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound(what) => Self::new(
                ErrorCode::NotFound,
                format!("There is no such {what} any more."),
            ),
            StoreError::Naming(problem) => Self::new(ErrorCode::InvalidInput, problem.to_string()),
            StoreError::Storage(source) => Self::internal(&source),
        }
    }
}

impl From<VaultError> for ApiError {
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::NoKeyStore | VaultError::KeyStoreLocked | VaultError::KeyLost => {
                Self::of(ErrorCode::KeyStore, &error)
            }
            other => Self::internal(&other),
        }
    }
}

impl From<NotDone> for ApiError {
    fn from(error: NotDone) -> Self {
        let code = match &error {
            NotDone::NothingHeld
            | NotDone::NumbersChanged
            | NotDone::NotConnected
            | NotDone::Disconnected => ErrorCode::NotFound,
            NotDone::NotEntitled(_) | NotDone::Stopped(SessionsStopped::NotEntitled) => {
                ErrorCode::Entitlement
            }
            NotDone::KeyStore(_) => ErrorCode::KeyStore,
            NotDone::NotChecked(_) => ErrorCode::Internal,
            NotDone::HalfDeleted(source) => {
                tracing::error!(error = %source, "an organization was deleted in the vault only");
                ErrorCode::Internal
            }
            _ => ErrorCode::InvalidInput,
        };
        let mut answer = Self::of(code, &error);
        match error {
            NotDone::Store(error) => return error.into(),
            NotDone::Vault(error) => return error.into(),
            NotDone::NotEntitled(_) => answer.message += " Import an entitlement, then connect.",
            NotDone::MyDomain(refused) => answer.message = refused.reason,
            NotDone::NotChecked(fault) => answer.detail = Some(fault.raw),
            _ => {}
        }
        answer
    }
}

/// An error's text as a sentence.
pub(crate) fn sentence(error: &dyn Display) -> String {
    let text = error.to_string();
    let mut characters = text.chars();
    let first: String = characters
        .next()
        .map(|first| first.to_uppercase().collect())
        .unwrap_or_default();
    let stop = if text.ends_with(['.', '!', '?']) {
        ""
    } else {
        "."
    };
    format!("{first}{}{stop}", characters.as_str())
}
