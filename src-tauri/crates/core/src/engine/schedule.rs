//! The scheduler: it sleeps until the next session is due or something changes, and looks at every
//! organization in a task of its own, so that one that hangs delays no other. What a look decides is
//! in `turn`, how fast sessions follow each other in `pace`.

use super::connections::Connections;
use super::organizations::Organizations;
use super::own_data::OwnData;
use super::ports::{Ports, locked};
use super::states::States;
use super::stop::Sync;
use crate::connection::StoredConnection;
use crate::notice::Notice;
use crate::organization::{Organization, OrganizationId};
use crate::pace::keep_alive_after;
use crate::part::Part;
use crate::port::vault::{SealState, Vault};
use crate::port::{Salesforce, Store};
use crate::turn::{Look, WOKEN_WITHIN, jumped};
use jiff::{SignedDuration, Timestamp};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::task::JoinSet;

/// The longest sleep: timers stand still while the computer sleeps, so only a look at the clock
/// shows that it did. Such a look reads nothing.
const LONGEST_NAP: Duration = Duration::from_secs(5);

/// Between two looks for a key that is missing.
const KEY_PAUSE: SignedDuration = SignedDuration::from_secs(10);

/// When sessions run.
pub struct Scheduler<V, S, F> {
    pub(super) ports: Arc<Ports<V, S, F>>,
    pub(super) states: Arc<States>,
    pub(super) connections: Arc<Connections<V, S, F>>,
    pub(super) sync: Arc<Sync<V, S, F>>,
    pub(super) organizations: Arc<Organizations<V, S, F>>,
    pub(super) own_data: Arc<OwnData<V, S, F>>,
    /// When the schedule last looked at the clock.
    pub(super) looked_at_clock: Mutex<Option<Timestamp>>,
}

impl<V: Vault, S: Store, F: Salesforce> Scheduler<V, S, F> {
    /// Starts due sessions for as long as the console runs.
    pub async fn run(self: Arc<Self>) {
        let tasks = Arc::clone(&self.states.tasks);
        let begin = move || Arc::clone(&self).watch();
        tasks.supervise(Part::Schedule, begin).await;
    }

    async fn watch(self: Arc<Self>) {
        self.connections.journal.raise_pending_alerts().await;
        let mut looked = None;
        loop {
            let jumped = self.tend().await;
            let now = self.ports.now();
            let next = looked.and_then(|looked| self.states.next_look(looked));
            if looked.is_none() || jumped || next.is_some_and(|next| next <= now) {
                looked = Some(now);
                self.look(jumped).await.detach_all();
            }
            let next = looked.and_then(|looked| self.states.next_look(looked));
            let left = next.map(|next| next.duration_since(self.ports.now()));
            let left = left.map_or(LONGEST_NAP, |left| left.try_into().unwrap_or_default());
            let changed = self.states.tasks.wake.notified();
            if tokio::time::timeout(left.min(LONGEST_NAP), changed)
                .await
                .is_ok()
            {
                looked = None;
            }
        }
    }

    /// Looks at the clock and at every organization, and answers how many sessions that started.
    pub async fn start_due(self: &Arc<Self>) -> usize {
        let jumped = self.tend().await;
        let mut looks = self.look(jumped).await;
        let mut started = 0;
        while let Some(look) = looks.join_next().await {
            started += usize::from(look.unwrap_or_default());
        }
        started
    }

    /// Sees to what needs no organization, and answers whether the clock jumped.
    async fn tend(&self) -> bool {
        // A period that began or ended since the last look.
        self.connections.license.tell(false);
        self.own_data.try_writing_again().await;
        self.organizations.wipe_again_when_due();
        let now = self.ports.now();
        let before = locked(&self.looked_at_clock).replace(now);
        before.is_some_and(|before| jumped(before, now))
    }

    /// Looks at every organization, each in its own task; each tells whether a session started.
    async fn look(self: &Arc<Self>, jumped: bool) -> JoinSet<bool> {
        let mut looks = JoinSet::new();
        let organizations = match self.ports.store.organizations().await {
            Ok(organizations) => organizations,
            Err(error) => {
                tracing::error!(%error, "the organizations cannot be read; nothing is scheduled");
                return looks;
            }
        };
        // One that cannot be read stops the sessions by itself.
        let mut connections = self.ports.vault.connections().await.unwrap_or_default();
        for organization in organizations {
            let connection = connections
                .iter()
                .position(|known| known.organization == organization.id)
                .map(|at| connections.swap_remove(at));
            let scheduler = Arc::clone(self);
            let look = async move { scheduler.look_at(organization, connection, jumped).await };
            let tasks = Arc::clone(&self.states.tasks);
            looks.spawn(async move { tasks.run(Part::Schedule, look).await.unwrap_or_default() });
        }
        looks
    }

    async fn look_at(
        &self,
        organization: Organization,
        connection: Option<StoredConnection>,
        jumped: bool,
    ) -> bool {
        let id = organization.id;
        let live = self.states.of(id);
        let Ok(_looking) = Arc::clone(&live.looking).try_lock_owned() else {
            return false;
        };
        self.connections.end_overdue_login(id).await;
        self.find_key_again(id).await;
        let entitled = match &connection {
            Some(connection) => self.connections.license.entitled(connection),
            None => self.connections.license.entitlement().is_ok(),
        };
        let runs = organization.synchronization && entitled;
        let now = self.ports.now();
        let settings = self.states.settings();
        let started = live.change(|state| {
            let days = settings.token_policy_days;
            let view = state.connection(&organization, connection.as_ref(), days, now);
            let look = Look {
                now,
                state: &view,
                runs,
                jumped,
                must_wait: state.known.must_wait(now),
                interval: settings.interval(),
                random: (self.ports.random)(),
            };
            if state.turn.wakes(&look) {
                tracing::info!(organization = %id, "the clock jumped; a session runs now");
                state.known.failures = 0;
            }
            state.turn.step(&look)
        });
        if let Some(trigger) = started {
            self.sync.start(id, trigger);
        }
        if let Some(connection) = connection
            && !(organization.service_account_login && runs)
        {
            self.keep_alive(id, &connection).await;
        }
        started.is_some()
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
        for (_, live) in self.states.all() {
            live.change(|state| {
                let lately = |ended| now.duration_since(ended).abs() < interval;
                if !state.known.last_ended.is_some_and(lately) {
                    state.bring_forward(latest, now);
                }
            });
        }
        self.states.tasks.wake.notify_one();
    }

    /// A key that is back in the key store ends *KeyLost* without a new login.
    async fn find_key_again(&self, id: OrganizationId) {
        let live = self.states.of(id);
        if !live.known().key_lost {
            return;
        }
        let found = matches!(self.ports.vault.seal_state().await, Ok(SealState::Ready));
        let again = self.ports.now() + KEY_PAUSE;
        live.change(|state| {
            state.known.key_lost = !found;
            state.known.look_again = (!found).then_some(again);
        });
        if found {
            self.ports.notify(Notice::ConnectionChanged(id));
        }
    }

    /// Refreshes a connection that was not used for long although sessions are stopped: the switch
    /// off, or a pause, must not let the token die of idleness.
    async fn keep_alive(&self, id: OrganizationId, connection: &StoredConnection) {
        let now = self.ports.now();
        let idle_ends =
            connection.last_refresh + keep_alive_after(self.states.settings().token_policy_days);
        if !(self.states).change(id, |state| state.known.keep_alive(idle_ends, now)) {
            return;
        }
        let (connections, generation) = (Arc::clone(&self.connections), connection.generation);
        let refresh = async move { connections.access(id, Some(generation)).await };
        let refreshed = self.states.tasks.run(Part::KeepAlive, refresh).await;
        if let Ok(Err(failure)) = refreshed {
            tracing::warn!(organization = %id, %failure, "the idle token could not be kept alive");
        }
    }
}
