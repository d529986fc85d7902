//! How a login ends without a connection.

use crate::connection::Account;
use crate::entitlement::Problem;
use crate::fault::Fault;
use serde::Serialize;
use ts_rs::TS;

/// How a login ended without a connection. The window has a title for each; what is said here stands
/// under it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum LoginFailure {
    /// Deny was pressed in the browser.
    #[error("Deny was chosen on Salesforce’s page. Nothing was changed.")]
    Denied(Fault),
    /// Nothing came back in time.
    #[error("The browser did not come back in time. Nothing was changed; start again.")]
    TimedOut,
    /// Canceled here.
    #[error("Nothing was changed.")]
    Canceled,
    /// Salesforce refused the code, the app or the account.
    #[error("Nothing was saved.")]
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
    /// The console itself made a mistake.
    #[error("The console made a mistake while it finished the sign-in.")]
    Interrupted,
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
            Self::Interrupted => "interrupted",
            Self::NotSaved { .. } => "not saved",
        }
    }

    /// Whether a person chose it; everything else the console finds out by itself.
    pub(crate) fn is_a_persons_choice(&self) -> bool {
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
            Self::Refused(fault) => fault.explanation().who,
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
            Self::Interrupted => {
                "Connect again. If it happens again, send the log to support."
            }
            Self::NotSaved { .. } => {
                "Unlock the key store and free some disk space, then connect again. What was saved before is untouched."
            }
        }
        .to_owned()
    }
}
