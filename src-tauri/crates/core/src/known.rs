//! What is known of an organization until a restart: plain values, read and written in one step each.

use crate::connection::{
    ConnectionFault, ConnectionState, FaultKind, PassingFault, StateFacts, StoredConnection,
};
use crate::directory::ApiUsage;
use crate::failure::{CallError, SessionError};
use crate::fault::Fault;
use crate::incident::IncidentScope;
use crate::login::CallbackRefusal;
use crate::login::state::Login;
use crate::organization::Organization;
use crate::pace::{OwnShareUsed, OwnUse, Pace, REFUSED_PAUSE, may_run_early, throttle_pause};
use crate::plan::KnownIncident;
use crate::port::salesforce::{Access, CallFailure};
use crate::refusal::{NotDone, too_soon};
use crate::salesforce_id::SalesforceId;
use crate::turn::Turn;
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;

/// The system may hand one address over by two ways within moments.
const DELIVERED_TWICE_WITHIN: SignedDuration = SignedDuration::from_secs(10);

#[derive(Default)]
pub(crate) struct State {
    pub(crate) login: Login,
    /// When a callback was last taken.
    pub(crate) consumed: Option<Timestamp>,
    /// A callback of this organization that came for nothing.
    pub(crate) refused_callback: Option<(CallbackRefusal, Timestamp)>,
    pub(crate) turn: Turn,
    pub(crate) known: Known,
}

impl State {
    pub(crate) fn connection(
        &self,
        organization: &Organization,
        connection: Option<&StoredConnection>,
        idle_limit_days: u32,
        now: Timestamp,
    ) -> ConnectionState {
        let facts = StateFacts {
            switch_on: organization.service_account_login,
            connection,
            login_waiting: self.login.is_under_way(),
            key_lost: self.known.key_lost,
            passing: self.known.passing.as_ref(),
            idle_limit_days: i64::from(idle_limit_days),
        };
        ConnectionState::of(&facts, now)
    }

    /// Brings the next session forward, unless failures, a throttling, a budget or Salesforce's own
    /// wish hold it back.
    pub(crate) fn bring_forward(&mut self, latest: Timestamp, now: Timestamp) {
        if self.known.failures == 0 && !self.known.must_wait(now) {
            self.turn.replan(|due| due.min(latest));
        }
    }

    /// An answer where none was expected says that everyone can be read again. Only a session proves
    /// it, so one begins at once, unless something else keeps it waiting.
    pub(crate) fn look_again(&mut self, refused: bool, now: Timestamp) {
        let expected = !refused && self.known.passing.is_none();
        if !expected && !self.known.must_wait(now) {
            self.turn.replan(|due| due.min(now));
        }
    }

    /// The next session keeps to what a failed check was told, as if a session had been told it.
    pub(crate) fn wait_as_asked(&mut self) {
        if let Some(earliest) = self.known.earliest() {
            self.turn.replan(|due| due.max(earliest));
        }
    }

    /// Notes a callback that came for nothing, and answers whether it is told: one that is merely
    /// delivered twice is not.
    pub(crate) fn refuse_callback(&mut self, refusal: CallbackRefusal, now: Timestamp) -> bool {
        let just_taken = |taken| now.duration_since(taken) < DELIVERED_TWICE_WITHIN;
        let twice = refusal == CallbackRefusal::Replayed && self.consumed.is_some_and(just_taken);
        if !twice {
            self.refused_callback = Some((refusal, now));
        }
        !twice
    }

    /// Nobody is connected any more: only a session that runs still has to find out.
    pub(crate) fn disconnected(&self) -> Self {
        Self {
            turn: self.turn.without_plan(),
            ..Self::default()
        }
    }
}

/// Refusals in a row that are no accident: the list is out of date, and somebody must know.
pub(crate) const TOO_MANY_REFUSALS: u32 = 3;

/// What is known of the connected account: it ends with the connection, as a whole.
#[derive(Default, Clone)]
pub(crate) struct Known {
    pub(crate) access: Option<Access>,
    pub(crate) passing: Option<PassingFault>,
    /// Sessions in a row that Salesforce answered and refused to let read.
    pub(crate) refusals: u32,
    pub(crate) key_lost: bool,
    pub(crate) usage: Option<ApiUsage>,
    /// Sessions in a row that did not reach Salesforce.
    pub(crate) failures: u32,
    /// Sessions in a row that were refused because the API requests are used up; other failures
    /// between them neither count nor end the row.
    pub(crate) throttlings: u32,
    /// Salesforce asked to be left alone until then.
    pub(crate) not_before: Option<Timestamp>,
    /// The console's own share of the API limit, where it was used up when the last session ended.
    pub(crate) own_share: Option<OwnShareUsed>,
    /// When the last session ended.
    pub(crate) last_ended: Option<Timestamp>,
    /// Calls that the last session took.
    pub(crate) last_calls: u64,
    /// A person asked for everyone to be read again.
    pub(crate) full_load_wanted: bool,
    pub(crate) last_manual: Option<Timestamp>,
    /// Calls of the last day that belong to no session: *Test connection*, checks of the account.
    pub(crate) calls_beside: Vec<(Timestamp, u64)>,
    /// When members were checked by hand in the last minute.
    pub(crate) checked: HashMap<SalesforceId, Timestamp>,
    /// When a connection without sessions is looked at again: to keep its token alive, or to find
    /// its key.
    pub(crate) look_again: Option<Timestamp>,
    /// When a connection without sessions was last refreshed to keep it alive.
    pub(crate) kept_alive: Option<Timestamp>,
}

/// What a failure says about the connection.
pub(crate) enum Says {
    Nothing,
    Passing(PassingFault),
    /// Salesforce is there, whatever else it says.
    Reached,
    /// It refused too often to let users be read.
    NotRead(Fault),
    Refused(ConnectionFault),
}

impl Known {
    pub(crate) fn count(&mut self, calls: u64, now: Timestamp) {
        let day_ago = now - SignedDuration::from_hours(24);
        self.calls_beside.retain(|(at, _)| *at > day_ago);
        self.calls_beside.push((now, calls));
    }

    /// Lets a member be checked by hand, once a minute each.
    pub(crate) fn take_turn(
        &mut self,
        member: &SalesforceId,
        now: Timestamp,
    ) -> Result<(), NotDone> {
        // Nobody waits for the others any more.
        self.checked
            .retain(|_, last| too_soon(Some(*last), now).is_some());
        if let Some(refused) = too_soon(self.checked.get(member).copied(), now) {
            return Err(refused);
        }
        self.checked.insert(member.clone(), now);
        Ok(())
    }

    /// See `calls_beside`.
    pub(crate) fn calls_beside(&self, since: Timestamp) -> u64 {
        let calls = self.calls_beside.iter();
        let calls = calls.filter(|(at, _)| *at > since);
        calls.map(|(_, calls)| calls).sum()
    }

    /// Takes up what Salesforce asked for with a failure, and answers what the failure says about
    /// the connection. So many refusals in a row are `too_many`; `None` where none counts.
    pub(crate) fn heed(
        &mut self,
        error: &SessionError,
        too_many: Option<u32>,
        now: Timestamp,
    ) -> Says {
        self.not_before = error.retry_after().map(|pause| now + pause);
        let SessionError::Call(failure) = error else {
            return Says::Nothing;
        };
        match failure {
            CallError::Call(CallFailure::RequestLimit { fault, .. }) => {
                self.throttlings = self.throttlings.saturating_add(1);
                let until = now + throttle_pause(fault.code, self.throttlings);
                Says::Passing(PassingFault::Throttled {
                    until: until.max(self.not_before.unwrap_or(until)),
                    fault: fault.clone(),
                })
            }
            // A locked key store is no fault of Salesforce's, but as passing: nobody turns red, and
            // the fault says what to unlock.
            CallError::Vault(_) | CallError::Call(CallFailure::Unreachable { .. }) => {
                // Since the first time in a row.
                let since = match self.passing {
                    Some(PassingFault::Unreachable { since, .. }) => since,
                    _ => now,
                };
                let fault = failure.fault();
                Says::Passing(PassingFault::Unreachable { fault, since })
            }
            CallError::Call(CallFailure::SessionExpired(fault) | CallFailure::Refused(fault))
                if fault.code.refuses_the_connection() =>
            {
                Says::Refused(ConnectionFault {
                    kind: FaultKind::Refused,
                    fault: fault.clone(),
                    since: now,
                })
            }
            CallError::Call(CallFailure::SessionExpired(fault) | CallFailure::Refused(fault)) => {
                self.refusals = self.refusals.saturating_add(u32::from(too_many.is_some()));
                match too_many {
                    Some(too_many) if self.refusals >= too_many => Says::NotRead(fault.clone()),
                    // Only a session that reads everyone ends that nobody is read.
                    _ if matches!(self.passing, Some(PassingFault::NotRead { .. })) => {
                        Says::Nothing
                    }
                    _ => Says::Reached,
                }
            }
            // Recorded where it happened.
            _ => Says::Nothing,
        }
    }

    /// Whether it is known that users are not read for such a fault, whose newest text is kept.
    pub(crate) fn is_not_read(&mut self, fault: &Fault) -> bool {
        match &mut self.passing {
            Some(PassingFault::NotRead { fault: known, .. }) if known.code == fault.code => {
                known.clone_from(fault);
                true
            }
            _ => false,
        }
    }

    /// What an earlier process knew: nobody looks healthy until a session has read.
    pub(crate) fn take_up(&mut self, open: Vec<KnownIncident>) {
        let mut open = open.into_iter();
        let reading = open.find(|incident| incident.scope == IncidentScope::Reading);
        self.passing = reading.map(|KnownIncident { fault, since, .. }| {
            self.refusals = TOO_MANY_REFUSALS;
            PassingFault::NotRead { fault, since }
        });
    }

    /// What the pace of sessions depends on, apart from what the console keeps.
    pub(crate) fn pace(&self, spent: u64) -> Pace<'_> {
        Pace {
            failures: self.failures,
            passing: self.passing.as_ref(),
            not_before: self.not_before,
            share: self.usage.map_or(0.0, |usage| usage.share()),
            own: OwnUse {
                spent,
                limit: self.usage.map_or(0, |usage| usage.limit),
                last_session: self.last_calls,
            },
            ..Pace::default()
        }
    }

    /// Whether a connection without sessions is refreshed now, to keep its token alive, and when it
    /// is looked at again.
    pub(crate) fn keep_alive(&mut self, idle_ends: Timestamp, now: Timestamp) -> bool {
        let retry = self.kept_alive.map(|tried| tried + REFUSED_PAUSE);
        let at = retry.map_or(idle_ends, |retry| retry.max(idle_ends));
        let due = at <= now;
        if due {
            self.kept_alive = Some(now);
        }
        self.look_again = Some(if due { now + REFUSED_PAUSE } else { at });
        due
    }

    /// The own share, while it is used up.
    pub(crate) fn own_share_used(&self, now: Timestamp) -> Option<OwnShareUsed> {
        self.own_share.filter(|used| used.until > now)
    }

    /// Nothing is asked before: a throttling, or Salesforce's own wish.
    pub(crate) fn earliest(&self) -> Option<Timestamp> {
        let throttled = match self.passing {
            Some(PassingFault::Throttled { until, .. }) => Some(until),
            _ => None,
        };
        throttled.max(self.not_before)
    }

    /// Whether a plan must not be brought forward: a throttling, a budget, or Salesforce's own
    /// wish holds on.
    pub(crate) fn must_wait(&self, now: Timestamp) -> bool {
        self.earliest().is_some_and(|until| until > now)
            || self.own_share_used(now).is_some()
            || !may_run_early(self.usage.map_or(0.0, |usage| usage.share()))
    }
}
