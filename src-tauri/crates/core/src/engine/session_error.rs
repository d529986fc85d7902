//! What a session did, and why one did not begin or did not go on.

use super::access::{AccessFailure, CallError};
use crate::directory::ApiUsage;
use crate::fault::{Fault, FaultCode};
use crate::holding::Finding;
use crate::number::grouped;
use crate::pace::OwnShareUsed;
use crate::port::salesforce::CallFailure;
use crate::port::store::StoreError;
use crate::session::Changes;
use jiff::{SignedDuration, Timestamp};

/// *Check now* at most this often.
const CHECK_NOW_EVERY: SignedDuration = SignedDuration::from_secs(60);

/// What a session did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SessionReport {
    /// Members whose status changed.
    pub changes: Changes,
    pub api_calls: u64,
}

/// Why no session of an organization may run, whoever asks for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SessionsStopped {
    /// The organization's synchronization is off.
    #[error("synchronization of this organization is off; turn it on in Organizations first")]
    SynchronizationOff,
    /// The connection's own switch is off.
    #[error(
        "“Login using Salesforce Service Account” is off; turn it on under Salesforce Connectivity first"
    )]
    LoginOff,
    /// The entitlement does not admit it.
    #[error(
        "sessions are stopped: your entitlement has ended or does not include this organization; import one that does"
    )]
    NotEntitled,
    /// The service account is not connected any more.
    #[error("the service account was disconnected; connect it again first")]
    Disconnected,
    /// Another account or Salesforce organization took the place of the one that the session reads
    /// with.
    #[error("another service account was connected; its own session reads everyone")]
    AnotherAccount,
}

impl SessionsStopped {
    fn fault(self) -> Fault {
        let code = match self {
            Self::SynchronizationOff => FaultCode::SynchronizationOff,
            Self::LoginOff => FaultCode::LoginOff,
            Self::NotEntitled => FaultCode::NotEntitled,
            Self::Disconnected => FaultCode::Disconnected,
            Self::AnotherAccount => FaultCode::AccountReplaced,
        };
        Fault::new(code, self.to_string())
    }
}

/// Why *Check now* did not start a session.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckNowRefused {
    /// Nobody has logged in, or a new login is needed first.
    #[error("there is nothing to check before the service account signs in")]
    NotConnected,
    /// No session may run.
    #[error(transparent)]
    Stopped(#[from] SessionsStopped),
    /// A session runs already; its result will be shown.
    #[error("a session is running already")]
    Running,
    /// The organization's API requests are nearly used up by all apps together.
    #[error(
        "more than 95 % of the organization’s API requests are used; the console looks again once an hour"
    )]
    NoBudget,
    /// The console has used its own share of them.
    #[error(
        "this console has used its own share of the API requests: {} of {} in the last 24 hours (5 % of {}); it looks once an hour, and checking by hand is possible again in {} at the earliest",
        grouped(.used.spent), grouped(.used.allowed), grouped(.used.limit), hours(*.minutes)
    )]
    OwnShareUsed {
        /// How much, and until when.
        used: OwnShareUsed,
        minutes: i64,
    },
    /// The last one was less than a minute ago.
    #[error("checked less than a minute ago; the next check is possible in {seconds} s")]
    TooSoon {
        /// Until the next one is possible.
        seconds: i64,
    },
}

/// "3 h 20 min", or the minutes alone.
fn hours(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

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

/// Why something that a person asks for at most once a minute is asked for again too soon. A clock
/// that was set back keeps nobody waiting.
pub(super) fn too_soon(last: Option<Timestamp>, now: Timestamp) -> Option<CheckNowRefused> {
    let passed = now.duration_since(last?);
    let wait = CHECK_NOW_EVERY - passed;
    (wait.is_positive() && !passed.is_negative()).then(|| CheckNowRefused::TooSoon {
        seconds: wait.as_secs().max(1),
    })
}

/// Whether the organization's own use leaves room for what a person asks for.
pub(super) fn has_budget_by_hand(usage: Option<ApiUsage>) -> Result<(), CheckNowRefused> {
    match usage {
        Some(usage) if usage.share() >= ApiUsage::NOT_BY_HAND_FROM => {
            Err(CheckNowRefused::NoBudget)
        }
        _ => Ok(()),
    }
}
