//! *Disconnect*: the token is revoked at Salesforce, and only then forgotten here.

use super::connections::Connections;
use crate::actor::Actor;
use crate::audit::AuditKind;
use crate::connection::{Disconnection, StoredConnection};
use crate::fault::FaultCode;
use crate::login::state::Login;
use crate::notice::Notice;
use crate::organization::OrganizationId;
use crate::part::Part;
use crate::plan::{DismissRecovery, EndLoss, SavePreflight};
use crate::port::salesforce::{CallFailure, Salesforce};
use crate::port::store::Store;
use crate::port::vault::{Vault, VaultError};
use crate::refusal::NotDone;
use crate::secret::Secret;
use std::sync::Arc;

impl<V: Vault, S: Store, F: Salesforce> Connections<V, S, F> {
    /// Revokes and forgets the connection of an organization; its users stay listed. `regardless`
    /// forgets it although it cannot be revoked: the second confirmation.
    pub async fn disconnect(
        self: &Arc<Self>,
        actor: &Actor,
        id: OrganizationId,
        regardless: bool,
    ) -> Result<Disconnection, NotDone> {
        let (console, actor) = (Arc::clone(self), actor.clone());
        // Detached as a refresh is: between the revocation and the disk nobody may be cut off.
        let forget = async move { console.revoke_and_forget(&actor, id, regardless).await };
        let forgotten = self.states.tasks.run(Part::Disconnect, forget).await;
        forgotten.unwrap_or_else(|error| Err(VaultError::Storage(Box::new(error)).into()))
    }

    async fn revoke_and_forget(
        self: Arc<Self>,
        actor: &Actor,
        id: OrganizationId,
        regardless: bool,
    ) -> Result<Disconnection, NotDone> {
        let vault = &self.ports.vault;
        let live = self.states.of(id);
        // No refresh runs meanwhile, here or in another process: it would bring a new token.
        let _refreshing = Arc::clone(&live.refreshing).lock_owned().await;
        let _lock = vault.lock_refresh(id).await?;
        let connection = vault.connection(id).await?.ok_or(NotDone::Disconnected)?;
        let revoked = match vault.refresh_token(id).await {
            Ok((token, _)) => self.revoke_stored(&connection, &token).await,
            Err(VaultError::Storage(error)) => return Err(VaultError::Storage(error).into()),
            // No key: nobody can use the token, and nobody can revoke it from here.
            Err(error) => Err(error.to_string()),
        };
        if revoked.is_err() && !regardless {
            tracing::warn!(organization = %id, "the service account stays connected: its token could not be revoked");
            return Ok(Disconnection::of(false, revoked));
        }
        vault.cancel_login(id).await?;
        self.drop_held(id, Login::Idle);
        vault.forget_connection(id).await?;
        live.change(|state| *state = state.disconnected());
        tracing::info!(organization = %id, user = %connection.account.user_id, revoked = revoked.is_ok(), "the service account was disconnected");
        let outcome = match revoked {
            Ok(()) => ", revoked",
            Err(_) => ", not revoked",
        };
        let change = (connection.account).as_change(outcome, connection.environment);
        let kind = AuditKind::Disconnected;
        self.journal.record(actor, kind, Some(id), change).await;
        self.ports.notify(Notice::ConnectionChanged(id));
        self.ports.notify(Notice::UsersChanged(id));
        self.ports.notify(Notice::GateChanged);
        let store = &self.ports.store;
        store.apply(id, SavePreflight(None)).await?;
        // The loss ends with the connection; there is no recovery to tell of.
        let end = EndLoss {
            at: self.ports.now(),
            recovered: None,
        };
        if store.apply(id, end).await?.is_some() {
            store.apply(id, DismissRecovery).await?;
            self.journal.drop_alerts(id).await;
        }
        Ok(Disconnection::of(true, revoked))
    }

    /// Whether the stored token is dead at Salesforce afterwards.
    async fn revoke_stored(
        &self,
        connection: &StoredConnection,
        token: &Secret,
    ) -> Result<(), String> {
        let mut seen = String::new();
        for origin in [&connection.login_origin, &connection.instance_url] {
            match self.ports.salesforce.revoke(origin, token).await {
                Ok(()) => return Ok(()),
                // Dead already. After a refresh whose answer was lost that says nothing about the
                // token that replaced this one.
                Err(CallFailure::Refused(fault))
                    if fault.code == FaultCode::TokenInvalid && !connection.refresh_unfinished =>
                {
                    return Ok(());
                }
                Err(failure) => seen = failure.to_string(),
            }
        }
        Err(seen)
    }
}
