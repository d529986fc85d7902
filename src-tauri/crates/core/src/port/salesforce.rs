//! Salesforce as the engines see it: OAuth, identity and users.

use crate::connection::Account;
use crate::directory::{ApiUsage, DirectoryPage, DirectoryUser, NextPage, UserQuery};
use crate::environment::Environment;
use crate::fault::{Fault, FaultCode};
use crate::salesforce_id::SalesforceId;
use crate::secret::Secret;
use jiff::SignedDuration;

/// Speaks to Salesforce. Every origin that is handed in passes the host rule again before a request
/// goes out, so a tampered database cannot redirect a token.
#[trait_variant::make(Send)]
pub trait Salesforce: Send + Sync + 'static {
    /// The origin of the standard login host of an environment.
    fn standard_login_origin(&self, environment: Environment) -> String;

    /// Applies the host rule to what an admin entered as My Domain: a bare name
    /// (`tallowstreet`), a host, or a pasted address. The answer is an origin such as
    /// `https://tallowstreet.my.salesforce.com`.
    fn login_origin(&self, entered: &str, environment: Environment) -> Result<String, HostRefused>;

    /// Builds the address that the browser opens: new state, new PKCE verifier (S256),
    /// `prompt=login`, and `login_hint` if one is given. No request is sent.
    fn authorization(
        &self,
        request: &AuthorizationRequest<'_>,
    ) -> Result<Authorization, HostRefused>;

    /// What the error means that a callback brought instead of a code.
    fn callback_fault(&self, error: &str, description: &str) -> Fault;

    /// Redeems a code at the token endpoint of the origin that was opened.
    async fn redeem(&self, redemption: Redemption) -> Result<TokenGrant, TokenFailure>;

    /// Uses a refresh token once. Never retried in here: with rotation a retry could end the family.
    async fn refresh(
        &self,
        login_origin: &str,
        client_id: &str,
        refresh_token: &Secret,
    ) -> Result<TokenGrant, TokenFailure>;

    /// Revokes a refresh token and its access tokens.
    async fn revoke(&self, login_origin: &str, token: &Secret) -> Result<(), CallFailure>;

    /// Reads who logged in and what this account may do.
    async fn inspect_account(&self, access: &Access) -> Result<AccountInspection, CallFailure>;

    /// Reads whose token this is; the cheapest question that needs one.
    async fn identity(&self, access: &Access) -> Result<Identity, CallFailure>;

    /// Reads what only some accounts may see about themselves. What may not be read is `None`;
    /// costs two requests.
    async fn account_extras(
        &self,
        access: &Access,
        user: &SalesforceId,
    ) -> Result<AccountExtras, CallFailure>;

    /// Reads the first page of a user query.
    async fn users(
        &self,
        access: &Access,
        query: &UserQuery,
    ) -> Result<Answer<DirectoryPage>, CallFailure>;

    /// Reads the following page.
    async fn more_users(
        &self,
        access: &Access,
        next: &NextPage,
    ) -> Result<Answer<DirectoryPage>, CallFailure>;

    /// The ids of all frozen users; `None` where the account may not read `UserLogin`.
    async fn frozen_users(
        &self,
        access: &Access,
    ) -> Result<Answer<Option<Vec<SalesforceId>>>, CallFailure>;

    /// Reads one user; `None` where Salesforce does not show them. An answer about anybody else is
    /// [`CallFailure::Unreachable`].
    async fn user(
        &self,
        access: &Access,
        id: &SalesforceId,
    ) -> Result<Answer<Option<DirectoryUser>>, CallFailure>;

    /// Whether one user is frozen; `None` where the account may not read `UserLogin`.
    async fn is_frozen(
        &self,
        access: &Access,
        id: &SalesforceId,
    ) -> Result<Answer<Option<bool>>, CallFailure>;
}

/// An origin or address that the host rule refuses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct HostRefused {
    /// What is wrong and what is expected, for people.
    pub reason: String,
}

/// What goes into an authorization address.
#[derive(Debug, Clone, Copy)]
pub struct AuthorizationRequest<'a> {
    /// Where the person logs in.
    pub login_origin: &'a str,
    pub client_id: &'a str,
    /// One of the two registered callback addresses.
    pub redirect_uri: &'a str,
    /// The user name of the pinned account, on a reconnect.
    pub login_hint: Option<&'a str>,
}

/// An authorization address with the secrets that belong to it.
#[derive(Debug, Clone)]
pub struct Authorization {
    /// The address to open. Secret: it carries the state.
    pub url: Secret,
    /// The state in it.
    pub state: Secret,
    /// The verifier behind its challenge.
    pub verifier: Secret,
}

/// What redeems a code.
#[derive(Debug, Clone)]
pub struct Redemption {
    /// The origin that was opened; taken from the pending login, never from the callback.
    pub login_origin: String,
    /// The consumer key of the pending login.
    pub client_id: String,
    /// The callback address of the pending login's environment.
    pub redirect_uri: String,
    pub code: Secret,
    pub verifier: Secret,
}

/// A checked token answer: the host rule held for `instance_url` and `id`, the token type is Bearer.
#[derive(Debug, Clone)]
pub struct TokenGrant {
    /// For requests; kept in memory only.
    pub access_token: Secret,
    /// A new refresh token. Absent on a refresh when the app does not rotate.
    pub refresh_token: Option<Secret>,
    /// The origin that serves the data.
    pub instance_url: String,
    /// The organization in the identity URL.
    pub organization_id: SalesforceId,
    /// The user in the identity URL.
    pub user_id: SalesforceId,
}

/// How the token endpoint did not give a token.
#[derive(Debug, Clone, thiserror::Error)]
pub enum TokenFailure {
    /// The grant is dead: a new login is needed.
    #[error(transparent)]
    Lost(Fault),
    /// A policy refuses; a login would not help.
    #[error(transparent)]
    Refused(Fault),
    /// The same token is being processed elsewhere, a rate limit, a server fault, a network fault,
    /// a redirect, or an answer that is not JSON. The token may still be good.
    #[error("{fault}")]
    Transient {
        /// What was seen, without any body that could hold a secret.
        fault: Fault,
        /// `Retry-After`, where one was sent.
        retry_after: Option<SignedDuration>,
    },
    /// The answer broke a rule of ours (host rule, token type, missing field). Whatever tokens it
    /// carried are in `tokens`, so that the caller can revoke them.
    #[error("{detail}")]
    Untrusted {
        detail: String,
        /// Tokens to revoke at the login origin.
        tokens: Vec<Secret>,
    },
}

/// What a data request needs.
#[derive(Debug, Clone)]
pub struct Access {
    pub token: Secret,
    /// The origin it is for.
    pub instance_url: String,
    /// Which refresh it came from; tells a caller's stale token from a fresh one.
    pub generation: u64,
}

/// A data answer with what it cost.
#[derive(Debug, Clone)]
pub struct Answer<T> {
    pub value: T,
    /// The organization's API use as of this answer, if it was named.
    pub usage: Option<ApiUsage>,
}

/// How a data request failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallFailure {
    /// 401: the access token is no longer valid; refresh and ask once more.
    #[error(transparent)]
    SessionExpired(Fault),
    /// The organization's daily requests are used up.
    #[error("{fault}")]
    RequestLimit {
        fault: Fault,
        /// `Retry-After`, where one was sent.
        retry_after: Option<SignedDuration>,
    },
    /// Salesforce understood and refused (a 401 that a refresh would not cure, 400, 403, 404).
    #[error(transparent)]
    Refused(Fault),
    /// Salesforce or the network is not there: 5xx, HTML, redirects, timeouts, cut answers.
    #[error("{fault}")]
    Unreachable {
        /// What was seen, without a body.
        fault: Fault,
        /// `Retry-After`, where one was sent.
        retry_after: Option<SignedDuration>,
    },
}

impl CallFailure {
    /// Whether a new access token may help: the old one is over, or the instance has moved, which
    /// the next token answer names.
    pub(crate) fn asks_for_a_refresh(&self) -> bool {
        match self {
            Self::SessionExpired(_) => true,
            Self::Unreachable { fault, .. } => matches!(
                fault.code,
                FaultCode::Redirected | FaultCode::MyDomainChanged
            ),
            _ => false,
        }
    }

    pub fn fault(&self) -> &Fault {
        match self {
            Self::SessionExpired(fault)
            | Self::RequestLimit { fault, .. }
            | Self::Refused(fault)
            | Self::Unreachable { fault, .. } => fault,
        }
    }
}

/// Who logged in, and what the account may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountInspection {
    /// The account and its organization.
    pub account: Account,
    /// `Organization.IsSandbox` (a scratch organization counts as a sandbox).
    pub is_sandbox: bool,
    /// `User.IsActive`.
    pub is_active: bool,
    /// Effective rights from `UserPermissionAccess`; `None` where the organization does not know
    /// the permission.
    pub view_all_data: Option<bool>,
    /// See `view_all_data`.
    pub api_enabled: Option<bool>,
    /// See `view_all_data`.
    pub view_all_users: Option<bool>,
    /// See `view_all_data`.
    pub manage_users: Option<bool>,
    /// See `view_all_data`.
    pub api_only: Option<bool>,
    /// API use as of the last answer.
    pub usage: Option<ApiUsage>,
}

impl AccountInspection {
    /// What the organization is.
    pub fn environment(&self) -> Environment {
        if self.is_sandbox {
            Environment::Sandbox
        } else {
            Environment::Production
        }
    }
}

/// Whose token it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    pub user_id: SalesforceId,
    pub organization_id: SalesforceId,
}

/// What only some accounts may see about themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountExtras {
    /// `Profile.UserLicense.Name`.
    pub license: Option<String>,
    /// Approvals (`OauthToken`) of the app of which the account has the most.
    pub approvals: Option<AppApprovals>,
}

/// Approvals of one app by one user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppApprovals {
    /// `OauthToken.AppName`.
    pub app: String,
    /// How many there are.
    pub count: u64,
}
