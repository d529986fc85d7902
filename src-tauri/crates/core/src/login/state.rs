//! Where the login of an organization stands: one value, with everything that belongs to it.

use super::{LoginFailure, LoginPurpose, PendingLogin};
use crate::connection::{Account, host_of};
use crate::environment::Environment;
use crate::port::salesforce::{AccountInspection, TokenGrant};
use crate::preflight::Check;
use crate::secret::Secret;
use crate::wire::{self, Millis};
use jiff::Timestamp;
use serde::Serialize;
use ts_rs::TS;

/// A login. That one waits is also in the vault, which alone decides who gets its callback.
#[derive(Default)]
pub(crate) enum Login {
    #[default]
    Idle,
    /// The browser is open.
    Waiting {
        login: PendingLogin,
        /// Not known where it began before a restart.
        link: Option<Secret>,
    },
    /// The code is being redeemed.
    Exchanging(Environment),
    Checking(Environment),
    /// Everything was checked; the admin has to look at the account before it is saved.
    Confirming(Box<HeldLogin>),
    /// It ended without a connection.
    Failed {
        /// Where it went, as far as that is still known.
        environment: Option<Environment>,
        failure: LoginFailure,
        /// The checks, if it came that far.
        checks: Vec<Check>,
        at: Timestamp,
    },
}

/// What the admin is asked before an account is saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Confirmation {
    /// Where it logged in.
    pub environment: Environment,
    /// The account that is connected now; `None` when there is none.
    pub pinned: Option<Account>,
    /// The account that signed in.
    pub found: Account,
    /// Whether it stands in the group as a person.
    pub member: bool,
    /// How its checks ended.
    pub checks: Vec<Check>,
    /// When the question is withdrawn and the new token revoked.
    #[serde(serialize_with = "wire::millis")]
    #[ts(type = "number")]
    pub until: Timestamp,
}

impl Confirmation {
    /// Whether only a person can decide: over another account than the connected one, or over one
    /// that stands in the group.
    pub(crate) fn asks(&self) -> bool {
        let other = |pinned: &Account| !pinned.is_same_as(&self.found);
        self.member || self.pinned.as_ref().is_some_and(other)
    }
}

/// A login that passed its checks and waits for the admin. Its token lives in memory only: it is
/// revoked when the question is not answered, and sealed when it is.
pub(crate) struct HeldLogin {
    pub(crate) login: PendingLogin,
    pub(crate) grant: TokenGrant,
    pub(crate) inspection: AccountInspection,
    pub(crate) confirmation: Confirmation,
}

/// Where the login stands. No code, state or address ever crosses.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(
    tag = "phase",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum LoginPhase {
    Idle,
    /// The browser is open.
    Waiting {
        environment: Environment,
        /// The host that was opened.
        host: String,
        /// The user name that was pre-filled, on a reconnect.
        login_hint: Option<String>,
        started: Millis,
        /// When it ends unless extended.
        expires: Millis,
        /// Whether *Open again* and *Copy link* can work: the link is kept in memory only, so after
        /// a restart the callback is still awaited but the link is gone.
        link_available: bool,
        /// What it is for.
        purpose: LoginPurpose,
    },
    /// The callback came; the code is being redeemed.
    Exchanging {
        environment: Environment,
    },
    /// The account is being checked; nothing is saved yet.
    Checking {
        environment: Environment,
    },
    /// Every check has passed; the admin has to look at the account before it is saved.
    Confirming {
        question: Confirmation,
    },
    /// It ended without a connection. Stays until a new login begins or it is dismissed.
    Failed {
        failure: LoginFailure,
        /// Where it went, as far as that is still known: it is tried again there.
        environment: Option<Environment>,
        /// What happened and what to do.
        message: String,
        /// What to do now.
        next_step: String,
        /// The checks, if it came that far.
        checks: Vec<Check>,
        at: Millis,
    },
}

impl Login {
    /// The same login, ended without a connection.
    pub(crate) fn ended(&self, failure: LoginFailure, checks: Vec<Check>, at: Timestamp) -> Self {
        Self::Failed {
            environment: self.environment(),
            failure,
            checks,
            at,
        }
    }

    fn environment(&self) -> Option<Environment> {
        match self {
            Self::Idle => None,
            Self::Waiting { login, .. } => Some(login.environment),
            Self::Exchanging(environment) | Self::Checking(environment) => Some(*environment),
            Self::Confirming(held) => Some(held.confirmation.environment),
            Self::Failed { environment, .. } => *environment,
        }
    }

    /// Whether its callback came and its outcome is not there yet.
    pub(crate) fn is_finishing(&self) -> bool {
        matches!(self, Self::Exchanging(_) | Self::Checking(_))
    }

    pub(crate) fn is_under_way(&self) -> bool {
        !matches!(self, Self::Idle | Self::Failed { .. })
    }

    /// When it ends unless somebody acts.
    pub(crate) fn until(&self) -> Option<Timestamp> {
        match self {
            Self::Waiting { login, .. } => Some(login.expires),
            Self::Confirming(held) => Some(held.confirmation.until),
            _ => None,
        }
    }

    /// Ends a login whose time is over and answers what it was: of several who look, one gets it.
    pub(crate) fn end_overdue(&mut self, now: Timestamp) -> Option<Self> {
        let overdue = self.until().is_some_and(|until| until <= now);
        let end = self.ended(LoginFailure::TimedOut, Vec::new(), now);
        overdue.then(|| std::mem::replace(self, end))
    }

    /// Takes out what the admin is asked about, for an answer that comes in time or for none.
    pub(crate) fn take_held(&mut self, next: Self) -> Option<HeldLogin> {
        match std::mem::take(self) {
            Self::Confirming(held) => {
                *self = next;
                Some(*held)
            }
            other => {
                *self = other;
                None
            }
        }
    }

    /// What the window knows of it, apart from the name that was pre-filled.
    pub(crate) fn phase(&self) -> LoginPhase {
        match self {
            Self::Idle => LoginPhase::Idle,
            Self::Waiting { login, link } => LoginPhase::Waiting {
                environment: login.environment,
                host: host_of(&login.login_origin).to_owned(),
                login_hint: None,
                started: login.started.into(),
                expires: login.expires.into(),
                link_available: link.is_some(),
                purpose: login.purpose,
            },
            Self::Exchanging(environment) => LoginPhase::Exchanging {
                environment: *environment,
            },
            Self::Checking(environment) => LoginPhase::Checking {
                environment: *environment,
            },
            Self::Confirming(held) => LoginPhase::Confirming {
                question: held.confirmation.clone(),
            },
            Self::Failed {
                environment,
                failure,
                checks,
                at,
            } => LoginPhase::Failed {
                message: failure.to_string(),
                next_step: failure.next_step(),
                failure: failure.clone(),
                environment: *environment,
                checks: checks.clone(),
                at: (*at).into(),
            },
        }
    }
}

#[cfg(test)]
mod tests;
