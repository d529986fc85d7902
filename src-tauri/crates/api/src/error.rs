//! Errors over the contract: a closed code, a message for people, optionally a detail.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Why a command failed. The window acts on each of these; nobody matches on messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
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

/// What crosses instead of a result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ApiError {
    /// What the window acts on.
    pub code: ErrorCode,
    /// What happened and what to do, for people.
    pub message: String,
    /// A received text, verbatim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
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
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for ApiError {}
