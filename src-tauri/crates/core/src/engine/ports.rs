//! What the engines work with, and what they tell their host.

use crate::actor::Actor;
use crate::alert::Alert;
use crate::audit::Stamp;
use crate::clock::Clock;
use crate::login::callback::CallbackAddresses;
use crate::notice::Notice;
use crate::organization::{Organization, OrganizationId};
use crate::plan::OrganizationEdit;
use crate::port::entitlement::EntitlementSource;
use crate::port::store::{Store, StoreError};
use jiff::Timestamp;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

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
}

impl<V, S: Store, F> Ports<V, S, F> {
    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(super) fn notify(&self, notice: Notice) {
        (self.notify)(notice);
    }

    /// Changes an organization in somebody's name and tells the host; answers how it is now.
    pub(super) async fn edit(
        &self,
        actor: &Actor,
        edit: OrganizationEdit,
    ) -> Result<Organization, StoreError> {
        let (id, stamp) = (edit.id(), Stamp::by(actor, self.now()));
        let changed = self.store.edit_organization(edit, stamp).await?;
        self.notify(Notice::ConnectionChanged(id));
        Ok(changed)
    }

    pub(super) async fn organization(
        &self,
        id: OrganizationId,
    ) -> Result<Organization, StoreError> {
        let organizations = self.store.organizations().await?;
        organizations
            .into_iter()
            .find(|organization| organization.id == id)
            .ok_or(StoreError::NotFound("organization"))
    }
}

/// Locks a mutex whose holder never panics while it is inconsistent: every critical section here
/// is one assignment or one read.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
