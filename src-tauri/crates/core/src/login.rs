//! The login: what is kept while the browser is open, and what may come back.

use crate::environment::Environment;
use crate::organization::OrganizationId;
use crate::secret::Secret;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use ts_rs::TS;

pub mod callback;
mod failure;
mod refusal;
pub(crate) mod state;
pub(crate) mod verdict;

pub use failure::LoginFailure;
pub use refusal::CallbackRefusal;
pub use state::{Confirmation, LoginPhase};

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
    pub login: PendingLogin,
    /// The OAuth `state`.
    pub state: Secret,
    pub verifier: Secret,
}

/// A waiting login without its secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingLogin {
    /// For whom. A newer login of the same organization supersedes this one.
    pub organization: OrganizationId,
    /// Decides the callback address.
    pub environment: Environment,
    /// The consumer key that was sent.
    pub client_id: String,
    /// The origin that was opened; the code is redeemed nowhere else.
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
