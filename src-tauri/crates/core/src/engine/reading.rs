//! What the host shows of a connection: everything read at one moment.

use crate::connection::{ConnectionState, StoredConnection};
use crate::directory::ApiUsage;
use crate::organization::Organization;
use crate::port::store::StoreError;
use crate::port::vault::VaultError;
use crate::status::Overlay;
use jiff::Timestamp;

/// A connection at one moment.
#[derive(Debug, Clone)]
pub struct ConnectionReading {
    pub at: Timestamp,
    pub organization: Organization,
    /// The stored connection, if there is one.
    pub connection: Option<StoredConnection>,
    /// The state derived from it.
    pub state: ConnectionState,
    /// The API use as Salesforce last named it.
    pub usage: Option<ApiUsage>,
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
