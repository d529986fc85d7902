//! Why no session of an organization may run, asked before one begins and after every answer while
//! it runs: a full load takes long enough for a person to change their mind.

use super::connections::Connections;
use super::ports::Ports;
use super::states::States;
use crate::connection::StoredConnection;
use crate::failure::{CallError, SessionError};
use crate::organization::OrganizationId;
use crate::port::{Salesforce, Store, Vault};
use crate::refusal::SessionsStopped;
use std::sync::Arc;

/// Sessions, and checks of single members.
pub struct Sync<V, S, F> {
    pub(super) ports: Arc<Ports<V, S, F>>,
    pub(super) states: Arc<States>,
    pub(super) connections: Arc<Connections<V, S, F>>,
}

impl<V: Vault, S: Store, F: Salesforce> Sync<V, S, F> {
    /// Fails where a session that reads with `connection` must not begin or go on.
    pub(super) async fn may_go_on(
        &self,
        id: OrganizationId,
        connection: &StoredConnection,
    ) -> Result<(), SessionError> {
        let now = self.ports.vault.connection(id).await;
        let now = now.map_err(CallError::from)?;
        let now = now.ok_or(SessionsStopped::Disconnected)?;
        if !now.account.is_same_as(&connection.account) || now.environment != connection.environment
        {
            return Err(SessionsStopped::AnotherAccount.into());
        }
        let organization = self.ports.organization(id).await?;
        if !organization.synchronization {
            return Err(SessionsStopped::SynchronizationOff.into());
        }
        if !organization.service_account_login {
            return Err(SessionsStopped::LoginOff.into());
        }
        if !self.connections.license.entitled(connection) {
            return Err(SessionsStopped::NotEntitled.into());
        }
        Ok(())
    }
}
