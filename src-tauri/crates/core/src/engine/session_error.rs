//! Why a session did not go on.

use super::access::{AccessFailure, CallError};
use crate::fault::{Fault, FaultCode};
use crate::holding::Finding;
use crate::port::salesforce::CallFailure;
use crate::port::store::StoreError;
use crate::refusal::SessionsStopped;
use jiff::SignedDuration;

/// What stopped a session.
#[derive(Debug, thiserror::Error)]
pub(super) enum SessionError {
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

impl From<AccessFailure> for SessionError {
    fn from(failure: AccessFailure) -> Self {
        Self::Call(CallError::Access(failure))
    }
}

impl SessionError {
    pub(super) fn fault(&self) -> Fault {
        match self {
            Self::Call(error) => error.fault(),
            Self::Store(_) => Fault::new(FaultCode::OwnData, self.to_string()),
            Self::HeldBack(finding) => finding.fault(),
            Self::Stopped(stopped) => stopped.fault(),
        }
    }

    /// `Retry-After`, where the answer that stopped the session carried one.
    pub(super) fn retry_after(&self) -> Option<SignedDuration> {
        match self {
            Self::Call(
                CallError::Access(AccessFailure::Unreachable { retry_after, .. })
                | CallError::Call(
                    CallFailure::Unreachable { retry_after, .. }
                    | CallFailure::RequestLimit { retry_after, .. },
                ),
            ) => *retry_after,
            _ => None,
        }
    }
}
