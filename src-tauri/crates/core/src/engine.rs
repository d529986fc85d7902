//! The engines: one [`Console`] drives every organization's login, tokens, sessions and schedule.
//!
//! Each organization has a [`Live`] part in memory (what a restart may forget); everything else is
//! in the vault and the store. An organization that hangs or fails never delays another: each runs
//! its sessions in its own task.

mod access;
mod entitlement;
mod live;
mod login;
mod preflight;
mod reading;
mod schedule;
mod sync;

pub use access::AccessFailure;
pub use entitlement::{GateReading, NotIncluded};
pub use live::{LoginFailure, LoginProgress};
pub use login::StartLoginError;
pub use reading::{ConnectionReading, LoginReading, ReadingError};
pub use schedule::{SESSION_INTERVAL, next_due};
pub use sync::{CheckNowRefused, FULL_LOAD_EVERY, SessionReport};

use crate::clock::Clock;
use crate::login::callback::CallbackAddresses;
use crate::organization::{Organization, OrganizationId};
use crate::port::entitlement::EntitlementSource;
use crate::port::salesforce::Salesforce;
use crate::port::store::{Store, StoreError};
use crate::port::vault::{SealState, Vault};
use entitlement::Gate;
use jiff::Timestamp;
use live::Live;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A refresh request may take 30 seconds, and a rotated token that cannot be written is worth
/// another minute of trying: it is the only valid one.
const SETTLE_WITHIN: Duration = Duration::from_secs(95);

/// What the console tells its host: that something changed, never what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// The login or the connection changed, and with it every effective status.
    ConnectionChanged(OrganizationId),
    /// Users, counts or the last session changed.
    UsersChanged(OrganizationId),
    /// A full load goes on.
    LoadProgress {
        /// Whose.
        organization: OrganizationId,
        /// Users read so far.
        loaded: u64,
        /// Users in all, as Salesforce counts them.
        expected: u64,
    },
    /// A callback was accepted: a person comes back from the browser and wants to see the window.
    CallbackAccepted(OrganizationId),
    /// The gate opened, closed, or has something else to show.
    GateChanged,
}

/// What the engines work with.
pub struct Ports<V, S, F> {
    /// Secrets and connections.
    pub vault: V,
    /// Organizations, mirror, sessions, incidents.
    pub store: S,
    /// Salesforce.
    pub salesforce: F,
    /// Who may work with the console.
    pub entitlements: Arc<dyn EntitlementSource>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The flavour's callback addresses.
    pub callbacks: CallbackAddresses,
    /// Called on every change; must return at once.
    pub notify: Arc<dyn Fn(Notice) + Send + Sync>,
    /// A random number from 0 up to 1, for jitter.
    pub random: Arc<dyn Fn() -> f64 + Send + Sync>,
}

/// The console's engines over their ports.
pub struct Console<V, S, F> {
    ports: Ports<V, S, F>,
    live: Mutex<HashMap<OrganizationId, Arc<Live>>>,
    gate: Mutex<Gate>,
}

impl<V: Vault, S: Store, F: Salesforce> Console<V, S, F> {
    /// Makes the engines; nothing runs until [`Console::run_schedule`] or a command.
    pub fn new(ports: Ports<V, S, F>) -> Arc<Self> {
        Arc::new(Self {
            ports,
            live: Mutex::new(HashMap::new()),
            gate: Mutex::default(),
        })
    }

    /// Creates the first organization on a fresh installation, so that the first window leads
    /// straight into the first connection; does nothing otherwise.
    ///
    /// An organization whose row in the store is missing while the vault holds its connection is
    /// created again: the vault is the truth about connections.
    pub async fn prepare(&self, first: Organization) -> Result<(), StoreError> {
        self.prepare_gate().await?;
        let known = self.ports.store.organizations().await?;
        let connections = self.ports.vault.connections().await.unwrap_or_default();
        let mut missing: Vec<Organization> = connections
            .into_iter()
            .filter(|connection| {
                known
                    .iter()
                    .all(|known| known.id != connection.organization)
            })
            .map(|connection| Organization {
                id: connection.organization,
                name: connection.account.organization_name.clone(),
                named_by_hand: false,
                service_account_login: true,
                confirmed_no_lpc_user: true,
                client_apps: vec![crate::organization::ClientApp {
                    environment: connection.environment,
                    consumer_key: connection.client_id,
                    login_origin: Some(connection.login_origin),
                }],
            })
            .collect();
        if known.is_empty() && missing.is_empty() {
            missing.push(first);
        }
        for organization in missing {
            self.ports
                .store
                .add_organization(organization, self.now())
                .await?;
        }
        // Seen before the first session asks for a token, so that nobody looks healthy meanwhile.
        if matches!(self.ports.vault.seal_state().await, Ok(SealState::KeyLost)) {
            for organization in self.ports.store.organizations().await? {
                self.live(organization.id)
                    .change(|live| live.key_lost = true);
            }
        }
        Ok(())
    }

    /// The organizations, mirror and settings.
    pub fn store(&self) -> &S {
        &self.ports.store
    }

    /// Salesforce's host rule and addresses.
    pub fn salesforce(&self) -> &F {
        &self.ports.salesforce
    }

    /// The flavour's callback addresses.
    pub fn callbacks(&self) -> &CallbackAddresses {
        &self.ports.callbacks
    }

    /// The time.
    pub fn now(&self) -> Timestamp {
        self.ports.clock.now()
    }

    /// One organization.
    pub async fn organization(&self, id: OrganizationId) -> Result<Organization, StoreError> {
        let organizations = self.ports.store.organizations().await?;
        organizations
            .into_iter()
            .find(|organization| organization.id == id)
            .ok_or(StoreError::NotFound("organization"))
    }

    /// Writes an organization back and tells the host.
    pub async fn save_organization(&self, organization: Organization) -> Result<(), StoreError> {
        let id = organization.id;
        self.ports.store.save_organization(organization).await?;
        self.notify(Notice::ConnectionChanged(id));
        Ok(())
    }

    /// Waits until no refresh is under way, at most as long as a refresh may take; called before
    /// the process ends.
    pub async fn settle(&self) {
        let lives: Vec<Arc<Live>> = locked(&self.live).values().cloned().collect();
        let refreshes = async {
            for live in lives {
                // Kept for the rest of the process: no new refresh begins while it ends.
                std::mem::forget(Arc::clone(&live.refreshing).lock_owned().await);
            }
        };
        if tokio::time::timeout(SETTLE_WITHIN, refreshes)
            .await
            .is_err()
        {
            tracing::error!("a refresh is still under way while the console closes");
        }
    }

    fn live(&self, organization: OrganizationId) -> Arc<Live> {
        Arc::clone(locked(&self.live).entry(organization).or_default())
    }

    fn notify(&self, notice: Notice) {
        (self.ports.notify)(notice);
    }
}

/// Locks a mutex whose holder never panics while it is inconsistent: every critical section here
/// is one assignment or one read.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
