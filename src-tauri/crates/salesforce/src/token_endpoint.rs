//! The token endpoint: redeems a code, uses a refresh token. One request each, never repeated.

use crate::host_rule::{Origin, TrustedHosts};
use crate::token_answer::{Grant, TokenAnswer, TokenErrorAnswer};
use crate::token_error::token_failure;
use crate::transport::{Transport, TransportFault};
use lpc_core::fault::{Fault, FaultCode};
use lpc_core::port::salesforce::{HostRefused, Redemption, TokenFailure, TokenGrant};
use lpc_core::secret::Secret;
use oauth2::basic::{BasicRevocationErrorResponse, BasicTokenIntrospectionResponse};
use oauth2::{
    AsyncHttpClient, AuthType, AuthorizationCode, Client, ClientId, EndpointNotSet, EndpointSet,
    HttpRequest, HttpResponse, PkceCodeVerifier, RedirectUrl, RefreshToken, RequestTokenError,
    StandardRevocableToken, TokenUrl,
};
use serde::de::IgnoredAny;
use std::borrow::Cow;
use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;

type TokenClient = Client<
    TokenErrorAnswer,
    TokenAnswer,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

type Failed = RequestTokenError<TransportFault, TokenErrorAnswer>;

/// Redeems a code.
pub(crate) async fn redeem(
    transport: &Transport,
    trusted: &TrustedHosts,
    redemption: Redemption,
) -> Result<TokenGrant, TokenFailure> {
    let origin = trusted.origin(&redemption.login_origin).map_err(unsent)?;
    let client = token_client(&origin, &redemption.client_id)?;
    let redirect_url =
        RedirectUrl::new(redemption.redirect_uri).map_err(|_| transient("no callback address"))?;
    let (code, verifier) = (redemption.code.expose(), redemption.verifier.expose());
    client
        .exchange_code(AuthorizationCode::new(code.to_owned()))
        .set_redirect_uri(Cow::Owned(redirect_url))
        .set_pkce_verifier(PkceCodeVerifier::new(verifier.to_owned()))
        .request_async(&TokenEndpoint(transport))
        .await
        .map_err(|failed| failure(failed, &[code, verifier]))?
        .check(trusted, Grant::Code)
}

/// Uses a refresh token. No scope is sent: Salesforce keeps it with the token.
pub(crate) async fn refresh(
    transport: &Transport,
    trusted: &TrustedHosts,
    login_origin: &str,
    client_id: &str,
    refresh_token: &Secret,
) -> Result<TokenGrant, TokenFailure> {
    let origin = trusted.origin(login_origin).map_err(unsent)?;
    let client = token_client(&origin, client_id)?;
    let sent = refresh_token.expose();
    client
        .exchange_refresh_token(&RefreshToken::new(sent.to_owned()))
        .request_async(&TokenEndpoint(transport))
        .await
        .map_err(|failed| failure(failed, &[sent]))?
        .check(trusted, Grant::Refresh)
}

/// A public client: the client id in the body, no secret.
fn token_client(origin: &Origin, client_id: &str) -> Result<TokenClient, TokenFailure> {
    let token_url = TokenUrl::new(format!("{origin}/services/oauth2/token"))
        .map_err(|_| transient("the login address is not well-formed"))?;
    Ok(Client::new(ClientId::new(client_id.to_owned()))
        .set_auth_type(AuthType::RequestBody)
        .set_token_uri(token_url))
}

/// `oauth2` over the console's own transport.
struct TokenEndpoint<'a>(&'a Transport);

impl<'c> AsyncHttpClient<'c> for TokenEndpoint<'_> {
    type Error = TransportFault;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, TransportFault>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move {
            let request = request.try_into().map_err(|_| TransportFault::Malformed)?;
            let received = self
                .0
                .send_token_request(request)
                .await?
                .with_json_status()?;
            // `oauth2` would read an array as well, and ignore what stands behind the value.
            if serde_json::from_slice::<HashMap<String, IgnoredAny>>(&received.body).is_err() {
                let status = received.status.as_u16();
                return Err(TransportFault::NotJsonObject { status });
            }
            let mut response = HttpResponse::new(received.body);
            *response.status_mut() = received.status;
            *response.headers_mut() = received.headers;
            Ok(response)
        })
    }
}

fn failure(failed: Failed, sent: &[&str]) -> TokenFailure {
    match failed {
        RequestTokenError::ServerResponse(answer) => token_failure(
            &answer.error,
            answer.error_description.as_deref().unwrap_or_default(),
            sent,
        ),
        RequestTokenError::Request(fault) => TokenFailure::Transient {
            retry_after: fault.retry_after(),
            fault: fault.fault(),
        },
        // Both carry what was received, which stays here.
        RequestTokenError::Parse(..) | RequestTokenError::Other(_) => {
            transient("the answer is not one of a token endpoint")
        }
    }
}

fn transient(detail: &str) -> TokenFailure {
    TokenFailure::Transient {
        fault: Fault::new(FaultCode::Unreachable, detail),
        retry_after: None,
    }
}

/// The login origin itself breaks the host rule: nothing was sent, nothing is to be revoked.
fn unsent(refusal: HostRefused) -> TokenFailure {
    TokenFailure::Untrusted {
        detail: format!("nothing was sent: {refusal}"),
        tokens: Vec::new(),
    }
}
