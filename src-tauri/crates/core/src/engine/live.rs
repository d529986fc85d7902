//! What a restart may forget about an organization.

use super::locked;
use crate::connection::PassingFault;
use crate::directory::ApiUsage;
use crate::entitlement::Problem;
use crate::environment::Environment;
use crate::port::salesforce::Access;
use crate::secret::Secret;
use jiff::Timestamp;
use std::sync::{Arc, Mutex};
use tokio::sync::Mutex as AsyncMutex;

/// The part of an organization that lives in memory.
#[derive(Default)]
pub(super) struct Live {
    state: Mutex<LiveState>,
    /// Held by the one refresh in flight.
    pub(super) refreshing: Arc<AsyncMutex<()>>,
    /// Held by the one session that runs.
    pub(super) session: Arc<AsyncMutex<()>>,
}

/// Plain values; read and written in one step each.
#[derive(Default, Clone)]
pub(super) struct LiveState {
    pub(super) access: Option<Access>,
    pub(super) passing: Option<PassingFault>,
    pub(super) key_lost: bool,
    pub(super) usage: Option<ApiUsage>,
    pub(super) login: LoginProgress,
    /// The link of the waiting login.
    pub(super) link: Option<Secret>,
    /// The end of a login that waits, as this process knows it: tells a login that timed out from
    /// one that never was.
    pub(super) waiting_until: Option<Timestamp>,
    pub(super) next_due: Option<Timestamp>,
    /// Sessions in a row that did not reach Salesforce.
    pub(super) failures: u32,
    pub(super) session_running: bool,
    pub(super) last_manual: Option<Timestamp>,
    /// When a connection without sessions was last refreshed to keep it alive.
    pub(super) kept_alive: Option<Timestamp>,
}

impl Live {
    pub(super) fn read(&self) -> LiveState {
        locked(&self.state).clone()
    }

    pub(super) fn change(&self, change: impl FnOnce(&mut LiveState)) {
        change(&mut locked(&self.state));
    }
}

/// Where a login stands after its callback; before that, the vault knows whether one waits.
#[derive(Debug, Clone, Default)]
pub enum LoginProgress {
    /// Nothing to tell.
    #[default]
    Idle,
    /// The code is being redeemed.
    Exchanging(Environment),
    /// The account is being checked.
    Checking(Environment),
    /// It ended without a connection.
    Failed {
        /// Why.
        failure: LoginFailure,
        /// When.
        at: Timestamp,
    },
}

/// How a login ended without a connection.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LoginFailure {
    /// Deny was pressed in the browser.
    #[error("Deny was chosen on Salesforce’s page. Nothing was changed.")]
    Denied {
        /// As received.
        raw: String,
    },
    /// Nothing came back in time.
    #[error("The browser did not come back in time. Nothing was changed; start again.")]
    TimedOut,
    /// Cancelled here.
    #[error("The sign-in was canceled. Nothing was changed.")]
    Cancelled,
    /// Salesforce refused the code, the app or the account.
    #[error("Salesforce refused the sign-in. Nothing was saved.")]
    Refused {
        /// As received.
        raw: String,
    },
    /// Salesforce or the network was not there.
    #[error(
        "Salesforce could not be reached to finish the sign-in. Nothing was saved; start again."
    )]
    Unreachable {
        /// What was seen.
        detail: String,
    },
    /// Another account or organization than the pinned one.
    #[error(
        "{found} signed in, but this organization is connected with {pinned}. Nothing was changed; sign in as {pinned}."
    )]
    WrongAccount {
        /// The pinned account and organization.
        pinned: String,
        /// Who signed in, and where.
        found: String,
    },
    /// Sandbox chosen for production, or the reverse.
    #[error(
        "{organization} is a {found} organization, but the sign-in was started for {chosen}. Nothing was saved."
    )]
    WrongEnvironment {
        /// The organization's name.
        organization: String,
        /// What it is.
        found: &'static str,
        /// What was chosen.
        chosen: &'static str,
    },
    /// The account lacks something that is needed.
    #[error("{check} Nothing was saved.")]
    CheckFailed {
        /// Which check, and what to do.
        check: String,
    },
    /// There is no valid entitlement any more.
    #[error(
        "The sign-in was not finished: {problem}. Nothing was saved; import an entitlement, then start again."
    )]
    NotEntitled {
        /// Why there is none.
        problem: Problem,
    },
    /// The entitlement does not include the organization that signed in.
    #[error(
        "{organization} ({organization_id}) is not among the organizations of your entitlement. Nothing was saved. Sign in to one that is, or ask Connect(ME) support for an entitlement that includes it."
    )]
    OrganizationNotEntitled {
        /// Its name.
        organization: String,
        /// Its 18 characters.
        organization_id: String,
    },
    /// The entitlement does not include sandboxes.
    #[error(
        "Your entitlement does not include sandboxes, and {organization} ({organization_id}) is not listed in it. Nothing was saved. Ask Connect(ME) support for an entitlement that includes it."
    )]
    SandboxNotEntitled {
        /// Its name.
        organization: String,
        /// Its 18 characters.
        organization_id: String,
    },
    /// The answer broke a security rule.
    #[error("The answer to the sign-in was not trustworthy and was dropped. {detail}")]
    Untrusted {
        /// Which rule.
        detail: String,
    },
    /// The sign-in could not be kept.
    #[error("The sign-in succeeded but could not be saved: {detail}. The new token was revoked.")]
    NotSaved {
        /// Why.
        detail: String,
    },
}

impl LoginFailure {
    /// One word for the log: the sentences name accounts, which the log must not.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Denied { .. } => "denied",
            Self::TimedOut => "timed out",
            Self::Cancelled => "cancelled",
            Self::Refused { .. } => "refused",
            Self::Unreachable { .. } => "unreachable",
            Self::WrongAccount { .. } => "wrong account",
            Self::WrongEnvironment { .. } => "wrong environment",
            Self::CheckFailed { .. } => "check failed",
            Self::NotEntitled { .. } => "not entitled",
            Self::OrganizationNotEntitled { .. } => "organization not entitled",
            Self::SandboxNotEntitled { .. } => "sandbox not entitled",
            Self::Untrusted { .. } => "untrusted",
            Self::NotSaved { .. } => "not saved",
        }
    }

    /// The text as received, where there is one.
    pub fn raw(&self) -> Option<&str> {
        match self {
            Self::Denied { raw } | Self::Refused { raw } => Some(raw),
            Self::Unreachable { detail } => Some(detail),
            _ => None,
        }
    }
}
