//! What became of a member: changes of the own status, and losses of the connection that lay over
//! it.

use crate::fault::Fault;
use crate::status::{OwnStatus, StatusSource};
use jiff::Timestamp;

/// A status that began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusChange {
    pub at: Timestamp,
    /// The own status from then on; `None` for somebody who left the group.
    pub own: Option<OwnStatus>,
    /// What suspends, where it is still known.
    pub cause: Option<Fault>,
    pub source: StatusSource,
}

/// A time without a working connection. It touches every member, so it is kept once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionLoss {
    pub since: Timestamp,
    /// When a session proved that it was over; `None` while it lasts.
    pub until: Option<Timestamp>,
    pub fault: Fault,
}

/// A member's history, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UserHistory {
    /// Changes of the own status.
    pub changes: Vec<StatusChange>,
    /// Changes that are kept in all.
    pub total: u64,
    /// Losses of the connection since the oldest change shown.
    pub losses: Vec<ConnectionLoss>,
}
