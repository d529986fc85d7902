//! Starting sessions when they are due: the plan is compared with the wall clock once a second, so
//! what fell due during a sleep runs once. How fast sessions follow each other is in `pace`.

use super::access::keep_alive_after;
use super::connections::Connections;
use super::journal::Journal;
use super::license::License;
use super::organizations::Organizations;
use super::own_data::OwnData;
use super::pace::REFUSED_PAUSE;
use super::ports::{Notice, Ports, locked};
use super::reading::Directory;
use super::states::States;
use super::stop::Sync;
use crate::connection::ConnectionState;
use crate::organization::OrganizationId;
use crate::port::salesforce::Salesforce;
use crate::port::store::Store;
use crate::port::vault::{SealState, Vault};
use crate::session::Trigger;
use jiff::{SignedDuration, Timestamp};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::MissedTickBehavior;

/// The schedule looks at the clock once a second. When more than this went by in between, the
/// computer slept or its clock was set.
const JUMP: SignedDuration = SignedDuration::from_secs(90);

/// A clock that went back by more than this was set.
const SET_BACK: SignedDuration = SignedDuration::from_secs(5);

/// No plan is longer than the longest throttling.
const LONGEST_PLAN: SignedDuration = SignedDuration::from_hours(24);

/// Within this time after a sleep the sessions begin: a network needs a moment to come back.
const WOKEN_WITHIN: SignedDuration = SignedDuration::from_secs(10);

/// When sessions run.
pub struct Scheduler<V, S, F> {
    pub(super) ports: Arc<Ports<V, S, F>>,
    pub(super) states: Arc<States>,
    pub(super) journal: Arc<Journal<V, S, F>>,
    pub(super) license: Arc<License<V, S, F>>,
    pub(super) connections: Arc<Connections<V, S, F>>,
    pub(super) sync: Arc<Sync<V, S, F>>,
    pub(super) directory: Arc<Directory<V, S, F>>,
    pub(super) organizations: Arc<Organizations<V, S, F>>,
    pub(super) own_data: Arc<OwnData<V, S, F>>,
    /// When the schedule last looked at the clock.
    pub(super) looked_at_clock: Mutex<Option<Timestamp>>,
}

impl<V: Vault, S: Store, F: Salesforce> Scheduler<V, S, F> {
    /// Starts due sessions until the task is dropped.
    pub async fn run(self: Arc<Self>) {
        self.journal.raise_pending_alerts().await;
        let mut tick = tokio::time::interval(Duration::from_secs(1));
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tick.tick().await;
            self.start_due().await;
        }
    }

    /// Starts the sessions that are due now, each in its own task, and answers how many.
    pub async fn start_due(self: &Arc<Self>) -> usize {
        // A period that began or ended since the last look.
        self.license.tell(false);
        self.own_data.try_writing_again().await;
        self.organizations.wipe_again_when_due();
        let organizations = match self.ports.store.organizations().await {
            Ok(organizations) => organizations,
            Err(error) => {
                tracing::error!(%error, "the organizations cannot be read; nothing is scheduled");
                return 0;
            }
        };
        let mut started = 0;
        let jumped = self.clock_jumped();
        for organization in organizations {
            if jumped {
                self.plan_after_jump(organization.id).await;
            }
            self.connections.end_timed_out_login(organization.id).await;
            let entitled = self.license.entitled_organization(organization.id).await;
            let runs = organization.synchronization && entitled;
            if !organization.service_account_login || !runs {
                self.keep_alive(organization.id).await;
            }
            if runs && self.is_due(organization.id).await {
                let live = self.states.of(organization.id);
                let woken = live.read().woken;
                live.change(|live| {
                    live.next_due = None;
                    live.woken = false;
                    live.starting = true;
                });
                let trigger = if woken {
                    Trigger::Woken
                } else {
                    Trigger::Schedule
                };
                self.sync.start(organization.id, trigger);
                started += 1;
            }
        }
        started
    }

    /// Whether the wall clock moved otherwise than time passes since the last look at it.
    fn clock_jumped(&self) -> bool {
        let now = self.ports.now();
        let before = locked(&self.looked_at_clock).replace(now);
        before.is_some_and(|before| {
            let passed = now.duration_since(before);
            passed > JUMP || passed < -SET_BACK
        })
    }

    /// Brings the next session forward after a sleep: what was planned, and every pause that grew
    /// with failures, belongs to the time before. A throttling, a budget and what Salesforce asked
    /// for hold on.
    async fn plan_after_jump(&self, id: OrganizationId) {
        let live = self.states.of(id);
        let state = live.read();
        let now = self.ports.now();
        let Ok(reading) = self.directory.connection_reading(id).await else {
            return;
        };
        let waits = state.must_wait(now);
        if state.session_running || !reading.state.allows_sessions() {
            return;
        }
        if waits {
            // Of a plan made with a clock that was set back, nothing holds but its length.
            let latest = now + LONGEST_PLAN;
            live.change(|live| live.next_due = live.next_due.map(|due| due.min(latest)));
            return;
        }
        tracing::info!(organization = %id, "the clock jumped; a session runs now");
        let due = now + WOKEN_WITHIN.mul_f64((self.ports.random)());
        live.change(|live| {
            live.failures = 0;
            live.woken = true;
            live.next_due = Some(due);
        });
    }

    /// Tells whether somebody can see the window: sessions run slower while nobody can, and whoever
    /// comes back does not wait for a plan that was made without them.
    pub fn set_hidden(&self, hidden: bool) {
        let was_hidden = self.states.hidden.swap(hidden, Ordering::Relaxed);
        if hidden || !was_hidden {
            return;
        }
        let now = self.ports.now();
        let latest = now + WOKEN_WITHIN.mul_f64((self.ports.random)());
        let interval = self.states.settings().interval();
        for live in self.states.all() {
            live.change(|live| {
                let ran_lately = live
                    .last_ended
                    .is_some_and(|ended| now.duration_since(ended).abs() < interval);
                if live.failures == 0 && !live.must_wait(now) && !ran_lately {
                    live.next_due = live.next_due.map(|due| due.min(latest));
                }
            });
        }
    }

    /// Whether a session is due now. A state that allows none is never due: a lost connection costs
    /// no request and no row a minute.
    async fn is_due(&self, id: OrganizationId) -> bool {
        let live = self.states.of(id);
        let state = live.read();
        let now = self.ports.now();
        // A clock that was set back must not stop the sessions.
        let waits = |due: Timestamp| due > now && due.duration_since(now) <= LONGEST_PLAN;
        if state.session_running || state.starting || state.next_due.is_some_and(waits) {
            return false;
        }
        self.find_key_again(id).await;
        let Ok(reading) = self.directory.connection_reading(id).await else {
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
            let due = now
                + self
                    .states
                    .settings()
                    .interval()
                    .mul_f64((self.ports.random)());
            live.change(|live| live.next_due = Some(due));
        }
        state.next_due.is_some()
    }

    /// A key that is back in the key store ends *KeyLost* without a new login.
    async fn find_key_again(&self, id: OrganizationId) {
        let live = self.states.of(id);
        if live.read().key_lost
            && matches!(self.ports.vault.seal_state().await, Ok(SealState::Ready))
        {
            live.change(|live| live.key_lost = false);
            self.ports.notify(Notice::ConnectionChanged(id));
        }
    }

    /// Refreshes a connection that was not used for long although sessions are stopped: the switch
    /// off, or a pause, must not let the token die of idleness.
    async fn keep_alive(self: &Arc<Self>, id: OrganizationId) {
        let Ok(Some(connection)) = self.ports.vault.connection(id).await else {
            return;
        };
        let now = self.ports.now();
        let live = self.states.of(id);
        let tried = live.read().kept_alive;
        let recently = tried.is_some_and(|tried| now.duration_since(tried) < REFUSED_PAUSE);
        let longest_idle = keep_alive_after(self.states.settings().token_policy_days);
        let idle = now.duration_since(connection.last_refresh) >= longest_idle;
        if !idle || recently {
            return;
        }
        live.change(|live| live.kept_alive = Some(now));
        if let Err(failure) = self
            .connections
            .access(id, Some(connection.generation))
            .await
        {
            tracing::warn!(organization = %id, %failure, "the idle token could not be kept alive");
        }
    }
}
