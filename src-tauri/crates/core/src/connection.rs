//! The connection of an organization: who the service account is and how it is doing.

use crate::audit::{AuditKind, Change};
use crate::environment::Environment;
use crate::fault::Fault;
use crate::organization::{ClientApp, Organization, OrganizationId};
use crate::salesforce_id::SalesforceId;
use crate::slug::slugged;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use ts_rs::TS;

/// The service account as Salesforce named it when it logged in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// The service account's user id.
    pub user_id: SalesforceId,
    /// The Salesforce organization's id.
    #[serde(rename = "salesforceOrganizationId")]
    pub organization_id: SalesforceId,
    /// `User.Username`.
    pub username: String,
    /// `User.Name`.
    pub display_name: String,
    /// `Organization.Name`.
    #[serde(rename = "salesforceOrganizationName")]
    pub organization_name: String,
}

impl Account {
    /// Whether an answer of Salesforce is about this user of this organization.
    pub fn is(&self, organization_id: &SalesforceId, user_id: &SalesforceId) -> bool {
        self.organization_id == *organization_id && self.user_id == *user_id
    }

    /// The same user of the same organization; names may have changed.
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.is(&other.organization_id, &other.user_id)
    }

    /// As the audit names it, where it signs in.
    pub(crate) fn as_change(&self, outcome: &str, environment: Environment) -> Change {
        let text = format!("{} ({}){outcome}", self.username, self.user_id);
        Change::to(text).of(environment.slug())
    }

    /// How both are told apart in a sentence.
    pub fn name_and_organization(&self) -> String {
        format!("{} of {}", self.username, self.organization_name)
    }
}

/// What `vault.db` knows about a connection; the refresh token itself stays sealed in there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredConnection {
    /// Whose connection it is.
    pub organization: OrganizationId,
    /// Where it logs in.
    pub environment: Environment,
    /// The consumer key the token belongs to; a token works only with its own app.
    pub client_id: String,
    /// The origin whose token endpoint refreshes it.
    pub login_origin: String,
    /// The origin that serves the data.
    pub instance_url: String,
    /// Organization and user are pinned at the first connect.
    pub account: Account,
    /// Counts stored refresh tokens; grows with every rotation and every login.
    pub generation: u64,
    /// When the first login of this account succeeded.
    pub connected_since: Timestamp,
    /// When a token was last obtained: at login or by a refresh.
    pub last_refresh: Timestamp,
    /// Whether the last refresh brought a new refresh token.
    pub rotated: bool,
    /// What is wrong with it, as far as that outlives a restart.
    pub fault: Option<ConnectionFault>,
    /// Whether a refresh was begun and its outcome never recorded.
    pub refresh_unfinished: bool,
}

/// The host (and port, for the stand-in) of an origin.
pub fn host_of(origin: &str) -> &str {
    origin.split_once("://").map_or(origin, |(_, host)| host)
}

impl StoredConnection {
    /// What it tells of an organization that is not known any more.
    pub(crate) fn as_organization(&self, name: String) -> Organization {
        Organization {
            id: self.organization,
            named_by_hand: false,
            confirmed_no_lpc_user: true,
            client_apps: vec![ClientApp {
                environment: self.environment,
                consumer_key: self.client_id.clone(),
                login_origin: Some(self.login_origin.clone()),
            }],
            ..Organization::named(name, None, "")
        }
    }

    /// When it ends while nobody uses it, where Salesforce keeps an unused token so many days.
    pub(crate) fn idle_ends(&self, limit_days: u32) -> Timestamp {
        self.last_refresh + days(limit_days.into())
    }

    /// Whole days until then.
    pub(crate) fn idle_days_left(&self, limit_days: u32, now: Timestamp) -> u32 {
        let left = idle_left(self.last_refresh, limit_days.into(), now);
        u32::try_from(left.as_hours() / 24).unwrap_or(0)
    }

    /// What kind of fault it has.
    pub fn fault_kind(&self) -> Option<FaultKind> {
        self.fault.as_ref().map(|fault| fault.kind)
    }

    /// Whether only a new login helps.
    pub(crate) fn is_over(&self) -> bool {
        self.fault.as_ref().is_some_and(|fault| !fault.may_pass())
    }
}

/// A fault that stays until somebody acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionFault {
    pub kind: FaultKind,
    pub fault: Fault,
    pub since: Timestamp,
}

impl ConnectionFault {
    /// Whether the saved token may work again without a login: it is tried from time to time.
    pub fn may_pass(&self) -> bool {
        self.kind == FaultKind::Refused || !self.fault.code.ends_the_token()
    }
}

slugged! {
    /// The kinds of [`ConnectionFault`].
    pub enum FaultKind {
        /// The refresh token is not accepted; a new login helps.
        Lost = "lost",
        /// A policy of the Salesforce organization refuses; a login would not help.
        Refused = "refused",
    }
}

/// The states of design §2. Computed, never stored as such: see [`ConnectionState::of`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConnectionState {
    /// Nobody has logged in yet.
    NotConfigured,
    /// The first login is under way.
    Authorizing,
    /// Tokens are obtained and data is read.
    Connected,
    /// Connected, but the idle limit is near.
    ExpiringSoon,
    /// A new login is needed.
    Lost(ConnectionFault),
    /// A policy refuses; the token is kept.
    Refused(ConnectionFault),
    /// The sealed token is there, its key is not.
    KeyLost,
    /// It is tried again by itself; nothing is known to be wrong.
    Passing(PassingFault),
    /// The switch is off.
    Off,
}

/// How *Disconnect* ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Disconnection {
    /// Whether the token is forgotten here. Where it is not, nobody has said to go on although it
    /// could not be revoked, and nothing was changed.
    pub disconnected: bool,
    /// Why it could not be revoked, as received; `None` when it was.
    pub not_revoked: Option<String>,
    /// How to revoke it in Salesforce; empty when it was revoked.
    pub by_hand: Vec<&'static str>,
}

impl Disconnection {
    pub(crate) fn of(disconnected: bool, revoked: Result<(), String>) -> Self {
        let not_revoked = revoked.err();
        let by_hand = not_revoked.as_ref().map(|_| BY_HAND.to_vec());
        Self {
            disconnected,
            not_revoked,
            by_hand: by_hand.unwrap_or_default(),
        }
    }
}

/// What an admin does where the console cannot reach Salesforce.
const BY_HAND: [&str; 3] = [
    "In Salesforce, open Setup › Connected Apps OAuth Usage, or Setup › Users › the service account › OAuth Connected Apps.",
    "Find the External Client App of this console beside the service account.",
    "Choose Revoke. The token ends at once, also on a computer that kept a copy.",
];

/// The state of a connection without its details; the word beside the icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ConnectionStateName {
    NotConfigured,
    Authorizing,
    Connected,
    ExpiringSoon,
    Lost,
    Refused,
    KeyLost,
    Unreachable,
    NotRead,
    Throttled,
    Off,
}

/// A passing fault, kept in memory: a restart asks again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PassingFault {
    /// Salesforce or the network cannot be reached.
    Unreachable {
        /// What was seen last.
        fault: Fault,
        since: Timestamp,
    },
    /// The sign-in works, and Salesforce refuses again and again to let users be read.
    NotRead { fault: Fault, since: Timestamp },
    /// The organization's API requests are used up.
    Throttled {
        /// Not asked again before.
        until: Timestamp,
        fault: Fault,
    },
}

impl PassingFault {
    fn fault(&self) -> &Fault {
        let (Self::Unreachable { fault, .. }
        | Self::NotRead { fault, .. }
        | Self::Throttled { fault, .. }) = self;
        fault
    }
}

/// Beginnings and ends; that it goes on is no event.
pub(crate) fn passing_events(
    before: Option<&PassingFault>,
    after: Option<&PassingFault>,
) -> Vec<(AuditKind, Change)> {
    let kinds = |passing: &PassingFault| match passing {
        PassingFault::Unreachable { .. } => {
            Some((AuditKind::UnreachableBegan, AuditKind::UnreachableEnded))
        }
        PassingFault::Throttled { .. } => {
            Some((AuditKind::ThrottlingBegan, AuditKind::ThrottlingEnded))
        }
        // Its incident outlives a restart, and so do its entries.
        PassingFault::NotRead { .. } => None,
    };
    let (ended, began) = (before.and_then(kinds), after.and_then(kinds));
    if ended == began {
        return Vec::new();
    }
    let mut events = Vec::new();
    if let Some((_, ended)) = ended {
        events.push((ended, Change::default()));
    }
    if let (Some((began, _)), Some(passing)) = (began, after) {
        events.push((began, Change::to(passing.fault().raw.clone())));
    }
    events
}

/// A refresh token that is not used for this many days dies (Salesforce, "Limit Idle Refresh Token
/// TTL"); the console cannot read the policy and says that it assumes it.
pub const ASSUMED_IDLE_LIMIT_DAYS: i64 = 30;

/// From this many days left the connection is shown as expiring soon.
pub const EXPIRING_SOON_DAYS: i64 = 7;

impl ConnectionState {
    /// Derives the state from the facts, first match of: switch off, no connection (a login may be
    /// waiting), key lost, stored fault, passing fault, near the idle limit, connected.
    pub fn of(facts: &StateFacts<'_>, now: Timestamp) -> Self {
        if !facts.switch_on {
            return Self::Off;
        }
        let Some(connection) = facts.connection else {
            return if facts.login_waiting {
                Self::Authorizing
            } else {
                Self::NotConfigured
            };
        };
        if facts.key_lost {
            return Self::KeyLost;
        }
        match &connection.fault {
            Some(fault) if fault.kind == FaultKind::Lost => return Self::Lost(fault.clone()),
            Some(fault) => return Self::Refused(fault.clone()),
            None => {}
        }
        match facts.passing.cloned() {
            Some(passing) => Self::Passing(passing),
            None if expires_soon(connection.last_refresh, facts.idle_limit_days, now) => {
                Self::ExpiringSoon
            }
            None => Self::Connected,
        }
    }

    /// The word for it.
    pub fn name(&self) -> ConnectionStateName {
        use ConnectionStateName as Name;
        match self {
            Self::NotConfigured => Name::NotConfigured,
            Self::Authorizing => Name::Authorizing,
            Self::Connected => Name::Connected,
            Self::ExpiringSoon => Name::ExpiringSoon,
            Self::Lost(_) => Name::Lost,
            Self::Refused(_) => Name::Refused,
            Self::KeyLost => Name::KeyLost,
            Self::Passing(PassingFault::Unreachable { .. }) => Name::Unreachable,
            Self::Passing(PassingFault::NotRead { .. }) => Name::NotRead,
            Self::Passing(PassingFault::Throttled { .. }) => Name::Throttled,
            Self::Off => Name::Off,
        }
    }

    /// What was received that explains it, where anything was.
    pub fn fault(&self) -> Option<&Fault> {
        match self {
            Self::Lost(lasting) | Self::Refused(lasting) => Some(&lasting.fault),
            Self::Passing(passing) => Some(passing.fault()),
            _ => None,
        }
    }

    /// Since when it holds, where that is known.
    pub fn since(&self) -> Option<Timestamp> {
        match self {
            Self::Lost(lasting) | Self::Refused(lasting) => Some(lasting.since),
            Self::Passing(
                PassingFault::Unreachable { since, .. } | PassingFault::NotRead { since, .. },
            ) => Some(*since),
            _ => None,
        }
    }

    /// When Salesforce, which limits the requests, may be asked again.
    pub fn retry_at(&self) -> Option<Timestamp> {
        match self {
            Self::Passing(PassingFault::Throttled { until, .. }) => Some(*until),
            _ => None,
        }
    }

    /// Whether the saved token is tried from time to time although sessions are stopped.
    pub(crate) fn is_probed(&self) -> bool {
        matches!(self, Self::Lost(fault) | Self::Refused(fault) if fault.may_pass())
    }

    /// Whether sessions may run.
    pub fn allows_sessions(&self) -> bool {
        matches!(
            self,
            Self::Connected | Self::ExpiringSoon | Self::Passing(_)
        )
    }
}

/// What [`ConnectionState::of`] looks at.
#[derive(Debug, Clone, Copy)]
pub struct StateFacts<'a> {
    /// The switch *Login using Salesforce Service Account*.
    pub switch_on: bool,
    /// The stored connection, if there is one.
    pub connection: Option<&'a StoredConnection>,
    /// Whether a login waits for its callback.
    pub login_waiting: bool,
    /// Whether the data key is missing while sealed rows exist.
    pub key_lost: bool,
    /// The passing fault, if any.
    pub passing: Option<&'a PassingFault>,
    /// Days that Salesforce is assumed to keep an unused token.
    pub idle_limit_days: i64,
}

/// What is left until the assumed idle limit ends the refresh token; never negative, and never more
/// than the limit although a clock may have been set back.
fn idle_left(last_refresh: Timestamp, limit_days: i64, now: Timestamp) -> SignedDuration {
    let idle = now.duration_since(last_refresh).max(SignedDuration::ZERO);
    (days(limit_days) - idle).max(SignedDuration::ZERO)
}

/// A policy of a few days would be near its end from the beginning: there the last third counts.
fn expires_soon(last_refresh: Timestamp, limit_days: i64, now: Timestamp) -> bool {
    let soon = days(EXPIRING_SOON_DAYS).min(days(limit_days) / 3);
    idle_left(last_refresh, limit_days, now) <= soon
}

fn days(days: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * days)
}

#[cfg(test)]
mod tests;
