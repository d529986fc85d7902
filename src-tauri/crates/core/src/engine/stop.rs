//! Why no session of an organization may run, asked before one begins and after every answer while
//! it runs: a full load takes long enough for a person to change their mind.

use super::Console;
use super::access::{AccessFailure, CallError};
use super::sync::SessionError;
use crate::connection::StoredConnection;
use crate::fault::{Fault, FaultCode};
use crate::organization::OrganizationId;
use crate::port::salesforce::Salesforce;
use crate::port::store::Store;
use crate::port::vault::Vault;

/// Why no session of an organization may run, whoever asks for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SessionsStopped {
    /// The organization's synchronization is off.
    #[error("synchronization of this organization is off; turn it on in Organizations first")]
    SynchronizationOff,
    /// The connection's own switch is off.
    #[error(
        "“Login using Salesforce Service Account” is off; turn it on under Salesforce Connectivity first"
    )]
    LoginOff,
    /// The entitlement does not admit it.
    #[error(
        "sessions are stopped: your entitlement has ended or does not include this organization; import one that does"
    )]
    NotEntitled,
    /// The service account is not connected any more.
    #[error("the service account was disconnected; connect it again first")]
    Disconnected,
    /// Another account or Salesforce organization took the place of the one that the session reads
    /// with.
    #[error("another service account was connected; its own session reads everyone")]
    AnotherAccount,
}

impl SessionsStopped {
    pub(super) fn fault(self) -> Fault {
        let code = match self {
            Self::SynchronizationOff => FaultCode::SynchronizationOff,
            Self::LoginOff => FaultCode::LoginOff,
            Self::NotEntitled => FaultCode::NotEntitled,
            Self::Disconnected => FaultCode::Disconnected,
            Self::AnotherAccount => FaultCode::AccountReplaced,
        };
        Fault::new(code, self.to_string())
    }
}

impl<V: Vault, S: Store, F: Salesforce> Console<V, S, F> {
    /// Fails where a session that reads with `connection` must not begin or go on.
    pub(super) async fn may_go_on(
        &self,
        id: OrganizationId,
        connection: &StoredConnection,
    ) -> Result<(), SessionError> {
        let now = self.ports.vault.connection(id).await;
        let now = now.map_err(|error| CallError::Access(AccessFailure::Vault(error)))?;
        let now = now.ok_or(SessionsStopped::Disconnected)?;
        if now.account.user_id != connection.account.user_id
            || now.account.organization_id != connection.account.organization_id
            || now.environment != connection.environment
        {
            return Err(SessionsStopped::AnotherAccount.into());
        }
        let organization = self.organization(id).await?;
        if !organization.synchronization {
            return Err(SessionsStopped::SynchronizationOff.into());
        }
        if !organization.service_account_login {
            return Err(SessionsStopped::LoginOff.into());
        }
        if !self.entitled(connection) {
            return Err(SessionsStopped::NotEntitled.into());
        }
        Ok(())
    }
}
