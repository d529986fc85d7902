//! The login: what is kept while the browser is open, and what may come back.

use crate::environment::Environment;
use crate::organization::OrganizationId;
use crate::secret::Secret;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use ts_rs::TS;

pub mod callback;
mod failure;
pub(crate) mod state;
pub(crate) mod verdict;

pub use failure::LoginFailure;
pub use state::{Confirmation, LoginReading};

/// How long a login waits for its callback unless it is extended: people wait for e-mailed codes.
pub const LOGIN_LIFETIME: SignedDuration = SignedDuration::from_mins(10);

/// What a login is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum LoginPurpose {
    /// The first connect, or the pinned account once more.
    #[default]
    Connect,
    /// *Change service account*: another account may answer, and is shown beside the pinned one
    /// before anything is saved.
    Change,
}

/// A login about to be written to `vault.db`; the state is stored as a hash, the verifier sealed.
#[derive(Debug, Clone)]
pub struct NewLogin {
    /// For whom. A newer login of the same organization supersedes this one.
    pub organization: OrganizationId,
    /// Decides the callback address.
    pub environment: Environment,
    /// The consumer key that was sent.
    pub client_id: String,
    /// The origin that was opened; the code is redeemed nowhere else.
    pub login_origin: String,
    /// The OAuth `state`.
    pub state: Secret,
    pub verifier: Secret,
    /// What it is for.
    pub purpose: LoginPurpose,
    pub started: Timestamp,
    /// When it ends unless extended.
    pub expires: Timestamp,
}

/// A waiting login without its secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingLogin {
    pub organization: OrganizationId,
    pub environment: Environment,
    /// The consumer key that was sent.
    pub client_id: String,
    /// The origin that was opened.
    pub login_origin: String,
    /// What it is for.
    pub purpose: LoginPurpose,
    pub started: Timestamp,
    /// When it ends unless extended.
    pub expires: Timestamp,
}

/// A login whose callback came and that nobody else can redeem any more.
#[derive(Debug, Clone)]
pub struct ConsumedLogin {
    /// The row as it was.
    pub login: PendingLogin,
    /// The PKCE verifier, unsealed.
    pub verifier: Secret,
}

/// Why a callback was refused. None of these reaches the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum CallbackRefusal {
    /// Not one of our two callback addresses, or not a well-formed address at all.
    #[error("the address is not a callback of this console")]
    Malformed,
    /// No login waits for this state; it was never issued here, or long ago.
    #[error("no login waits for this callback")]
    Unknown,
    /// A newer login was started after its own.
    #[error("a newer login took the place of this one")]
    Superseded,
    /// Its login was canceled here.
    #[error("the login was canceled before the callback came")]
    Canceled,
    /// It was used before.
    #[error("this callback was used before")]
    Replayed,
    /// It came after the login had ended.
    #[error("the login had ended before the callback came")]
    Late,
    /// The key store or the vault did not open its login yet; the callback can be offered again.
    #[error("the key store of this computer did not open the waiting login")]
    KeyStore,
    /// It came to the address of the other environment.
    #[error("the callback came to the address of the other environment")]
    WrongEnvironment,
}
