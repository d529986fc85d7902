//! Why a question to Salesforce was not answered, and why a session did not go on.

use crate::connection::ConnectionFault;
use crate::fault::{Fault, FaultCode};
use crate::holding::Finding;
use crate::port::salesforce::CallFailure;
use crate::port::store::StoreError;
use crate::port::vault::VaultError;
use crate::refusal::SessionsStopped;
use crate::status::KEY_LOST_TEXT;
use jiff::SignedDuration;

/// Why there is no access token, or no answer with one.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CallError {
    /// Nobody has logged in.
    #[error("the organization is not connected")]
    NotConnected,
    /// A lasting fault; it is recorded.
    #[error("{}", .0.fault)]
    Fault(ConnectionFault),
    /// The sealed token cannot be opened.
    #[error("{}", KEY_LOST_TEXT)]
    KeyLost,
    /// No token was spent.
    #[error(transparent)]
    Vault(#[from] VaultError),
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Salesforce refused, or it or the network was not there.
    #[error(transparent)]
    Call(#[from] CallFailure),
}

impl CallError {
    pub(crate) fn unreachable(fault: Fault, retry_after: Option<SignedDuration>) -> Self {
        Self::Call(CallFailure::Unreachable { fault, retry_after })
    }

    pub(crate) fn fault(&self) -> Fault {
        match self {
            Self::NotConnected => Fault::new(FaultCode::NotConnected, self.to_string()),
            Self::Fault(connection) => connection.fault.clone(),
            Self::KeyLost => Fault::new(FaultCode::KeyLost, self.to_string()),
            Self::Vault(error) => error.fault(),
            Self::Store(_) => Fault::new(FaultCode::OwnData, self.to_string()),
            Self::Call(failure) => failure.fault().clone(),
        }
    }
}

/// What stopped a session.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SessionError {
    #[error(transparent)]
    Call(#[from] CallError),
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Nothing failed: everything was read, and nothing was changed.
    #[error("{}", .0.fault())]
    HeldBack(Finding),
    /// Nothing failed: it must not go on.
    #[error(transparent)]
    Stopped(#[from] SessionsStopped),
}

impl SessionError {
    pub(crate) fn fault(&self) -> Fault {
        match self {
            Self::Call(error) => error.fault(),
            Self::Store(_) => Fault::new(FaultCode::OwnData, self.to_string()),
            Self::HeldBack(finding) => finding.fault(),
            Self::Stopped(stopped) => stopped.fault(),
        }
    }

    /// Whether the pages that were read before it are kept.
    pub(crate) fn keeps_what_was_read(&self) -> bool {
        match self {
            Self::Stopped(stopped) => stopped.keeps_what_was_read(),
            _ => true,
        }
    }

    /// `Retry-After`, where the answer that stopped the session carried one.
    pub(crate) fn retry_after(&self) -> Option<SignedDuration> {
        match self {
            Self::Call(CallError::Call(
                CallFailure::Unreachable { retry_after, .. }
                | CallFailure::RequestLimit { retry_after, .. },
            )) => *retry_after,
            _ => None,
        }
    }
}
