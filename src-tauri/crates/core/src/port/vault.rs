//! `vault.db` as the engines see it: the truth about connections, and the only place of secrets.

use crate::connection::{Account, ConnectionFault, StoredConnection};
use crate::environment::Environment;
use crate::fault::{Fault, FaultCode};
use crate::login::{CallbackRefusal, ConsumedLogin, NewLogin, PendingLogin};
use crate::organization::OrganizationId;
use crate::secret::Secret;
use crate::storage::WriteFault;
use jiff::Timestamp;

/// Keeps secrets and what belongs to them. Every write is durable when its future resolves.
#[trait_variant::make(Send)]
pub trait Vault: Send + Sync + 'static {
    /// Held across a refresh, also against other processes; dropping it releases it.
    type RefreshLock: Send;

    /// What keeps `vault.db` from being written, as its last write tells.
    fn write_fault(&self) -> Option<WriteFault>;

    /// Where damaged files are kept that an empty vault took the place of, now or at an earlier
    /// start.
    fn set_aside(&self) -> Vec<String>;

    /// Writes something that changes nothing, to find out whether a fault is over.
    async fn try_writing(&self) -> Result<(), VaultError>;

    /// Whether secrets can be sealed and opened right now.
    async fn seal_state(&self) -> Result<SealState, VaultError>;

    /// The way out of [`SealState::KeyLost`], only for when a person chose to sign in again: from
    /// now on a key that is there, or else a new one, seals. What the lost key sealed stays as it
    /// is until a login replaces it. Does nothing in any other state.
    async fn replace_lost_key(&self) -> Result<(), VaultError>;

    /// The way out of [`SealState::NoKeyStore`] while nothing is sealed, only for when a person
    /// chose it: from now on a key seals that this process has in memory alone, so that nothing it
    /// seals can be opened once the process is over. Does nothing when the key store is back.
    async fn hold_for_session(&self) -> Result<(), VaultError>;

    /// The organizations whose token an earlier process sealed with a key that it held in memory
    /// alone. Nobody can open these tokens.
    async fn left_by_session(&self) -> Result<Vec<OrganizationId>, VaultError>;

    /// Takes out what [`Vault::left_by_session`] tells of, and waiting logins with it; the accounts
    /// stay pinned.
    async fn clear_left_by_session(&self) -> Result<(), VaultError>;

    /// Writes a login and supersedes an older one of the same organization.
    async fn begin_login(&self, login: NewLogin) -> Result<(), VaultError>;

    /// Ends what has expired at `now`, and answers the logins that wait.
    async fn pending_logins(&self, now: Timestamp) -> Result<Vec<PendingLogin>, VaultError>;

    /// Moves the end of a waiting login; `false` when none waits at `now`.
    async fn extend_login(
        &self,
        organization: OrganizationId,
        expires: Timestamp,
        now: Timestamp,
    ) -> Result<bool, VaultError>;

    /// Ends a waiting login; `false` when none was there.
    async fn cancel_login(&self, organization: OrganizationId) -> Result<bool, VaultError>;

    /// Consumes the login that a callback belongs to, by one UPDATE, before anything else happens:
    /// of any number of equal callbacks exactly one gets it. A refusal changes nothing, except that
    /// what has expired is gone.
    async fn consume_login(
        &self,
        state: &Secret,
        environment: Environment,
        now: Timestamp,
    ) -> Result<Result<ConsumedLogin, CallbackRefusal>, VaultError>;

    /// Whose login a state belonged to, as long as it is remembered: tells where to show that a
    /// callback came too late. Only whoever was given the state can ask.
    async fn login_owner(&self, state: &Secret) -> Result<Option<OrganizationId>, VaultError>;

    /// All connections, without secrets.
    async fn connections(&self) -> Result<Vec<StoredConnection>, VaultError>;

    /// The connection of an organization.
    async fn connection(
        &self,
        organization: OrganizationId,
    ) -> Result<Option<StoredConnection>, VaultError>;

    /// Stores a login that passed every check, in one transaction. The generation grows by one, an
    /// open refresh intent and a fault are gone. Answers the refresh token that it supersedes, so
    /// that it can be revoked; `None` if there was none or it cannot be opened.
    async fn store_connection(
        &self,
        connection: NewConnection,
    ) -> Result<Option<Secret>, VaultError>;

    /// Forgets a connection with its sealed token and an open intent; `false` when there was none.
    async fn forget_connection(&self, organization: OrganizationId) -> Result<bool, VaultError>;

    /// Deletes everything of an organization: its connection with the sealed token, waiting and
    /// ended logins, an open intent. Nothing is revoked at Salesforce. To be called under the
    /// connection's lock.
    async fn forget_organization(&self, organization: OrganizationId) -> Result<(), VaultError>;

    /// Wipes what a forgotten organization left elsewhere on the disk: in the log, between the rows
    /// of others, in copies of `vault.db` from before an update (they go as a whole). Can be
    /// repeated. To be called under the connection's lock.
    async fn wipe_forgotten(&self, organization: OrganizationId) -> Result<(), VaultError>;

    /// Records or clears the lasting fault of a connection.
    async fn set_fault(
        &self,
        organization: OrganizationId,
        fault: Option<ConnectionFault>,
    ) -> Result<(), VaultError>;

    /// Waits for the connection's file lock.
    async fn lock_refresh(
        &self,
        organization: OrganizationId,
    ) -> Result<Self::RefreshLock, VaultError>;

    /// Opens the sealed refresh token together with its generation.
    async fn refresh_token(
        &self,
        organization: OrganizationId,
    ) -> Result<(Secret, u64), VaultError>;

    /// Writes the intent to spend the token of `generation`, with a sealed dummy of a new token's
    /// size: proves that the disk, the key and sealing work before a token is spent.
    async fn open_refresh_intent(
        &self,
        organization: OrganizationId,
        generation: u64,
        now: Timestamp,
    ) -> Result<(), VaultError>;

    /// Ends the intent after a failure that left the token as it was.
    async fn close_refresh_intent(&self, organization: OrganizationId) -> Result<(), VaultError>;

    /// Records a successful refresh in one transaction: the rotated token if there is one, the
    /// instance, the time; ends the intent, clears a fault. Answers the new generation (it grows
    /// with every success, rotated or not).
    async fn complete_refresh(&self, refresh: CompletedRefresh) -> Result<u64, VaultError>;
}

/// Whether the vault can do its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SealState {
    /// The data key is there, or can be made because nothing is sealed yet.
    Ready,
    /// The operating system offers no key store.
    NoKeyStore {
        /// Whether something sealed waits for it.
        sealed: bool,
    },
    /// There is no key store, and a person chose to hold the key in memory until the end of the
    /// process.
    HeldForSession,
    /// The key store is there but locked.
    KeyStoreLocked,
    /// Something is sealed and its key is gone.
    KeyLost,
}

/// A connection about to be stored.
#[derive(Debug, Clone)]
pub struct NewConnection {
    pub organization: OrganizationId,
    /// Where it logs in.
    pub environment: Environment,
    /// The consumer key the token belongs to.
    pub client_id: String,
    /// The origin whose token endpoint refreshes it.
    pub login_origin: String,
    /// The origin that serves the data.
    pub instance_url: String,
    /// The account, to be pinned.
    pub account: Account,
    pub refresh_token: Secret,
    /// When the code was redeemed.
    pub obtained: Timestamp,
}

/// A refresh that succeeded.
#[derive(Debug, Clone)]
pub struct CompletedRefresh {
    pub organization: OrganizationId,
    /// The generation that was spent.
    pub spent_generation: u64,
    /// The rotated token; `None` when the old one stays valid.
    pub refresh_token: Option<Secret>,
    /// The instance named in the answer.
    pub instance_url: String,
    pub obtained: Timestamp,
}

/// How the vault failed.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// There is no key store; nothing secret is written anywhere else.
    #[error("this computer offers no key store, so a sign-in cannot be kept safely")]
    NoKeyStore,
    /// The key store is locked.
    #[error("the key store of this computer is locked")]
    KeyStoreLocked,
    /// A sealed secret has no key, or does not open with it.
    #[error("a saved secret cannot be opened with this computer’s key")]
    KeyLost,
    /// There is no connection for the organization.
    #[error("the organization has no connection")]
    NoConnection,
    /// The stored generation is not the one that was spent.
    #[error("the stored token changed meanwhile")]
    GenerationChanged,
    /// The disk or the database failed.
    #[error("the vault cannot be read or written: {0}")]
    Storage(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl VaultError {
    /// As something that stopped a session.
    pub fn fault(&self) -> Fault {
        let code = match self {
            Self::NoKeyStore => FaultCode::KeyStoreMissing,
            Self::KeyStoreLocked => FaultCode::KeyStoreLocked,
            Self::KeyLost => FaultCode::KeyLost,
            Self::NoConnection => FaultCode::NotConnected,
            Self::GenerationChanged => FaultCode::AccountReplaced,
            Self::Storage(_) => FaultCode::OwnData,
        };
        Fault::new(code, self.to_string())
    }
}
