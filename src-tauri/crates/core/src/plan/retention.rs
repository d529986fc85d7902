//! What is forgotten, and when.

use jiff::{SignedDuration, Timestamp};

/// What is old at an instant. A store forgets it in this order, or changes would lose the texts that
/// their incidents keep: sessions, checks, changes of status, incidents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// Whatever ended before this goes. Not the newest session that finished, however old: statuses
    /// are as of then.
    pub before: Timestamp,
    /// Sessions of the schedule that began before this, changed nobody and ended well go too: they
    /// are most of all sessions and would push out those that tell something.
    pub quiet_before: Timestamp,
}

impl Retention {
    /// The most sessions, and the most closed incidents, that are kept of an organization.
    pub const KEPT: i64 = 10_000;
    /// The most changes of status that are kept of all organizations together, about 20 MB.
    pub const CHANGES_KEPT: i64 = 500_000;
    /// Changes that are forgotten at the end of one session, so that nobody waits for all of them.
    pub const CHANGES_AT_ONCE: i64 = 5_000;

    pub(super) fn at(now: Timestamp) -> Self {
        let days = |days: i64| SignedDuration::from_hours(24 * days);
        Self {
            before: now - days(90),
            quiet_before: now - days(3),
        }
    }
}
