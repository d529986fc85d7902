//! One function per command: takes wire types, asks the engines, answers wire types.

pub mod account;
pub mod activity;
pub mod connectivity;
pub mod gate;
pub mod help;
mod history;
pub mod login;
pub mod member_check;
pub mod organizations;
pub mod overview;
pub mod own_data;
pub mod sessions;
pub mod settings;
pub mod start;
pub mod users;

use crate::error::{ApiError, ErrorCode};
use lpc_core::engine::{CheckNowRefused, ReadingError, SessionsStopped};
use lpc_core::organization::OrganizationId;
use lpc_core::port::store::StoreError;
use lpc_core::port::vault::VaultError;

/// Reads the id of an organization.
fn organization_id(text: &str) -> Result<OrganizationId, ApiError> {
    OrganizationId::parse(text)
        .ok_or_else(|| ApiError::new(ErrorCode::NotFound, "There is no such organization."))
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound(what) => Self::new(
                ErrorCode::NotFound,
                format!("There is no such {what} any more."),
            ),
            StoreError::Naming(problem) => Self::new(ErrorCode::InvalidInput, problem.to_string()),
            StoreError::Storage(source) => internal(&source),
        }
    }
}

impl From<VaultError> for ApiError {
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::NoKeyStore | VaultError::KeyStoreLocked | VaultError::KeyLost => {
                Self::new(ErrorCode::KeyStore, sentence(&error))
            }
            other => internal(&other),
        }
    }
}

impl From<ReadingError> for ApiError {
    fn from(error: ReadingError) -> Self {
        match error {
            ReadingError::Store(error) => error.into(),
            ReadingError::Vault(error) => error.into(),
        }
    }
}

impl From<SessionsStopped> for ApiError {
    fn from(stopped: SessionsStopped) -> Self {
        let code = match stopped {
            SessionsStopped::NotEntitled => ErrorCode::Entitlement,
            SessionsStopped::SynchronizationOff
            | SessionsStopped::LoginOff
            | SessionsStopped::Disconnected
            | SessionsStopped::AnotherAccount => ErrorCode::InvalidInput,
        };
        Self::new(code, sentence(&stopped))
    }
}

impl From<CheckNowRefused> for ApiError {
    fn from(refused: CheckNowRefused) -> Self {
        match refused {
            CheckNowRefused::Stopped(stopped) => stopped.into(),
            other => Self::new(ErrorCode::InvalidInput, sentence(&other)),
        }
    }
}

/// The failure is handled, and logged, here; the window gets the sentence.
fn internal(error: &dyn std::fmt::Display) -> ApiError {
    tracing::error!(%error, "a command failed");
    ApiError::new(
        ErrorCode::Internal,
        "The console’s own data could not be read or written. Check free disk space, then try again; the log names the cause.",
    )
}

/// An error's text as a sentence.
fn sentence(error: &dyn std::fmt::Display) -> String {
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
