//! When the next session is due. Pure, and compared with the wall clock once a second, so that
//! sleep and wake need nothing of their own: what is due runs, once.

use super::access::KEEP_ALIVE_AFTER;
use super::{Console, Notice};
use crate::connection::{ConnectionState, PassingFault};
use crate::organization::OrganizationId;
use crate::port::salesforce::Salesforce;
use crate::port::store::Store;
use crate::port::vault::{SealState, Vault};
use crate::session::Trigger;
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::MissedTickBehavior;

/// Between two sessions of an organization.
pub const SESSION_INTERVAL: SignedDuration = SignedDuration::from_secs(60);

/// Between two looks at a connection that a policy refuses, and between two tries to keep an unused
/// token alive.
const REFUSED_PAUSE: SignedDuration = SignedDuration::from_mins(30);

/// The longest pause while Salesforce cannot be reached.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_mins(15);

/// From this share of the organization's API limit, used by all apps, sessions run slower.
const SLOWER_FROM: f64 = 0.70;
/// From here they run once an hour or by hand.
const HOURLY_FROM: f64 = 0.85;
/// From here not even by hand: once an hour a session sees whether there is room again. Without
/// that one look the console would never learn it, as only data requests name the use.
pub(super) const NOT_BY_HAND_FROM: f64 = 0.95;

/// The time between two sessions while `share` of the organization's API limit is used.
fn interval(share: f64) -> SignedDuration {
    match share {
        share if share >= HOURLY_FROM => SESSION_INTERVAL * 60,
        share if share >= SLOWER_FROM => SESSION_INTERVAL * 5,
        _ => SESSION_INTERVAL,
    }
}

/// The next session: the interval with ±10 % jitter; doubled for each failure in a row up to a
/// quarter of an hour; not before a throttling ends. `share` is the used part of the organization's
/// API limit, `random` is from 0 up to 1.
pub fn next_due(
    now: Timestamp,
    failures: u32,
    passing: Option<&PassingFault>,
    share: f64,
    random: f64,
) -> Timestamp {
    let doubled = SESSION_INTERVAL
        .saturating_mul(1 << failures.min(4))
        .min(LONGEST_PAUSE);
    let pause = doubled.max(interval(share)).mul_f64(0.9 + 0.2 * random);
    match passing {
        Some(PassingFault::Throttled { until, .. }) => (*until).max(now + pause),
        _ => now + pause,
    }
}

impl<V: Vault, S: Store, F: Salesforce> Console<V, S, F> {
    /// Starts due sessions until the task is dropped.
    pub async fn run_schedule(self: Arc<Self>) {
        let mut tick = tokio::time::interval(Duration::from_secs(1));
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tick.tick().await;
            self.start_due_sessions().await;
        }
    }

    /// Starts the sessions that are due now, each in its own task, and answers how many.
    pub async fn start_due_sessions(self: &Arc<Self>) -> usize {
        // A period that began or ended since the last look.
        self.tell_gate(false);
        let organizations = match self.ports.store.organizations().await {
            Ok(organizations) => organizations,
            Err(error) => {
                tracing::error!(%error, "the organizations cannot be read; nothing is scheduled");
                return 0;
            }
        };
        let mut started = 0;
        for organization in organizations {
            self.end_timed_out_login(organization.id).await;
            let entitled = self.entitled_organization(organization.id).await;
            if !organization.service_account_login || !entitled {
                self.keep_alive(organization.id).await;
            }
            if entitled && self.is_due(organization.id).await {
                self.live(organization.id)
                    .change(|live| live.next_due = None);
                self.start_session(organization.id, Trigger::Schedule);
                started += 1;
            }
        }
        started
    }

    /// Whether a session is due now. A state that allows none is never due: a lost connection costs
    /// no request and no row a minute.
    async fn is_due(&self, id: OrganizationId) -> bool {
        let live = self.live(id);
        let state = live.read();
        let now = self.now();
        // A clock that was set back must not stop the sessions.
        let waits =
            |due: Timestamp| due > now && due.duration_since(now) <= SignedDuration::from_hours(24);
        if state.session_running || state.next_due.is_some_and(waits) {
            return false;
        }
        self.find_key_again(id).await;
        let Ok(reading) = self.connection_reading(id).await else {
            return false;
        };
        // A policy may be lifted, or a laptop be back in its own network: a refusal is looked at
        // again, slowly, without waiting for a person.
        let probe = matches!(reading.state, ConnectionState::Refused(_));
        if !reading.state.allows_sessions() && !probe {
            return false;
        }
        if state.next_due.is_none() {
            // Not planned yet: the first session comes at a random point of the interval, so that
            // many consoles started together do not ask together.
            let due = now + SESSION_INTERVAL.mul_f64((self.ports.random)());
            live.change(|live| live.next_due = Some(due));
        }
        state.next_due.is_some()
    }

    /// A key that is back in the key store ends *KeyLost* without a new login.
    async fn find_key_again(&self, id: OrganizationId) {
        let live = self.live(id);
        if live.read().key_lost
            && matches!(self.ports.vault.seal_state().await, Ok(SealState::Ready))
        {
            live.change(|live| live.key_lost = false);
            self.notify(Notice::ConnectionChanged(id));
        }
    }

    /// Refreshes a connection that was not used for a week although sessions are stopped: the switch
    /// off, or a pause, must not let the token die of idleness.
    async fn keep_alive(self: &Arc<Self>, id: OrganizationId) {
        let Ok(Some(connection)) = self.ports.vault.connection(id).await else {
            return;
        };
        let now = self.now();
        let live = self.live(id);
        let tried = live.read().kept_alive;
        let recently = tried.is_some_and(|tried| now.duration_since(tried) < REFUSED_PAUSE);
        let idle = now.duration_since(connection.last_refresh) >= KEEP_ALIVE_AFTER;
        if !idle || recently {
            return;
        }
        live.change(|live| live.kept_alive = Some(now));
        if let Err(failure) = self.access(id, Some(connection.generation)).await {
            tracing::warn!(organization = %id, %failure, "the idle token could not be kept alive");
        }
    }

    /// Plans the session after one that just ended.
    pub(super) async fn plan_next(&self, id: OrganizationId) {
        let refused = self
            .connection_reading(id)
            .await
            .is_ok_and(|reading| matches!(reading.state, ConnectionState::Refused(_)));
        let live = self.live(id);
        let state = live.read();
        let due = next_due(
            self.now(),
            state.failures,
            state.passing.as_ref(),
            state.usage.map_or(0.0, |usage| usage.share()),
            (self.ports.random)(),
        );
        let due = if refused {
            due.max(self.now() + REFUSED_PAUSE)
        } else {
            due
        };
        live.change(|live| live.next_due = Some(due));
    }

    /// When the next session is due, if the state allows one.
    pub fn planned(&self, id: OrganizationId, state: &ConnectionState) -> Option<Timestamp> {
        if state.allows_sessions() {
            self.live(id).read().next_due
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pause(failures: u32, random: f64) -> i64 {
        next_due(Timestamp::UNIX_EPOCH, failures, None, 0.0, random).as_second()
    }

    #[test]
    fn sessions_follow_each_other_after_a_minute_give_or_take_a_tenth() {
        assert_eq!((pause(0, 0.0), pause(0, 0.5), pause(0, 1.0)), (54, 60, 66));
    }

    #[test]
    fn failures_double_the_pause_up_to_a_quarter_of_an_hour() {
        assert_eq!(
            (pause(1, 0.5), pause(2, 0.5), pause(3, 0.5), pause(30, 0.5)),
            (120, 240, 480, 900)
        );
    }

    #[test]
    fn nothing_is_asked_before_a_throttling_ends() {
        let until = Timestamp::from_second(7200).expect("valid");
        let passing = PassingFault::Throttled {
            until,
            raw: "REQUEST_LIMIT_EXCEEDED".to_owned(),
        };
        assert_eq!(
            next_due(Timestamp::UNIX_EPOCH, 1, Some(&passing), 0.0, 0.5),
            until
        );
    }

    #[test]
    fn a_limit_that_is_nearly_used_up_slows_the_sessions() {
        let at = |share| next_due(Timestamp::UNIX_EPOCH, 0, None, share, 0.5).as_second();
        assert_eq!(
            (at(0.69), at(0.70), at(0.85), at(0.99)),
            (60, 300, 3600, 3600)
        );
    }
}
