//! Why what a person asked for is refused, in words. Nothing was changed, unless it says so.

use crate::directory::ApiUsage;
use crate::entitlement::Problem;
use crate::environment::Environment;
use crate::fault::{Fault, FaultCode};
use crate::naming::NamingProblem;
use crate::number::grouped;
use crate::organization::{ClientApp, Organization};
use crate::pace::{OwnShareUsed, own_share};
use crate::port::salesforce::HostRefused;
use crate::port::store::StoreError;
use crate::port::vault::VaultError;
use crate::settings::SettingProblem;
use jiff::{SignedDuration, Timestamp};

/// A consumer key is longer than any that Salesforce has issued at this many characters.
const MAX_CONSUMER_KEY: usize = 512;

/// *Check now* at most this often.
const CHECK_NOW_EVERY: SignedDuration = SignedDuration::from_secs(60);

/// So many calls a session may always make: a look at who changed, with room for some pages. What is
/// more waits while a budget is used up.
const ONE_LOOK: u64 = 10;

/// Why no session of an organization may run, whoever asks for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SessionsStopped {
    #[error("synchronization of this organization is off; turn it on in Organizations first")]
    SynchronizationOff,
    #[error(
        "“Login using Salesforce Service Account” is off; turn it on under Salesforce Connectivity first"
    )]
    LoginOff,
    /// The entitlement does not admit it.
    #[error(
        "sessions are stopped: your entitlement has ended or does not include this organization; import one that does"
    )]
    NotEntitled,
    #[error("the service account was disconnected; connect it again first")]
    Disconnected,
    /// Another account or Salesforce organization took the place of the one that the session reads
    /// with.
    #[error("another service account was connected; its own session reads everyone")]
    AnotherAccount,
    /// All apps together, in the middle of a session.
    #[error(
        "more than 95 % of the organization’s API requests are used; what is missing is read when there is room again"
    )]
    NoBudget,
    /// The console itself, in the middle of a session.
    #[error(
        "this console has used its own share of the API requests; what is missing is read when there is room again"
    )]
    OwnShareUsed,
}

impl SessionsStopped {
    /// Whether what was read so far is kept: it is the connection’s own, and wanted.
    pub(crate) fn keeps_what_was_read(self) -> bool {
        matches!(self, Self::NoBudget | Self::OwnShareUsed)
    }

    pub(crate) fn fault(self) -> Fault {
        let code = match self {
            Self::SynchronizationOff => FaultCode::SynchronizationOff,
            Self::LoginOff => FaultCode::LoginOff,
            Self::NotEntitled => FaultCode::NotEntitled,
            Self::Disconnected => FaultCode::Disconnected,
            Self::AnotherAccount => FaultCode::AccountReplaced,
            Self::NoBudget => FaultCode::ApiNearlyUsedUp,
            Self::OwnShareUsed => FaultCode::OwnShareUsed,
        };
        Fault::new(code, self.to_string())
    }
}

/// Why what a person asked for was not done. Nothing was changed, unless it says so.
#[derive(Debug, thiserror::Error)]
pub enum NotDone {
    #[error(transparent)]
    Stopped(#[from] SessionsStopped),
    /// Nobody has logged in, or a new login is needed first.
    #[error("there is nothing to check before the service account signs in")]
    NothingToCheck,
    /// A session runs already; its result will be shown.
    #[error("a session is running already")]
    Running,
    /// The organization's API requests are nearly used up by all apps together.
    #[error(
        "more than 95 % of the organization’s API requests are used; the console looks again once an hour"
    )]
    NoBudget,
    /// The console has used its own share of them; by hand again after `minutes`.
    #[error(
        "this console has used its own share of the API requests: {} of {} in the last 24 hours (5 % of {}); it looks once an hour, and checking by hand is possible again in {} at the earliest",
        grouped(.used.spent), grouped(.used.allowed), grouped(.used.limit), hours(*.minutes)
    )]
    OwnShareUsed { used: OwnShareUsed, minutes: i64 },
    /// The last one was less than a minute ago; the next one is possible after `seconds`.
    #[error("checked less than a minute ago; the next check is possible in {seconds} s")]
    TooSoon { seconds: i64 },
    /// The next session saw other numbers, or nothing is held back any more.
    #[error("the numbers have changed meanwhile; look at them again")]
    NumbersChanged,
    #[error("this user is not in the group, so there is no status to check")]
    NotAMember,
    #[error("the users are still being read for the first time; check again when that is done")]
    NotRead,
    /// The organization's API requests are used up, or Salesforce asked to be left alone.
    #[error(
        "Salesforce takes no more requests for now; the next check is possible in {minutes} min"
    )]
    Throttled { minutes: i64 },
    #[error("{0}")]
    NotEntitled(Problem),
    #[error("Login using Salesforce Service Account is disabled; enable it first")]
    LoginOff,
    #[error("a sign-in is being finished; wait until it is over")]
    LoginBusy,
    #[error("the consumer key of this environment is missing")]
    NoConsumerKey,
    #[error("confirm first that no LPC user works with the service account")]
    NotConfirmed,
    /// There is no key store.
    #[error("{0}")]
    KeyStore(&'static str),
    #[error(transparent)]
    Host(#[from] HostRefused),
    /// What was entered as My Domain; the text may begin with it.
    #[error(transparent)]
    MyDomain(HostRefused),
    #[error("no account waits to be confirmed any more; start the sign-in again")]
    NothingHeld,
    /// The statement about LPC users is part of the answer.
    #[error("confirm first that no LPC user works with this account")]
    AccountNotConfirmed,
    #[error("nobody is connected")]
    NotConnected,
    #[error("nobody is connected any more")]
    Disconnected,
    /// Salesforce did not answer, or refused. The checks of the last time stay.
    #[error(
        "The checks could not be run; those below are the last ones. Use Test connection to see where it stops."
    )]
    NotChecked(Fault),
    #[error(transparent)]
    Naming(#[from] NamingProblem),
    #[error(
        "A consumer key has letters, digits, dots and underscores only. Copy it again from the External Client App’s settings."
    )]
    ConsumerKey,
    #[error("Type the organization’s name exactly as it is shown to delete it.")]
    DeletionNotConfirmed,
    /// It would bring back what is deleted.
    #[error(
        "A sign-in of this organization is being finished. Wait until it is over, then delete it."
    )]
    LoginInProgress,
    /// The vault has forgotten it, and what it left or the store could not be written.
    #[error(
        "The saved sign-in was deleted from this computer, but the organization and its users could not be: they are still listed. Check free disk space, then delete it again."
    )]
    HalfDeleted(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error(transparent)]
    Setting(#[from] SettingProblem),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Vault(#[from] VaultError),
}

/// "3 h 20 min", or the minutes alone.
fn hours(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

/// Whether a login can begin, and with which app; `busy` while another one is being finished.
pub(crate) fn may_sign_in(
    organization: &Organization,
    environment: Environment,
    busy: bool,
) -> Result<ClientApp, NotDone> {
    let app = organization.client_app(environment);
    if !organization.service_account_login {
        return Err(NotDone::LoginOff);
    }
    if busy {
        return Err(NotDone::LoginBusy);
    }
    if app.consumer_key.is_empty() {
        return Err(NotDone::NoConsumerKey);
    }
    if !organization.confirmed_no_lpc_user {
        return Err(NotDone::NotConfirmed);
    }
    Ok(app)
}

/// A consumer key as it was entered or pasted.
pub(crate) fn entered_consumer_key(entered: &str) -> Result<String, NotDone> {
    let key = entered.trim();
    let printable = key.bytes().all(|byte| byte.is_ascii_graphic());
    if !printable || key.len() > MAX_CONSUMER_KEY {
        return Err(NotDone::ConsumerKey);
    }
    Ok(key.to_owned())
}

/// Why something that a person asks for at most once a minute is asked for again too soon. A clock
/// that was set back keeps nobody waiting.
pub(crate) fn too_soon(last: Option<Timestamp>, now: Timestamp) -> Option<NotDone> {
    let passed = now.duration_since(last?);
    let wait = CHECK_NOW_EVERY - passed;
    (wait.is_positive() && !passed.is_negative()).then(|| NotDone::TooSoon {
        seconds: wait.as_secs().max(1),
    })
}

/// Whether the organization's own use leaves room for what a person asks for.
pub(crate) fn has_budget_by_hand(usage: Option<ApiUsage>) -> Result<(), NotDone> {
    match usage {
        Some(usage) if usage.share() >= ApiUsage::NOT_BY_HAND_FROM => Err(NotDone::NoBudget),
        _ => Ok(()),
    }
}

/// Whether a session that made `calls` may make another. `spent` are the console's own calls of the
/// last 24 hours before it began.
pub(crate) fn may_ask(
    calls: u64,
    spent: u64,
    usage: Option<ApiUsage>,
) -> Result<(), SessionsStopped> {
    match usage {
        Some(usage) if calls >= ONE_LOOK && usage.limit > 0 => {
            if usage.share() >= ApiUsage::NOT_BY_HAND_FROM {
                Err(SessionsStopped::NoBudget)
            } else if spent + calls >= own_share(usage.limit) {
                Err(SessionsStopped::OwnShareUsed)
            } else {
                Ok(())
            }
        }
        _ => Ok(()),
    }
}
