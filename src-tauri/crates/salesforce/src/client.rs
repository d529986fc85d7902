//! The adapter: hands each method of the port to the file that knows how.

use crate::api_version::ApiVersions;
use crate::authorization::authorization;
use crate::call_error::{CallError, unreachable};
use crate::host_rule::TrustedHosts;
use crate::instance::Instance;
use crate::my_domain::login_origin;
use crate::oauth::{OauthHost, unsent};
use crate::transport::{ClientUnavailable, Transport};
use crate::{directory, extras, inspection, token_error};
use lpc_core::directory::{DirectoryPage, DirectoryUser, NextPage, UserQuery};
use lpc_core::environment::Environment;
use lpc_core::fault::Fault;
use lpc_core::port::salesforce::{
    Access, AccountExtras, AccountInspection, Answer, Authorization, AuthorizationRequest,
    CallFailure, HostRefused, Identity, Redemption, Salesforce, TokenFailure, TokenGrant,
};
use lpc_core::salesforce_id::SalesforceId;
use lpc_core::secret::Secret;

/// Speaks to Salesforce over HTTPS. Holds connections and the API version of each instance; no
/// token outlives the call that it was given to. Made once, shared by all engines.
///
/// No request is repeated, no redirect followed. A request takes at most 10 seconds to connect and
/// 30 seconds in all; a token answer may have 64 KiB, a data answer 32 MiB. Log lines (level
/// `DEBUG`) hold method, path, status and duration, nothing else.
#[derive(Debug)]
pub struct SalesforceClient {
    trusted: TrustedHosts,
    transport: Transport,
    versions: ApiVersions,
}

impl SalesforceClient {
    /// Sets up the HTTP clients. `identification` is sent as `User-Agent`, for example
    /// `lpc-admin-console/0.1.0`; it must be a header value.
    pub fn new(trusted: TrustedHosts, identification: &str) -> Result<Self, ClientUnavailable> {
        Ok(Self {
            transport: Transport::new(trusted.clone(), identification)?,
            versions: ApiVersions::default(),
            trusted,
        })
    }

    fn oauth_host(&self, origin: &str) -> Result<OauthHost<'_>, HostRefused> {
        Ok(OauthHost {
            transport: &self.transport,
            trusted: &self.trusted,
            origin: self.trusted.origin(origin)?,
        })
    }

    fn instance<'a>(&'a self, access: &'a Access) -> Result<Instance<'a>, CallError> {
        Instance::new(&self.transport, &self.versions, &self.trusted, access)
    }
}

impl Salesforce for SalesforceClient {
    fn standard_login_origin(&self, environment: Environment) -> String {
        self.trusted.standard_login_origin(environment).to_string()
    }

    fn login_origin(&self, entered: &str, environment: Environment) -> Result<String, HostRefused> {
        login_origin(&self.trusted, entered, environment).map(|origin| origin.to_string())
    }

    fn authorization(
        &self,
        request: &AuthorizationRequest<'_>,
    ) -> Result<Authorization, HostRefused> {
        authorization(&self.trusted, request)
    }

    fn callback_fault(&self, error: &str, description: &str) -> Fault {
        token_error::callback_fault(error, description)
    }

    async fn redeem(&self, redemption: Redemption) -> Result<TokenGrant, TokenFailure> {
        let host = self.oauth_host(&redemption.login_origin).map_err(unsent)?;
        host.redeem(&redemption).await
    }

    async fn refresh(
        &self,
        login_origin: &str,
        client_id: &str,
        refresh_token: &Secret,
    ) -> Result<TokenGrant, TokenFailure> {
        let host = self.oauth_host(login_origin).map_err(unsent)?;
        host.refresh(client_id, refresh_token).await
    }

    async fn revoke(&self, login_origin: &str, token: &Secret) -> Result<(), CallFailure> {
        let host = self.oauth_host(login_origin).map_err(unreachable)?;
        host.revoke(token).await
    }

    async fn inspect_account(&self, access: &Access) -> Result<AccountInspection, CallFailure> {
        Ok(inspection::inspect_account(&self.instance(access)?).await?)
    }

    async fn identity(&self, access: &Access) -> Result<Identity, CallFailure> {
        Ok(inspection::identity(&self.instance(access)?).await?)
    }

    async fn account_extras(
        &self,
        access: &Access,
        user: &SalesforceId,
    ) -> Result<AccountExtras, CallFailure> {
        Ok(extras::account_extras(&self.instance(access)?, user).await?)
    }

    async fn users(
        &self,
        access: &Access,
        query: &UserQuery,
    ) -> Result<Answer<DirectoryPage>, CallFailure> {
        Ok(directory::users(&self.instance(access)?, query).await?)
    }

    async fn more_users(
        &self,
        access: &Access,
        next: &NextPage,
    ) -> Result<Answer<DirectoryPage>, CallFailure> {
        Ok(directory::more_users(&self.instance(access)?, next).await?)
    }

    async fn frozen_users(
        &self,
        access: &Access,
    ) -> Result<Answer<Option<Vec<SalesforceId>>>, CallFailure> {
        Ok(directory::frozen_users(&self.instance(access)?).await?)
    }

    async fn user(
        &self,
        access: &Access,
        id: &SalesforceId,
    ) -> Result<Answer<Option<DirectoryUser>>, CallFailure> {
        Ok(directory::user(&self.instance(access)?, id).await?)
    }

    async fn is_frozen(
        &self,
        access: &Access,
        id: &SalesforceId,
    ) -> Result<Answer<Option<bool>>, CallFailure> {
        Ok(directory::is_frozen(&self.instance(access)?, id).await?)
    }
}
