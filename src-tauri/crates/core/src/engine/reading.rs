//! What the host shows of a connection: everything read at one moment.

use super::connections::Connections;
use super::license::License;
use super::pace::OwnShareUsed;
use super::ports::Ports;
use super::states::{LoginProgress, States};
use crate::connection::{ConnectionState, StateFacts, StoredConnection};
use crate::directory::ApiUsage;
use crate::organization::{Organization, OrganizationId};
use crate::port::salesforce::Salesforce;
use crate::port::store::{Store, StoreError};
use crate::port::vault::{Vault, VaultError};
use crate::status::Overlay;
use jiff::Timestamp;
use std::sync::Arc;

/// A connection at one moment.
#[derive(Debug, Clone)]
pub struct ConnectionReading {
    pub organization: Organization,
    /// The stored connection, if there is one.
    pub connection: Option<StoredConnection>,
    /// The state derived from it.
    pub state: ConnectionState,
    /// The API use as Salesforce last named it.
    pub usage: Option<ApiUsage>,
    /// The console's own share of that limit, while it is used up.
    pub own_share: Option<OwnShareUsed>,
    /// Whether the entitlement lets its sessions run; `true` where nothing is connected.
    pub entitled: bool,
    /// Whether a session runs.
    pub session_running: bool,
    /// When the next one is due.
    pub next_session: Option<Timestamp>,
}

impl ConnectionReading {
    /// What the state and the organization's own switch do to the members.
    pub fn overlay(&self) -> Overlay {
        if !self.organization.synchronization {
            return Overlay::Off;
        }
        match Overlay::of(&self.state) {
            // Nobody checks them until there is another entitlement.
            Overlay::Clear if !self.entitled => Overlay::Stale,
            overlay => overlay,
        }
    }
}

/// What the window shows.
pub struct Directory<V, S, F> {
    pub(super) ports: Arc<Ports<V, S, F>>,
    pub(super) states: Arc<States>,
    pub(super) license: Arc<License<V, S, F>>,
    pub(super) connections: Arc<Connections<V, S, F>>,
}

impl<V: Vault, S: Store, F: Salesforce> Directory<V, S, F> {
    /// Reads an organization's connection.
    pub async fn connection_reading(
        &self,
        id: OrganizationId,
    ) -> Result<ConnectionReading, ReadingError> {
        let organization = self.ports.organization(id).await?;
        let now = self.ports.now();
        let connection = self.ports.vault.connection(id).await?;
        let login_waiting = self.ports.vault.pending_login(id, now).await?.is_some();
        let live = self.states.of(id).read();
        let facts = StateFacts {
            switch_on: organization.service_account_login,
            connection: connection.as_ref(),
            login_waiting: login_waiting
                || matches!(
                    live.login,
                    LoginProgress::Exchanging(_)
                        | LoginProgress::Checking(_)
                        | LoginProgress::Confirming(_)
                ),
            key_lost: live.key_lost,
            passing: live.passing.as_ref(),
            idle_limit_days: i64::from(self.states.settings().token_policy_days),
        };
        let state = ConnectionState::of(&facts, now);
        let entitled = connection
            .as_ref()
            .is_none_or(|known| self.license.entitled(known));
        Ok(ConnectionReading {
            next_session: live
                .next_due
                .filter(|_| state.allows_sessions())
                .filter(|_| organization.synchronization && connection.is_some() && entitled),
            entitled,
            organization,
            connection,
            state,
            usage: live.usage,
            own_share: self.connections.own_share_used(id).await,
            session_running: live.session_running,
        })
    }
}

/// Why a connection cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum ReadingError {
    /// The store cannot be read, or the organization is gone.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The vault cannot be read.
    #[error(transparent)]
    Vault(#[from] VaultError),
}
