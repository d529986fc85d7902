//! What a restart may forget about an organization.

use super::login_state::Login;
use super::ports::locked;
use super::tasks::Tasks;
use crate::connection::{ConnectionState, PassingFault, StateFacts, StoredConnection};
use crate::directory::ApiUsage;
use crate::login::CallbackRefusal;
use crate::organization::{Organization, OrganizationId};
use crate::pace::{OwnShareUsed, may_run_early};
use crate::port::salesforce::Access;
use crate::salesforce_id::SalesforceId;
use crate::session::Trigger;
use crate::settings::Settings;
use crate::turn::Turn;
use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, OnceLock};
use tokio::sync::Mutex as AsyncMutex;

type Start = Box<dyn Fn(OrganizationId, Trigger) + Send + Sync>;

/// Every organization's part in memory, the settings, and the tasks.
pub(super) struct States {
    pub(super) tasks: Arc<Tasks>,
    live: Mutex<HashMap<OrganizationId, Arc<Live>>>,
    settings: Mutex<Settings>,
    /// Whether nobody can see the window.
    pub(super) hidden: AtomicBool,
    /// Starts a session: set once, because a connection comes before the sessions that read with it.
    pub(super) start: OnceLock<Start>,
}

impl States {
    pub(super) fn new(tasks: Arc<Tasks>) -> Self {
        Self {
            tasks,
            live: Mutex::default(),
            settings: Mutex::default(),
            hidden: AtomicBool::new(false),
            start: OnceLock::new(),
        }
    }

    pub(super) fn of(&self, organization: OrganizationId) -> Arc<Live> {
        Arc::clone(locked(&self.live).entry(organization).or_default())
    }

    pub(super) fn change<T>(
        &self,
        organization: OrganizationId,
        change: impl FnOnce(&mut State) -> T,
    ) -> T {
        self.of(organization).change(change)
    }

    pub(super) fn all(&self) -> Vec<(OrganizationId, Arc<Live>)> {
        let live = locked(&self.live);
        live.iter()
            .map(|(id, live)| (*id, Arc::clone(live)))
            .collect()
    }

    pub(super) fn forget(&self, organization: OrganizationId) {
        locked(&self.live).remove(&organization);
    }

    pub(super) fn settings(&self) -> Settings {
        locked(&self.settings).clone()
    }

    pub(super) fn change_settings<T>(&self, change: impl FnOnce(&mut Settings) -> T) -> T {
        change(&mut locked(&self.settings))
    }

    /// The next instant after `looked` at which there is something to do.
    pub(super) fn next_look(&self, looked: Timestamp) -> Option<Timestamp> {
        let instants = self.all().into_iter().flat_map(|(_, live)| {
            live.change(|state| {
                [
                    state.turn.due(),
                    state.login.until(),
                    state.known.look_again,
                ]
            })
        });
        instants.flatten().filter(|at| *at > looked).min()
    }

    pub(super) fn start_session(&self, organization: OrganizationId, trigger: Trigger) {
        if let Some(start) = self.start.get() {
            start(organization, trigger);
        }
    }
}

/// The part of an organization that lives in memory.
#[derive(Default)]
pub(super) struct Live {
    state: Mutex<State>,
    /// Held by the one refresh in flight.
    pub(super) refreshing: Arc<AsyncMutex<()>>,
    /// Held by the one session that runs.
    pub(super) session: Arc<AsyncMutex<()>>,
    /// Held from the first question to Salesforce until its answer is in the mirror, by a session or
    /// by the check of one member: nothing that was read earlier is written later.
    pub(super) reading: Arc<AsyncMutex<()>>,
    /// Held by the one look of the schedule at this organization.
    pub(super) looking: Arc<AsyncMutex<()>>,
}

impl Live {
    pub(super) fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut locked(&self.state))
    }

    /// What is known of the connected account, as of now.
    pub(super) fn known(&self) -> Known {
        locked(&self.state).known.clone()
    }
}

/// Plain values; read and written in one step each.
#[derive(Default)]
pub(super) struct State {
    pub(super) login: Login,
    /// When a callback was last taken.
    pub(super) consumed: Option<Timestamp>,
    /// A callback of this organization that came for nothing.
    pub(super) refused_callback: Option<(CallbackRefusal, Timestamp)>,
    pub(super) turn: Turn,
    pub(super) known: Known,
}

impl State {
    pub(super) fn connection(
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

    /// Nobody is connected any more: only a session that runs still has to find out.
    pub(super) fn disconnected(&self) -> Self {
        Self {
            turn: self.turn.without_plan(),
            ..Self::default()
        }
    }
}

/// What is known of the connected account: it ends with the connection, as a whole.
#[derive(Default, Clone)]
pub(super) struct Known {
    pub(super) access: Option<Access>,
    pub(super) passing: Option<PassingFault>,
    pub(super) key_lost: bool,
    pub(super) usage: Option<ApiUsage>,
    /// Sessions in a row that did not reach Salesforce.
    pub(super) failures: u32,
    /// Sessions in a row that were refused because the API requests are used up; other failures
    /// between them neither count nor end the row.
    pub(super) throttlings: u32,
    /// Salesforce asked to be left alone until then.
    pub(super) not_before: Option<Timestamp>,
    /// The console's own share of the API limit, where it was used up when the last session ended.
    pub(super) own_share: Option<OwnShareUsed>,
    /// When the last session ended.
    pub(super) last_ended: Option<Timestamp>,
    /// Calls that the last session took.
    pub(super) last_calls: u64,
    /// A person asked for everyone to be read again.
    pub(super) full_load_wanted: bool,
    pub(super) last_manual: Option<Timestamp>,
    /// When members were checked by hand in the last minute.
    pub(super) checked: HashMap<SalesforceId, Timestamp>,
    /// When a connection without sessions is looked at again: to keep its token alive, or to find
    /// its key.
    pub(super) look_again: Option<Timestamp>,
    /// When a connection without sessions was last refreshed to keep it alive.
    pub(super) kept_alive: Option<Timestamp>,
}

impl Known {
    /// The own share, while it is used up.
    pub(super) fn own_share_used(&self, now: Timestamp) -> Option<OwnShareUsed> {
        self.own_share.filter(|used| used.until > now)
    }

    /// Nothing is asked before: a throttling, or Salesforce's own wish.
    pub(super) fn earliest(&self) -> Option<Timestamp> {
        let throttled = match self.passing {
            Some(PassingFault::Throttled { until, .. }) => Some(until),
            _ => None,
        };
        throttled.max(self.not_before)
    }

    /// Whether a plan must not be brought forward: a throttling, a budget, or Salesforce's own
    /// wish holds on.
    pub(super) fn must_wait(&self, now: Timestamp) -> bool {
        self.earliest().is_some_and(|until| until > now)
            || self.own_share_used(now).is_some()
            || !may_run_early(self.usage.map_or(0.0, |usage| usage.share()))
    }
}

#[cfg(test)]
mod tests;
