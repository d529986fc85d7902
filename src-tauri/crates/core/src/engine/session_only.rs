//! Signing in where no key store is: the key is held in memory, and the sign-in ends with the console.

use super::connections::Connections;
use crate::actor::Actor;
use crate::audit::{AuditKind, Change};
use crate::connection::{ConnectionFault, FaultKind};
use crate::fault::{Fault, FaultCode};
use crate::key_store::KeyStoreNotice;
use crate::port::vault::{SealState, Vault, VaultError};
use crate::port::{Salesforce, Store};
use crate::status::SESSION_OVER_TEXT;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

/// A console that closes does not wait longer for Salesforce: the token is unreadable anyway.
const REVOKE_WITHIN: Duration = Duration::from_secs(5);

impl<V: Vault, S: Store, F: Salesforce> Connections<V, S, F> {
    /// What there is to know about the key store.
    pub async fn key_store_notice(&self) -> Option<KeyStoreNotice> {
        match self.ports.vault.seal_state().await {
            Ok(state) => KeyStoreNotice::of(state),
            Err(error) => {
                tracing::error!(%error, "the key store cannot be asked");
                Some(KeyStoreNotice::Missing)
            }
        }
    }

    /// Lets sign-ins be held in memory until the console is closed: the person’s choice where no
    /// key store is. Changes nothing when one is there after all.
    ///
    /// # Errors
    /// [`VaultError::NoKeyStore`] while a saved sign-in waits for the key store: another key would
    /// make it unreadable. [`VaultError::KeyStoreLocked`] when there is one to unlock.
    pub async fn hold_sign_ins_for_session(&self, actor: &Actor) -> Result<(), VaultError> {
        let vault = &self.ports.vault;
        let before = vault.seal_state().await?;
        vault.hold_for_session().await?;
        if vault.seal_state().await? == SealState::HeldForSession
            && before != SealState::HeldForSession
        {
            tracing::warn!("no key store: sign-ins are held in memory until the console is closed");
            let kind = AuditKind::SignInsHeldForSession;
            self.journal
                .record(actor, kind, None, Change::default())
                .await;
        }
        Ok(())
    }

    /// Records that the sign-ins an earlier process held are gone, then takes out what is left of
    /// them: after an end in between it is recorded again, to the same effect.
    pub(super) async fn end_earlier_session(&self) -> Result<(), VaultError> {
        let left = self.ports.vault.left_by_session().await?;
        for organization in &left {
            let fault = ConnectionFault {
                kind: FaultKind::Lost,
                fault: Fault::new(FaultCode::SignInOver, SESSION_OVER_TEXT),
                since: self.ports.now(),
            };
            if let Err(failure) = self.record_fault(*organization, fault).await {
                tracing::error!(%organization, %failure, "the end of a sign-in could not be recorded");
            }
        }
        if !left.is_empty() {
            self.ports.vault.clear_left_by_session().await?;
        }
        Ok(())
    }

    /// Revokes the sign-ins that end with this process, so that they do not go on counting as
    /// approvals of the service account.
    pub(super) async fn revoke_held_for_session(self: &Arc<Self>) {
        let vault = &self.ports.vault;
        if !matches!(vault.seal_state().await, Ok(SealState::HeldForSession)) {
            return;
        }
        // Side by side: a host that hangs must not leave the others' tokens alive.
        let mut revocations = JoinSet::new();
        for connection in vault.connections().await.unwrap_or_default() {
            let console = Arc::clone(self);
            revocations.spawn(tokio::time::timeout(REVOKE_WITHIN, async move {
                let id = connection.organization;
                if let Ok((token, _)) = console.ports.vault.refresh_token(id).await {
                    let hosts = [&*connection.login_origin, &*connection.instance_url];
                    console.revoke(&hosts, &token).await;
                }
            }));
        }
        while let Some(ended) = revocations.join_next().await {
            if !matches!(ended, Ok(Ok(()))) {
                tracing::warn!("a sign-in that ends with the console could not be revoked in time");
            }
        }
    }
}
