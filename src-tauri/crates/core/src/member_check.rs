//! Checks of one member that a person asked for.

use crate::directory::DirectoryUser;
use crate::fault::Fault;
use crate::salesforce_id::SalesforceId;
use crate::slug::slugged;
use crate::status::OwnStatus;
use crate::wire;
use jiff::Timestamp;
use serde::Serialize;
use ts_rs::TS;

slugged! {
    /// What a check found.
    pub enum CheckOutcome {
        /// The status is what it was.
        Unchanged = "unchanged",
        /// The status, or what suspends the member, is another one.
        Changed = "changed",
        /// Salesforce did not show the user, and nothing was changed: an absence counts when it is seen
        /// again.
        NotShown = "not-shown",
        /// Salesforce answered with an older state than the one that is known, and nothing was changed.
        Outdated = "outdated",
        /// Salesforce could not be asked; the fault says why.
        Failed = "failed",
    }
}

/// A check of one member by hand. It is no session: a session says that everyone was read, and this
/// says so of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct MemberCheck {
    /// When Salesforce was asked.
    #[serde(serialize_with = "wire::millis")]
    #[ts(type = "number")]
    pub at: Timestamp,
    pub outcome: CheckOutcome,
    /// The own status before; `None` for somebody who was not a member.
    pub before: Option<OwnStatus>,
    /// The own status after it; `None` for somebody who is not a member any more.
    pub after: Option<OwnStatus>,
    /// What stopped it.
    pub fault: Option<Fault>,
}

/// What was read of one member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberReading {
    /// Who was asked for.
    pub member: SalesforceId,
    /// The answer; `None` where Salesforce does not show this user.
    pub found: Option<DirectoryUser>,
    /// Calls that it took.
    pub api_calls: u64,
}
