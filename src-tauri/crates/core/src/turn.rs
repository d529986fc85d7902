//! When the next session of an organization runs.

use crate::connection::ConnectionState;
use crate::pace::LONGEST_PLAN;
use crate::session::Trigger;
use jiff::{SignedDuration, Timestamp};

/// Within this time after a sleep the sessions begin: a network needs a moment to come back.
pub(crate) const WOKEN_WITHIN: SignedDuration = SignedDuration::from_secs(10);

/// When more than this went by between two looks at the clock, the computer slept or its clock was
/// set.
const JUMP: SignedDuration = SignedDuration::from_secs(90);

/// A clock that went back by more than this was set.
const SET_BACK: SignedDuration = SignedDuration::from_secs(5);

/// An organization's place in the schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Turn {
    /// Nothing is planned: the first session comes at a random point of the interval, so that many
    /// consoles started together do not ask together.
    #[default]
    Unplanned,
    Due {
        at: Timestamp,
        why: Trigger,
    },
    /// It fell due and does not run yet: it must not be started twice.
    Starting,
    Running,
}

/// What a look at the schedule sees of an organization.
pub(crate) struct Look<'a> {
    pub(crate) now: Timestamp,
    pub(crate) state: &'a ConnectionState,
    /// Whether its switch and the license let sessions run.
    pub(crate) runs: bool,
    /// Whether the computer slept or its clock was set since the last look.
    pub(crate) jumped: bool,
    /// Whether a throttling, a budget or Salesforce's own wish holds on.
    pub(crate) must_wait: bool,
    /// Between two sessions.
    pub(crate) interval: SignedDuration,
    /// From 0 up to 1.
    pub(crate) random: f64,
}

impl Turn {
    pub(crate) fn is_running(self) -> bool {
        self == Self::Running
    }

    pub(crate) fn due(self) -> Option<Timestamp> {
        match self {
            Self::Due { at, .. } => Some(at),
            _ => None,
        }
    }

    /// Moves what is planned; a session that runs makes its own plan when it ends.
    pub(crate) fn replan(&mut self, plan: impl FnOnce(Timestamp) -> Timestamp) {
        if let Self::Due { at, .. } = self {
            *at = plan(*at);
        }
    }

    /// Plans a session, unless one runs or is about to.
    pub(crate) fn plan(&mut self, at: Timestamp, why: Trigger) {
        if matches!(self, Self::Unplanned | Self::Due { .. }) {
            *self = Self::Due { at, why };
        }
    }

    /// What is left when the connection ends: a session that runs has to find out.
    pub(crate) fn without_plan(self) -> Self {
        match self {
            Self::Running => self,
            _ => Self::Unplanned,
        }
    }

    /// Whether a sleep brings the next session forward: what was planned, and every pause that grew
    /// with failures, belongs to the time before. A throttling, a budget and what Salesforce asked
    /// for hold on.
    pub(crate) fn wakes(self, look: &Look<'_>) -> bool {
        let planned = matches!(self, Self::Unplanned | Self::Due { .. });
        look.jumped && planned && look.state.allows_sessions() && !look.must_wait
    }

    /// One look at the schedule; answers why a session starts now. A state that allows none is never
    /// due: a lost connection costs no request and no row a minute.
    pub(crate) fn step(&mut self, look: &Look<'_>) -> Option<Trigger> {
        if self.wakes(look) {
            let at = look.now + WOKEN_WITHIN.mul_f64(look.random);
            self.plan(at, Trigger::Woken);
        } else if look.jumped {
            // Of a plan made with a clock that was set back, nothing holds but its length.
            self.replan(|due| due.min(look.now + LONGEST_PLAN));
        }
        // A policy may be lifted, a laptop be back in its own network, or a text that nobody knows
        // have meant something that passes: the token is tried again, slowly, without waiting for
        // a person.
        if !look.runs || !(look.state.allows_sessions() || look.state.is_probed()) {
            return None;
        }
        match *self {
            Self::Unplanned => {
                let at = look.now + look.interval.mul_f64(look.random);
                self.plan(at, Trigger::Schedule);
                None
            }
            Self::Due { at, why } if !waits(at, look.now) => {
                *self = Self::Starting;
                Some(why)
            }
            _ => None,
        }
    }
}

/// Whether the computer slept or its clock was set between two looks at the clock.
pub(crate) fn jumped(before: Timestamp, now: Timestamp) -> bool {
    let passed = now.duration_since(before);
    passed > JUMP || passed < -SET_BACK
}

/// A clock that was set back must not stop the sessions.
fn waits(due: Timestamp, now: Timestamp) -> bool {
    due > now && due.duration_since(now) <= LONGEST_PLAN
}

#[cfg(test)]
mod tests;
