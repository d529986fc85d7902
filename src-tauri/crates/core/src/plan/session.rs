//! The end of a session.

use super::retention::Retention;
use super::state::{NotFound, SessionId};
use super::work::{Plan, Rows, Work};
use crate::fault::Fault;
use crate::session::{Changes, Outcome, Session};
use crate::status::OwnStatus;
use crate::text;
use jiff::Timestamp;

/// The end of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionEnd {
    pub ended: Timestamp,
    pub outcome: Outcome,
    pub changes: Changes,
    pub api_calls: u64,
    /// What stopped it.
    pub fault: Option<Fault>,
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
            fault: end.fault.as_ref().map(text::fault),
            ..begun
        };
        plan.session = Some((id, session.clone(), end.changes.newly_suspended));
        plan.forget = Some(Retention::at(end.ended));
        Ok(session)
    }
}
