//! Telling the desktop of a loss and of its end.

use super::Console;
use crate::alert::Alert;
use crate::organization::OrganizationId;
use crate::port::salesforce::Salesforce;
use crate::port::store::{Store, StoreError};
use crate::port::vault::Vault;

impl<V: Vault, S: Store, F: Salesforce> Console<V, S, F> {
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
        if let Err(error) = self.ports.store.pass_over_alerts(id).await {
            tracing::error!(organization = %id, %error, "an alert cannot be withdrawn");
        }
    }

    async fn try_to_raise(&self, id: OrganizationId) -> Result<(), StoreError> {
        let store = &self.ports.store;
        if !self.settings().alerts {
            return store.pass_over_alerts(id).await;
        }
        // Taken before it is shown: after a crash in between it is missing rather than shown twice.
        if let Some(kind) = store.take_alert(id).await? {
            let organization = self.organization(id).await?;
            (self.ports.alert)(Alert::of(&organization, &kind));
        }
        Ok(())
    }
}
