//! Making, naming, switching and deleting organizations.

use super::connections::Connections;
use super::ports::{Ports, locked};
use super::states::States;
use crate::actor::Actor;
use crate::environment::Environment;
use crate::known::State;
use crate::login::state::Login;
use crate::naming::{NamingProblem, external_id, organization_name};
use crate::notice::Notice;
use crate::organization::{ClientApp, Organization, OrganizationChange, OrganizationId};
use crate::part::Part;
use crate::plan::{DismissRecovery, OrganizationEdit};
use crate::port::store::{Store, StoreError};
use crate::port::{Salesforce, Vault};
use crate::refusal::{NotDone, entered_consumer_key};
use crate::session::Trigger;
use jiff::{SignedDuration, Timestamp};
use std::sync::{Arc, Mutex};

/// A disk that is full, or somebody who reads the file, stands in the way for a while.
const WIPE_AGAIN_AFTER: SignedDuration = SignedDuration::from_mins(10);

/// The organizations of the console.
pub struct Organizations<V, S, F> {
    pub(super) ports: Arc<Ports<V, S, F>>,
    pub(super) states: Arc<States>,
    pub(super) connections: Arc<Connections<V, S, F>>,
    /// When a wiping that failed is tried again.
    pub(super) wipe_again: Mutex<Option<Timestamp>>,
}

impl<V: Vault, S: Store, F: Salesforce> Organizations<V, S, F> {
    /// Makes an organization that a person named.
    pub async fn create(
        &self,
        actor: &Actor,
        name: &str,
        id_elsewhere: &str,
        consumer_key: &str,
    ) -> Result<OrganizationId, NotDone> {
        let name = organization_name(name)?;
        let organization = Organization::named(name, external_id(id_elsewhere)?, consumer_key);
        let id = organization.id;
        self.add(actor, organization).await?;
        Ok(id)
    }

    /// Adds an organization.
    pub async fn add(&self, actor: &Actor, organization: Organization) -> Result<(), StoreError> {
        let added = OrganizationEdit::Add(organization);
        self.ports.edit(actor, added).await.map(drop)
    }

    /// Keeps what was entered for the app of one environment; answers how the organization is now.
    pub async fn set_client_app(
        &self,
        actor: &Actor,
        id: OrganizationId,
        environment: Environment,
        consumer_key: &str,
        my_domain: &str,
    ) -> Result<Organization, NotDone> {
        let consumer_key = entered_consumer_key(consumer_key)?;
        let salesforce = &self.ports.salesforce;
        let login_origin = match my_domain.trim() {
            "" => None,
            entered => {
                let origin = salesforce.login_origin(entered, environment);
                Some(origin.map_err(NotDone::MyDomain)?)
            }
        };
        let app = ClientApp {
            environment,
            consumer_key,
            login_origin,
        };
        Ok(self
            .change(actor, id, OrganizationChange::ClientApp(app))
            .await?)
    }

    /// Dismisses the notice of the last recovery.
    pub async fn dismiss_recovery(&self, id: OrganizationId) -> Result<(), StoreError> {
        self.ports.store.apply(id, DismissRecovery).await
    }

    /// Makes a change of an organization and tells the host; answers how it is now.
    pub async fn change(
        &self,
        actor: &Actor,
        id: OrganizationId,
        change: OrganizationChange,
    ) -> Result<Organization, StoreError> {
        let changed = OrganizationEdit::Change(id, change);
        self.ports.edit(actor, changed).await
    }

    /// Gives an organization another name; from now on Salesforce's name changes nothing.
    pub async fn rename(
        &self,
        actor: &Actor,
        id: OrganizationId,
        name: &str,
    ) -> Result<(), NotDone> {
        let change = OrganizationChange::Rename(organization_name(name)?);
        Ok(self.change(actor, id, change).await.map(drop)?)
    }

    /// Sets the external id, once.
    pub async fn set_external_id(
        &self,
        actor: &Actor,
        id: OrganizationId,
        id_elsewhere: &str,
    ) -> Result<(), NotDone> {
        let entered = external_id(id_elsewhere)?.ok_or(NamingProblem::ExternalIdEmpty)?;
        let change = OrganizationChange::SetExternalId(entered);
        Ok(self.change(actor, id, change).await.map(drop)?)
    }

    /// Turns the synchronization of an organization on or off. Off stops sessions and keeps the
    /// connection; on, the next session is due at once, unless Salesforce or a budget makes it wait.
    pub async fn set_synchronization(
        &self,
        actor: &Actor,
        id: OrganizationId,
        on: bool,
    ) -> Result<(), NotDone> {
        let change = OrganizationChange::Synchronization(on);
        self.change(actor, id, change).await?;
        if on {
            let now = self.ports.now();
            self.states.change(id, |state| {
                if !state.known.must_wait(now) {
                    state.turn.plan(now, Trigger::Schedule);
                }
            });
            self.states.tasks.wake.notify_one();
        }
        Ok(())
    }

    /// Deletes an organization with its connection, members, sessions and history on this computer.
    /// Nothing is revoked at Salesforce. `name` must be the organization's.
    pub async fn delete(
        self: &Arc<Self>,
        actor: &Actor,
        id: OrganizationId,
        name: &str,
    ) -> Result<(), NotDone> {
        let organization = self.ports.organization(id).await?;
        if organization.name.trim() != name.trim() {
            return Err(NotDone::DeletionNotConfirmed);
        }
        let live = self.states.of(id);
        if live.change(|state| state.login.is_finishing()) {
            return Err(NotDone::LoginInProgress);
        }
        // An account that waits to be confirmed would take its token with it, known to nobody.
        self.connections.drop_held(id, Login::Idle);
        // No token is refreshed and no login ends while the vault forgets: what they would write
        // must not come back.
        let refreshing = Arc::clone(&live.refreshing).lock_owned().await;
        {
            let _lock = self.ports.vault.lock_refresh(id).await?;
            // The vault first: a connection without an organization would bring it back at the next
            // start, an organization without a connection can be deleted once more.
            self.ports.vault.forget_organization(id).await?;
            live.change(|state| state.known.access = None);
            if let Err(error) = self.delete_the_rest(actor, id).await {
                self.ports.notify(Notice::ConnectionChanged(id));
                return Err(NotDone::HalfDeleted(error));
            }
        }
        live.change(|state| *state = State::default());
        drop(refreshing);
        self.states.forget(id);
        tracing::info!(organization = %id, "an organization was deleted");
        self.ports.notify(Notice::ConnectionChanged(id));
        self.ports.notify(Notice::GateChanged);
        self.start_wiping();
        Ok(())
    }

    /// What is left once the vault has forgotten an organization. It stays listed until its token is
    /// nowhere on the disk, so that whoever deletes it again goes on with that.
    async fn delete_the_rest(
        &self,
        actor: &Actor,
        id: OrganizationId,
    ) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        self.ports.vault.wipe_forgotten(id).await?;
        let deleted = OrganizationEdit::Delete(id);
        self.ports.edit(actor, deleted).await?;
        Ok(())
    }

    /// Goes on with a wiping that failed, a while later.
    pub(super) fn wipe_again_when_due(self: &Arc<Self>) {
        let now = self.ports.now();
        let due = locked(&self.wipe_again).take_if(|at| *at <= now).is_some();
        if due {
            self.start_wiping();
        }
    }

    /// Wipes what deleted organizations left, a little at a time.
    pub(super) fn start_wiping(self: &Arc<Self>) {
        let organizations = Arc::clone(self);
        tokio::spawn(async move {
            let wiping = Arc::clone(&organizations);
            let wiped = async move {
                while wiping.ports.store.wipe_deleted().await? {
                    tokio::task::yield_now().await;
                }
                Ok::<_, StoreError>(())
            };
            let wiped = organizations.states.tasks.run(Part::Wiping, wiped).await;
            if let Ok(Err(error)) = &wiped {
                tracing::error!(%error, "a deleted organization is not wiped yet; it is tried again");
            }
            if !matches!(wiped, Ok(Ok(()))) {
                let again = organizations.ports.now() + WIPE_AGAIN_AFTER;
                *locked(&organizations.wipe_again) = Some(again);
            }
        });
    }
}
