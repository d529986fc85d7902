//! The engines: one [`Console`] drives every organization's login, tokens, sessions and schedule.
//!
//! Each organization has a [`Live`] part in memory (what a restart may forget); everything else is
//! in the vault and the store. An organization that hangs or fails never delays another: each runs
//! its sessions in its own task.

mod accept;
mod access;
mod alerts;
mod audit;
mod changes;
mod connection_test;
mod disconnect;
mod entitlement;
mod live;
mod login;
mod member;
mod organizations;
mod own_data;
mod pace;
mod preferences;
mod preflight;
mod reading;
mod schedule;
mod session_only;
mod stop;
mod sync;

pub use accept::ConfirmError;
pub use access::AccessFailure;
pub use changes::FULL_LOAD_EVERY;
pub use connection_test::{ConnectionTest, TestOutcome, TestStep, TestStepName};
pub use disconnect::{DisconnectError, Disconnection};
pub use entitlement::{GateReading, NotIncluded};
pub use live::{Confirmation, LoginFailure, LoginProgress};
pub use login::StartLoginError;
pub use member::CheckMemberRefused;
pub use organizations::OrganizationError;
pub use own_data::SetAside;
pub use pace::{OwnShareUsed, OwnUse, Pace, SESSION_INTERVAL, next_due};
pub use preferences::SettingError;
pub use preflight::PreflightError;
pub use reading::{ConnectionReading, LoginReading, ReadingError};
pub use session_only::KeyStoreNotice;
pub use stop::SessionsStopped;
pub use sync::{ApplyRefused, CheckNowRefused, SessionReport};

use crate::alert::Alert;
use crate::clock::Clock;
use crate::login::callback::CallbackAddresses;
use crate::naming::free_name;
use crate::organization::{Organization, OrganizationChange, OrganizationId};
use crate::port::entitlement::EntitlementSource;
use crate::port::salesforce::Salesforce;
use crate::port::store::{Store, StoreError};
use crate::port::vault::{SealState, Vault};
use crate::settings::Settings;
use entitlement::Gate;
use jiff::Timestamp;
use live::Live;
use std::collections::HashMap;
use std::sync::atomic::AtomicBool;
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
    /// Whether the console can write its own files, or which were set aside.
    OwnDataChanged,
}

/// What the engines work with.
pub struct Ports<V, S, F> {
    pub vault: V,
    /// Organizations, mirror, sessions, incidents.
    pub store: S,
    pub salesforce: F,
    /// Who may work with the console.
    pub entitlements: Arc<dyn EntitlementSource>,
    pub clock: Arc<dyn Clock>,
    /// The flavor's callback addresses.
    pub callbacks: CallbackAddresses,
    /// Called on every change; must return at once.
    pub notify: Arc<dyn Fn(Notice) + Send + Sync>,
    /// Shows an alert on the desktop; must return at once.
    pub alert: Arc<dyn Fn(Alert) + Send + Sync>,
    /// A random number from 0 up to 1, for jitter.
    pub random: Arc<dyn Fn() -> f64 + Send + Sync>,
    /// The operating system's name of the person at this computer, where it is known.
    pub person: Option<String>,
}

/// The console's engines over their ports.
pub struct Console<V, S, F> {
    ports: Ports<V, S, F>,
    live: Mutex<HashMap<OrganizationId, Arc<Live>>>,
    /// When the schedule last looked at the clock.
    looked_at_clock: Mutex<Option<Timestamp>>,
    /// Whether nobody can see the window.
    hidden: AtomicBool,
    settings: Mutex<Settings>,
    gate: Mutex<Gate>,
    /// When a file that could not be written was last tried again.
    tried_writing: Mutex<Option<Timestamp>>,
    /// When a wiping that failed is tried again.
    wipe_again: Mutex<Option<Timestamp>>,
}

impl<V: Vault, S: Store, F: Salesforce> Console<V, S, F> {
    /// Makes the engines; nothing runs until [`Console::run_schedule`] or a command.
    pub fn new(ports: Ports<V, S, F>) -> Arc<Self> {
        Arc::new(Self {
            ports,
            live: Mutex::new(HashMap::new()),
            looked_at_clock: Mutex::new(None),
            hidden: AtomicBool::new(false),
            settings: Mutex::new(Settings::default()),
            gate: Mutex::default(),
            tried_writing: Mutex::new(None),
            wipe_again: Mutex::new(None),
        })
    }

    /// Creates the first organization on a fresh installation; else the same as
    /// [`Console::reconcile`].
    pub async fn prepare(self: &Arc<Self>, first: Organization) -> Result<(), StoreError> {
        self.reconcile_with_vault().await?;
        if self.ports.store.organizations().await?.is_empty() {
            let stamp = self.by_console();
            self.ports.store.add_organization(first, stamp).await?;
        }
        Ok(())
    }

    /// Makes the store agree with the vault, and takes up what an earlier process left undone.
    ///
    /// An organization whose row in the store is missing while the vault holds its connection is
    /// created again: the vault is the truth about connections.
    pub async fn reconcile_with_vault(self: &Arc<Self>) -> Result<(), StoreError> {
        self.read_settings().await?;
        self.prepare_gate().await?;
        self.start_wiping();
        let mut known = self.ports.store.organizations().await?;
        for connection in self.ports.vault.connections().await.unwrap_or_default() {
            if known
                .iter()
                .any(|known| known.id == connection.organization)
            {
                continue;
            }
            let taken = |name: &str| known.iter().any(|known| known.name == name);
            let organization = Organization {
                id: connection.organization,
                name: free_name(&connection.account.organization_name, taken),
                named_by_hand: false,
                external_id: None,
                synchronization: true,
                service_account_login: true,
                confirmed_no_lpc_user: true,
                client_apps: vec![crate::organization::ClientApp {
                    environment: connection.environment,
                    consumer_key: connection.client_id,
                    login_origin: Some(connection.login_origin),
                }],
            };
            let stamp = self.by_console();
            self.ports
                .store
                .add_organization(organization.clone(), stamp)
                .await?;
            known.push(organization);
        }
        if let Err(error) = self.end_earlier_session().await {
            tracing::error!(%error, "what an earlier session left is still there");
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

    /// The flavor's callback addresses.
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

    /// Makes a person's change of an organization and tells the host; answers how it is now.
    pub async fn change_organization(
        &self,
        id: OrganizationId,
        change: OrganizationChange,
    ) -> Result<Organization, StoreError> {
        let stamp = self.by_person();
        let store = &self.ports.store;
        let changed = store.change_organization(id, change, stamp).await?;
        self.notify(Notice::ConnectionChanged(id));
        Ok(changed)
    }

    /// Waits until no refresh is under way, at most as long as a refresh may take; called before
    /// the process ends.
    pub async fn settle(self: &Arc<Self>) {
        let lives: Vec<Arc<Live>> = locked(&self.live).values().cloned().collect();
        let refreshes = async {
            for live in lives {
                let held = locked(&live.held).take();
                if let Some(held) = held {
                    self.revoke_held(held).await;
                }
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
        self.revoke_held_for_session().await;
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
