//! The end of a session, and what is forgotten with it.

use super::{NotFound, Plan, Rows, Work};
use crate::session::{Changes, Outcome, Session};
use crate::status::OwnStatus;
use crate::text;
use jiff::{SignedDuration, Timestamp};

/// A session's row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionId(pub i64);

/// The end of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionEnd {
    pub ended: Timestamp,
    pub outcome: Outcome,
    pub changes: Changes,
    pub api_calls: u64,
    /// The text that stopped it.
    pub raw: Option<String>,
}

/// Records the end of a session, with members and suspended from the counters, and forgets what is
/// old.
#[derive(Debug, Clone)]
pub struct EndSession {
    pub id: SessionId,
    pub end: SessionEnd,
}

impl Work for EndSession {
    type Answer = Session;

    fn decide<R: Rows>(self, plan: &mut Plan, rows: &mut R) -> Result<Session, R::Error> {
        let Self { id, end } = self;
        let begun = rows.open_session(id)?.ok_or(NotFound("open session"))?;
        let session = Session {
            ended: Some(end.ended),
            outcome: Some(end.outcome),
            members_checked: plan.state.counts.all_members(),
            changed: end.changes.changed,
            suspended: plan.state.counts.of(OwnStatus::Suspended),
            api_calls: end.api_calls,
            raw: end.raw.map(|raw| text::raw(&raw).into_owned()),
            ..begun
        };
        plan.session = Some((id, session.clone(), end.changes.newly_suspended));
        plan.forget = Some(Retention::at(end.ended));
        Ok(session)
    }
}

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

    fn at(now: Timestamp) -> Self {
        let days = |days: i64| SignedDuration::from_hours(24 * days);
        Self {
            before: now - days(90),
            quiet_before: now - days(3),
        }
    }
}
