//! What happened: the audit, and telling the desktop of a loss and of its end.

use super::ports::Ports;
use super::states::States;
use crate::actor::Actor;
use crate::alert::Alert;
use crate::audit::{AuditKind, Change, EntryFilter, EntryPage, NewEntry, Stamp};
use crate::organization::OrganizationId;
use crate::part::Part;
use crate::plan::{PassOverAlerts, TakeAlert};
use crate::port::store::{Store, StoreError};
use std::sync::Arc;

/// The audit and the alerts.
pub struct Journal<V, S, F> {
    pub(super) ports: Arc<Ports<V, S, F>>,
    pub(super) states: Arc<States>,
}

impl<V, S: Store, F> Journal<V, S, F> {
    /// Adds an entry for what changes no row of the store. That it happened does not depend on
    /// whether it could be written down, so a failure is logged and nothing more.
    pub(super) async fn record(
        &self,
        actor: &Actor,
        kind: AuditKind,
        organization: Option<OrganizationId>,
        change: Change,
    ) {
        let entry = NewEntry {
            stamp: Stamp::by(actor, self.ports.now()),
            kind,
            organization,
            change,
        };
        if let Err(error) = self.ports.store.add_entry(entry).await {
            tracing::error!(kind = kind.slug(), %error, "an event is missing in the audit");
        }
    }

    /// A page of the audit, newest first.
    pub async fn entries(
        &self,
        filter: EntryFilter,
        before: Option<i64>,
        limit: u32,
    ) -> Result<EntryPage, StoreError> {
        self.ports.store.entries(filter, before, limit).await
    }

    /// Tells what an earlier process did not come to tell.
    pub async fn raise_pending_alerts(&self) {
        match self.ports.store.organizations().await {
            Ok(organizations) => {
                for organization in organizations {
                    self.raise_alert(organization.id).await;
                }
            }
            Err(error) => tracing::error!(%error, "the organizations cannot be read"),
        }
    }

    /// Tells the desktop what it was not told of an organization's connection, if the person wants
    /// to hear of it. Nothing depends on it, so a failure is logged and nothing more.
    pub(super) async fn raise_alert(&self, id: OrganizationId) {
        if let Err(error) = self.try_to_raise(id).await {
            tracing::error!(organization = %id, %error, "the desktop cannot be told of the connection");
        }
    }

    /// A loss that ends because nobody is connected any more is not over as people understand it.
    pub(super) async fn drop_alerts(&self, id: OrganizationId) {
        if let Err(error) = self.ports.store.apply(id, PassOverAlerts).await {
            tracing::error!(organization = %id, %error, "an alert cannot be withdrawn");
        }
    }

    async fn try_to_raise(&self, id: OrganizationId) -> Result<(), StoreError> {
        let store = &self.ports.store;
        if !self.states.settings().alerts {
            return store.apply(id, PassOverAlerts).await;
        }
        // Taken before it is shown: after a crash in between it is missing rather than shown twice.
        if let Some(kind) = store.apply(id, TakeAlert).await? {
            let organization = self.ports.organization(id).await?;
            let (show, alert) = (
                Arc::clone(&self.ports.alert),
                Alert::of(&organization, &kind),
            );
            let shown = async move { show(alert) };
            self.states.tasks.run(Part::Alert, shown).await.ok();
        }
        Ok(())
    }
}
