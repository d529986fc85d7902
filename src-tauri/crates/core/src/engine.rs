//! The engines: [`Engine`] holds the parts that drive every organization's login, tokens, sessions
//! and schedule.
//!
//! Each organization has a part in memory (what a restart may forget); everything else is in the
//! vault and the store. An organization that hangs or fails never delays another: each runs its
//! sessions in its own task.

mod accept;
mod access;
mod changes;
mod connection_test;
mod connections;
mod directory;
mod disconnect;
mod journal;
mod license;
mod login;
mod member;
mod organizations;
mod own_data;
mod ports;
mod preferences;
mod preflight;
mod schedule;
mod session_only;
mod states;
mod stop;
mod sync;
mod tasks;

pub use changes::FULL_LOAD_EVERY;
pub use connections::Connections;
pub use directory::Directory;
pub use journal::Journal;
pub use license::License;
pub use organizations::Organizations;
pub use own_data::OwnData;
pub use ports::Ports;
pub use preferences::Preferences;
pub use schedule::Scheduler;
pub use stop::Sync;
pub use tasks::Tasks;

use crate::actor::Actor;
use crate::naming::free_name;
use crate::organization::Organization;
use crate::port::salesforce::Salesforce;
use crate::port::store::{Store, StoreError};
use crate::port::vault::{SealState, Vault};
use states::States;
use std::sync::{Arc, Mutex};
use tokio::sync::Notify;

/// The console's engines over their ports.
pub struct Engine<V, S, F> {
    ports: Arc<Ports<V, S, F>>,
    states: Arc<States>,
    pub tasks: Arc<Tasks>,
    pub journal: Arc<Journal<V, S, F>>,
    pub license: Arc<License<V, S, F>>,
    pub connections: Arc<Connections<V, S, F>>,
    pub sync: Arc<Sync<V, S, F>>,
    pub scheduler: Arc<Scheduler<V, S, F>>,
    pub directory: Arc<Directory<V, S, F>>,
    pub organizations: Arc<Organizations<V, S, F>>,
    pub preferences: Arc<Preferences<V, S, F>>,
    pub own_data: Arc<OwnData<V, S, F>>,
}

impl<V: Vault, S: Store, F: Salesforce> Engine<V, S, F> {
    /// Makes the engines; nothing runs until [`Scheduler::run`] or a command.
    pub fn new(mut ports: Ports<V, S, F>) -> Arc<Self> {
        let tasks = Arc::new(Tasks {
            clock: Arc::clone(&ports.clock),
            host: Arc::clone(&ports.notify),
            wake: Notify::new(),
            stopped: Mutex::default(),
        });
        let states = Arc::new(States::new(Arc::clone(&tasks)));
        let tell = Arc::clone(&tasks);
        ports.notify = Arc::new(move |notice| tell.tell(notice));
        let ports = Arc::new(ports);
        let journal = Arc::new(Journal {
            ports: Arc::clone(&ports),
            states: Arc::clone(&states),
        });
        let license = Arc::new(License {
            ports: Arc::clone(&ports),
            journal: Arc::clone(&journal),
            gate: Mutex::default(),
        });
        let connections = Arc::new(Connections {
            ports: Arc::clone(&ports),
            states: Arc::clone(&states),
            journal: Arc::clone(&journal),
            license: Arc::clone(&license),
        });
        let sync = Arc::new(Sync {
            ports: Arc::clone(&ports),
            states: Arc::clone(&states),
            connections: Arc::clone(&connections),
        });
        let sessions = Arc::downgrade(&sync);
        let start = move |id, trigger| {
            if let Some(sync) = sessions.upgrade() {
                sync.start(id, trigger);
            }
        };
        states.start.set(Box::new(start)).ok();
        let directory = Arc::new(Directory {
            ports: Arc::clone(&ports),
            states: Arc::clone(&states),
            connections: Arc::clone(&connections),
        });
        let organizations = Arc::new(Organizations {
            ports: Arc::clone(&ports),
            states: Arc::clone(&states),
            connections: Arc::clone(&connections),
            wipe_again: Mutex::default(),
        });
        let own_data = Arc::new(OwnData {
            ports: Arc::clone(&ports),
            tried_writing: Mutex::default(),
        });
        let scheduler = Arc::new(Scheduler {
            ports: Arc::clone(&ports),
            states: Arc::clone(&states),
            connections: Arc::clone(&connections),
            sync: Arc::clone(&sync),
            organizations: Arc::clone(&organizations),
            own_data: Arc::clone(&own_data),
            looked_at_clock: Mutex::default(),
        });
        let preferences = Arc::new(Preferences {
            ports: Arc::clone(&ports),
            states: Arc::clone(&states),
        });
        Arc::new(Self {
            ports,
            states,
            tasks,
            journal,
            license,
            connections,
            sync,
            scheduler,
            directory,
            organizations,
            preferences,
            own_data,
        })
    }

    /// Creates the first organization on a fresh installation; else the same as
    /// [`Engine::reconcile_with_vault`].
    pub async fn prepare(&self, first: Organization) -> Result<(), StoreError> {
        self.reconcile_with_vault().await?;
        if self.ports.store.organizations().await?.is_empty() {
            self.organizations.add(&Actor::Console, first).await?;
        }
        Ok(())
    }

    /// Makes the store agree with the vault, and takes up what an earlier process left undone.
    ///
    /// An organization whose row in the store is missing while the vault holds its connection is
    /// created again: the vault is the truth about connections.
    pub async fn reconcile_with_vault(&self) -> Result<(), StoreError> {
        self.preferences.read_settings().await?;
        self.license.prepare().await?;
        self.organizations.start_wiping();
        let mut known = self.ports.store.organizations().await?;
        for connection in self.ports.vault.connections().await.unwrap_or_default() {
            if known
                .iter()
                .any(|known| known.id == connection.organization)
            {
                continue;
            }
            let taken = |name: &str| known.iter().any(|known| known.name == name);
            let name = free_name(&connection.account.organization_name, taken);
            let organization = connection.as_organization(name);
            known.push(organization.clone());
            self.organizations
                .add(&Actor::Console, organization)
                .await?;
        }
        if let Err(error) = self.connections.end_earlier_session().await {
            tracing::error!(%error, "what an earlier session left is still there");
        }
        for organization in &known {
            let incidents = self
                .ports
                .store
                .state(organization.id)
                .await?
                .open_incidents();
            self.states
                .change(organization.id, |state| state.known.take_up(incidents));
        }
        // Seen before the first session asks for a token, so that nobody looks healthy meanwhile.
        if matches!(self.ports.vault.seal_state().await, Ok(SealState::KeyLost)) {
            for organization in &known {
                self.states
                    .of(organization.id)
                    .change(|state| state.known.key_lost = true);
            }
        }
        if let Err(error) = self.connections.take_up_logins().await {
            tracing::error!(%error, "whether a login waits is not known");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
