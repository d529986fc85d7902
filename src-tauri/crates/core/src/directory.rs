//! What Salesforce says about a user: the facts that statuses are derived from.

use crate::salesforce_id::SalesforceId;
use jiff::Timestamp;
use serde::Serialize;
use std::collections::HashSet;
use ts_rs::TS;

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

/// The pages of one query, which must come to an end and name everyone once: a cache on the way, or a
/// fault of Salesforce's, can repeat a page for ever, and whoever it hides would look gone. That ids
/// rise is not asked for, because nobody promises in which order Salesforce compares them.
#[derive(Debug, Default)]
pub(crate) struct Chain {
    addresses: HashSet<String>,
    ids: HashSet<SalesforceId>,
    total: Option<u64>,
}

impl Chain {
    /// Takes a page; refuses one that cannot belong to an honest list.
    pub(crate) fn take(&mut self, page: &DirectoryPage) -> Result<(), &'static str> {
        let total = *self.total.get_or_insert(page.total);
        for user in &page.users {
            if !self.ids.insert(user.id.clone()) {
                return Err("the list of users names somebody twice");
            }
        }
        if self.ids.len() as u64 > total {
            return Err("the list of users is longer than Salesforce said");
        }
        match &page.next {
            Some(next) if !self.addresses.insert(next.0.clone()) => {
                Err("the list of users leads back to a page that was read")
            }
            _ => Ok(()),
        }
    }
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::port::store::conformance::rig::user;

    fn page(users: std::ops::Range<usize>, next: Option<&str>) -> DirectoryPage {
        DirectoryPage {
            users: users.map(user).collect(),
            total: 4,
            next: next.map(|next| NextPage(next.to_owned())),
        }
    }

    #[test]
    fn pages_that_repeat_or_go_on_too_long_are_no_list() {
        let mut chain = Chain::default();
        assert_eq!(chain.take(&page(1..3, Some("/a"))), Ok(()));
        assert_eq!(chain.take(&page(3..5, None)), Ok(()));
        for (second, what) in [
            (page(1..3, Some("/b")), "twice"),
            (page(3..4, Some("/a")), "leads back"),
            (page(3..6, Some("/b")), "longer"),
        ] {
            let mut chain = Chain::default();
            assert_eq!(chain.take(&page(1..3, Some("/a"))), Ok(()));
            let refused = chain.take(&second).expect_err(what);
            assert!(refused.contains(what), "{refused}");
        }
    }
}
