//! What the host shows of a connection: everything read at one moment.

use super::connections::Connections;
use super::license::License;
use super::pace::OwnShareUsed;
use super::ports::Ports;
use super::states::States;
use crate::connection::{ConnectionState, StoredConnection};
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
        let connection = self.ports.vault.connection(id).await?;
        let days = self.states.settings().token_policy_days;
        let now = self.ports.now();
        let (state, usage, turn) = self.states.of(id).change(|known| {
            let state = known.connection(&organization, connection.as_ref(), days, now);
            (state, known.known.usage, known.turn)
        });
        let entitled = connection
            .as_ref()
            .is_none_or(|known| self.license.entitled(known));
        let runs = organization.synchronization && connection.is_some() && entitled;
        Ok(ConnectionReading {
            next_session: turn.due().filter(|_| runs && state.allows_sessions()),
            entitled,
            organization,
            connection,
            state,
            usage,
            own_share: self.connections.own_share_used(id).await,
            session_running: turn.is_running(),
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
