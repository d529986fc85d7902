//! What a restart may forget about an organization.

use super::ports::locked;
use super::tasks::Tasks;
use crate::known::{Known, State};
use crate::organization::OrganizationId;
use crate::session::Trigger;
use crate::settings::Settings;
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

#[cfg(test)]
mod tests;
