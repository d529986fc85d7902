//! What a restart may forget about an organization.

use super::locked;
use super::pace::{NOT_BY_HAND_FROM, OwnShareUsed, may_run_early};
use super::sync::CheckNowRefused;
use crate::connection::{Account, PassingFault};
use crate::directory::ApiUsage;
use crate::entitlement::Problem;
use crate::environment::Environment;
use crate::fault::Fault;
use crate::login::{CallbackRefusal, PendingLogin};
use crate::port::salesforce::{Access, AccountInspection, TokenGrant};
use crate::preflight::Check;
use crate::salesforce_id::SalesforceId;
use crate::secret::Secret;
use jiff::Timestamp;
use std::collections::HashMap;
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
    /// Held from the first question to Salesforce until its answer is in the mirror, by a session or
    /// by the check of one member: nothing that was read earlier is written later.
    pub(super) reading: Arc<AsyncMutex<()>>,
    /// When members were checked by hand in the last minute.
    pub(super) checked: Mutex<HashMap<SalesforceId, Timestamp>>,
    /// A checked login that waits for the admin's confirmation.
    pub(super) held: Mutex<Option<HeldLogin>>,
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
    /// When a callback was last taken.
    pub(super) consumed: Option<Timestamp>,
    /// A callback of this organization that came for nothing.
    pub(super) refused_callback: Option<(CallbackRefusal, Timestamp)>,
    pub(super) next_due: Option<Timestamp>,
    /// Sessions in a row that did not reach Salesforce.
    pub(super) failures: u32,
    /// Sessions in a row that were refused because the API requests are used up; other failures
    /// between them neither count nor end the row.
    pub(super) throttlings: u32,
    /// Salesforce asked to be left alone until then.
    pub(super) not_before: Option<Timestamp>,
    /// The console's own share of the API limit, where it was used up when the last session ended.
    pub(super) own_share: Option<OwnShareUsed>,
    /// When the last session ended.
    pub(super) last_ended: Option<Timestamp>,
    /// Calls that the last session took.
    pub(super) last_calls: u64,
    /// A person asked for everyone to be read again.
    pub(super) full_load_wanted: bool,
    /// The next session answers a sleep.
    pub(super) woken: bool,
    pub(super) session_running: bool,
    /// A session that is due has been started and does not run yet: it must not be started twice.
    pub(super) starting: bool,
    pub(super) last_manual: Option<Timestamp>,
    /// When a connection without sessions was last refreshed to keep it alive.
    pub(super) kept_alive: Option<Timestamp>,
}

impl LiveState {
    /// The own share, while it is used up.
    pub(super) fn own_share_used(&self, now: Timestamp) -> Option<OwnShareUsed> {
        self.own_share.filter(|used| used.until > now)
    }

    /// Whether a plan must not be brought forward: a throttling, a budget, or Salesforce's own
    /// wish holds on.
    pub(super) fn must_wait(&self, now: Timestamp) -> bool {
        let throttled =
            matches!(&self.passing, Some(PassingFault::Throttled { until, .. }) if *until > now);
        let asked_to = self.not_before.is_some_and(|until| until > now);
        let own_share = self.own_share_used(now).is_some();
        throttled
            || asked_to
            || own_share
            || !may_run_early(self.usage.map_or(0.0, |usage| usage.share()))
    }

    /// Whether the organization's own use leaves room for what a person asks for.
    pub(super) fn has_budget_by_hand(&self) -> Result<(), CheckNowRefused> {
        match self.usage {
            Some(usage) if usage.share() >= NOT_BY_HAND_FROM => Err(CheckNowRefused::NoBudget),
            _ => Ok(()),
        }
    }
}

impl Live {
    pub(super) fn read(&self) -> LiveState {
        locked(&self.state).clone()
    }

    pub(super) fn change<T>(&self, change: impl FnOnce(&mut LiveState) -> T) -> T {
        change(&mut locked(&self.state))
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
    /// Everything was checked; the admin has to look at the account before it is saved.
    Confirming(Box<Confirmation>),
    /// It ended without a connection.
    Failed {
        failure: LoginFailure,
        /// The checks, if it came that far.
        checks: Vec<Check>,
        at: Timestamp,
    },
}

impl LoginProgress {
    /// Whether its callback came and its outcome is not there yet.
    pub(super) fn is_finishing(&self) -> bool {
        matches!(self, Self::Exchanging(_) | Self::Checking(_))
    }

    /// Ended before any check.
    pub(super) fn ended(failure: LoginFailure, at: Timestamp) -> Self {
        Self::Failed {
            failure,
            checks: Vec::new(),
            at,
        }
    }

    pub(super) fn is_canceled(&self) -> bool {
        let canceled = LoginFailure::Canceled;
        matches!(self, Self::Failed { failure, .. } if *failure == canceled)
    }
}

/// What the admin is asked before an account is saved.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    pub until: Timestamp,
}

/// A login that passed its checks and waits for the admin. Its token lives in memory only: it is
/// revoked when the question is not answered, and sealed when it is.
pub(super) struct HeldLogin {
    pub(super) login: PendingLogin,
    pub(super) grant: TokenGrant,
    pub(super) inspection: AccountInspection,
    pub(super) confirmation: Confirmation,
}

/// How a login ended without a connection.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LoginFailure {
    /// Deny was pressed in the browser.
    #[error("Deny was chosen on Salesforce’s page. Nothing was changed.")]
    Denied(Fault),
    /// Nothing came back in time.
    #[error("The browser did not come back in time. Nothing was changed; start again.")]
    TimedOut,
    /// Canceled here.
    #[error("The sign-in was canceled. Nothing was changed.")]
    Canceled,
    /// Salesforce refused the code, the app or the account.
    #[error("Salesforce refused the sign-in. Nothing was saved.")]
    Refused(Fault),
    /// Salesforce or the network was not there.
    #[error(
        "Salesforce could not be reached to finish the sign-in. Nothing was saved; start again."
    )]
    Unreachable(Fault),
    /// Another account or organization than the pinned one.
    #[error(
        "{found} signed in, but this organization is connected with {pinned}. Nothing was changed.",
        found = .found.name_and_organization(), pinned = .pinned.name_and_organization()
    )]
    WrongAccount {
        /// The pinned account and organization.
        pinned: Box<Account>,
        /// Who signed in, and where.
        found: Box<Account>,
    },
    /// Sandbox chosen for production, or the reverse.
    #[error(
        "{organization} is a {found} organization, but the sign-in was started for {chosen}. Nothing was saved."
    )]
    WrongEnvironment {
        organization: String,
        found: &'static str,
        chosen: &'static str,
        /// What to do about it.
        next_step: String,
    },
    /// The account lacks something that is needed.
    #[error("{check} Nothing was saved.")]
    CheckFailed {
        check: String,
        /// What to do about it.
        next_step: String,
    },
    /// There is no valid entitlement any more.
    #[error("The sign-in was not finished: {problem}. Nothing was saved.")]
    NotEntitled {
        /// Why there is none.
        problem: Problem,
    },
    /// The entitlement does not include the organization that signed in.
    #[error(
        "{organization} ({organization_id}) is not among the organizations of your entitlement. Nothing was saved."
    )]
    OrganizationNotEntitled {
        organization: String,
        organization_id: String,
    },
    /// The entitlement does not include sandboxes.
    #[error(
        "Your entitlement does not include sandboxes, and {organization} ({organization_id}) is not listed in it. Nothing was saved."
    )]
    SandboxNotEntitled {
        organization: String,
        organization_id: String,
    },
    /// The answer broke a security rule.
    #[error("The answer to the sign-in was not trustworthy and was dropped. {detail}")]
    Untrusted { detail: String },
    /// The sign-in could not be kept.
    #[error("The sign-in succeeded but could not be saved: {detail}. The new token was revoked.")]
    NotSaved { detail: String },
}

impl LoginFailure {
    /// One word for the log: the sentences name accounts, which the log must not.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::TimedOut => "timed out",
            Self::Canceled => "canceled",
            Self::Refused(_) => "refused",
            Self::Unreachable(_) => "unreachable",
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

    /// Whether a person chose it; everything else the console finds out by itself.
    pub(super) fn is_a_persons_choice(&self) -> bool {
        matches!(self, Self::Denied(_) | Self::Canceled)
    }

    /// What was received, where anything was.
    pub fn fault(&self) -> Option<&Fault> {
        match self {
            Self::Denied(fault) | Self::Refused(fault) | Self::Unreachable(fault) => Some(fault),
            _ => None,
        }
    }

    /// What to do next. The dictionary knows more about a received text.
    pub fn next_step(&self) -> String {
        match self {
            Self::Denied(_) => {
                "Connect again and choose Allow, signed in as the service account."
            }
            Self::TimedOut => {
                "Connect again. Salesforce shows some errors only in the browser: choose what its page says beside the waiting sign-in."
            }
            Self::Canceled => "Connect again when you are ready.",
            Self::Refused(fault) => crate::dictionary::explain(fault.code).who,
            Self::Unreachable(_) => {
                "Check that this computer reaches Salesforce (proxy, firewall, a network’s own sign-in page), then connect again."
            }
            Self::WrongAccount { pinned, .. } => {
                return format!(
                    "Sign in as {}. For another account, or after a sandbox was refreshed, use Change service account.",
                    pinned.username,
                );
            }
            Self::WrongEnvironment { next_step, .. } | Self::CheckFailed { next_step, .. } => {
                return next_step.clone();
            }
            Self::NotEntitled { .. } => "Import an entitlement that is valid, then connect again.",
            Self::OrganizationNotEntitled { .. } => {
                "Sign in to an organization of your entitlement, or ask Connect(ME) support for one that includes this organization."
            }
            Self::SandboxNotEntitled { .. } => {
                "Ask Connect(ME) support for an entitlement that includes sandboxes, or this one."
            }
            Self::Untrusted { .. } => {
                "Connect again from another network. If it happens again, send the text to support: something on the way may change Salesforce’s answers."
            }
            Self::NotSaved { .. } => {
                "Unlock the key store and free some disk space, then connect again. What was saved before is untouched."
            }
        }
        .to_owned()
    }
}
