//! What the host shows of a connection: everything read at one moment.

use super::pace::OwnShareUsed;
use super::{Console, LoginFailure, LoginProgress};
use crate::connection::{ConnectionState, StateFacts, StoredConnection};
use crate::directory::ApiUsage;
use crate::login::{CallbackRefusal, PendingLogin};
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

/// Where the login of an organization stands.
#[derive(Debug, Clone)]
pub enum LoginReading {
    Idle,
    /// The browser is open.
    Waiting {
        login: PendingLogin,
        /// Whether its link is still known.
        link_available: bool,
    },
    Progress(LoginProgress),
}

impl<V: Vault, S: Store, F: Salesforce> Console<V, S, F> {
    /// Reads an organization's connection.
    pub async fn connection_reading(
        &self,
        id: OrganizationId,
    ) -> Result<ConnectionReading, ReadingError> {
        let organization = self.organization(id).await?;
        let now = self.now();
        let connection = self.ports.vault.connection(id).await?;
        let login_waiting = self.ports.vault.pending_login(id, now).await?.is_some();
        let live = self.live(id).read();
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
            idle_limit_days: i64::from(self.settings().token_policy_days),
        };
        let state = ConnectionState::of(&facts, now);
        let entitled = connection.as_ref().is_none_or(|known| self.entitled(known));
        Ok(ConnectionReading {
            next_session: self
                .planned(id, &state)
                .filter(|_| organization.synchronization && connection.is_some() && entitled),
            entitled,
            organization,
            connection,
            state,
            usage: live.usage,
            own_share: self.own_share_used(id).await,
            session_running: live.session_running,
        })
    }

    /// Reads where the login stands.
    pub async fn login_reading(
        self: &Arc<Self>,
        id: OrganizationId,
    ) -> Result<LoginReading, VaultError> {
        self.end_timed_out_login(id).await;
        let waiting = self.ports.vault.pending_login(id, self.now()).await?;
        // After the vault: what ends a waiting login has said so here before.
        let live = self.live(id).read();
        if let Some(login) = waiting {
            return Ok(LoginReading::Waiting {
                login,
                link_available: live.link.is_some(),
            });
        }
        Ok(match live.login {
            LoginProgress::Idle => LoginReading::Idle,
            progress => LoginReading::Progress(progress),
        })
    }

    /// A callback of the organization that came for nothing since the last login began.
    pub fn refused_callback(&self, id: OrganizationId) -> Option<(CallbackRefusal, Timestamp)> {
        self.live(id).read().refused_callback
    }

    pub(super) async fn end_timed_out_login(self: &Arc<Self>, id: OrganizationId) {
        let now = self.now();
        let unanswered = match self.live(id).read().login {
            LoginProgress::Confirming(confirmation) => confirmation.until <= now,
            _ => false,
        };
        if unanswered && self.drop_held(id) {
            self.end_login(id, LoginFailure::TimedOut).await;
        }
        let ended = self
            .live(id)
            .read()
            .waiting_until
            .is_some_and(|until| until <= now);
        if !ended || !matches!(self.ports.vault.pending_login(id, now).await, Ok(None)) {
            return;
        }
        // Several look at once; one of them ends it.
        let first = self.live(id).change(|live| {
            let first = live.waiting_until.take_if(|until| *until <= now).is_some();
            if first {
                live.login = LoginProgress::ended(LoginFailure::TimedOut, now);
            }
            first
        });
        if first {
            self.end_login(id, LoginFailure::TimedOut).await;
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
