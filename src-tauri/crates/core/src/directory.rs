//! What Salesforce says about a user: the facts that statuses are derived from.

use crate::salesforce_id::SalesforceId;
use jiff::Timestamp;

/// One row of Salesforce's `User`, as far as the console needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryUser {
    /// `Id`.
    pub id: SalesforceId,
    /// `Name`.
    pub name: String,
    /// `Email`.
    pub email: String,
    /// `Username`.
    pub username: String,
    /// `Profile.Name`; empty for users without a profile (some robots).
    pub profile: String,
    /// `UserType`, for example `Standard`.
    pub user_type: String,
    /// `IsActive`.
    pub is_active: bool,
    /// `LastLoginDate`.
    pub last_login: Option<Timestamp>,
    /// `SystemModstamp`.
    pub modified: Timestamp,
}

/// One page of users and how to get the next.
#[derive(Debug, Clone)]
pub struct DirectoryPage {
    /// The rows, in the order that was asked for.
    pub users: Vec<DirectoryUser>,
    /// Rows of the whole result as Salesforce counts them.
    pub total: u64,
    /// Where the next page is; `None` on the last.
    pub next: Option<NextPage>,
}

/// Salesforce's `nextRecordsUrl`: a path on the instance, opaque to everyone else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextPage(pub String);

/// Which users are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UserQuery {
    /// Everyone, ordered by `Id`, beginning behind the given one (a full load that resumes).
    All {
        /// The last `Id` already stored.
        after: Option<SalesforceId>,
    },
    /// Everyone whose `SystemModstamp` is at or after the instant, ordered by `SystemModstamp, Id`.
    ChangedSince(Timestamp),
    /// The one user who was changed last; its `SystemModstamp` is where a full load begins.
    Newest,
}

/// Calls of the organization's daily allowance, from `Sforce-Limit-Info`. Salesforce updates it
/// with a delay, so it is approximate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ApiUsage {
    /// Calls used in the last 24 hours by all apps.
    pub used: u64,
    /// Calls allowed in 24 hours.
    pub limit: u64,
}

impl ApiUsage {
    /// From this used part of the limit sessions run slower.
    pub const SLOWER_FROM: f64 = 0.70;
    /// From here not even a person may ask: once an hour a session sees whether there is room again.
    pub const NOT_BY_HAND_FROM: f64 = 0.95;

    /// The used part of the limit; 0 when no limit is known.
    #[allow(
        clippy::cast_precision_loss,
        reason = "a share needs no more than 15 digits"
    )]
    pub fn share(&self) -> f64 {
        if self.limit == 0 {
            0.0
        } else {
            self.used as f64 / self.limit as f64
        }
    }
}
