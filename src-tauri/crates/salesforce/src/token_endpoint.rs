//! The token endpoint: redeems a code, uses a refresh token. One request each, never repeated.

use crate::host_rule::{Origin, TrustedHosts};
use crate::token_answer::{Grant, TokenAnswer};
use crate::token_error::token_failure;
use crate::transport::{Received, Transport, TransportFault};
use lpc_core::fault::{Fault, FaultCode};
use lpc_core::port::salesforce::{HostRefused, Redemption, TokenFailure, TokenGrant};
use lpc_core::secret::Secret;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Method, Request, StatusCode};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::collections::HashMap;
use url::{Url, form_urlencoded};

/// `{"error": …, "error_description": …}`.
#[derive(Deserialize)]
struct ErrorAnswer {
    error: String,
    error_description: Option<String>,
}

/// Redeems a code.
pub(crate) async fn redeem(
    transport: &Transport,
    trusted: &TrustedHosts,
    redemption: Redemption,
) -> Result<TokenGrant, TokenFailure> {
    let origin = trusted.origin(&redemption.login_origin).map_err(unsent)?;
    let (code, verifier) = (redemption.code.expose(), redemption.verifier.expose());
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("code_verifier", verifier),
        ("redirect_uri", &redemption.redirect_uri),
        ("client_id", &redemption.client_id),
    ];
    let answer = ask(transport, &origin, &form, &[code, verifier]).await?;
    answer.check(trusted, Grant::Code)
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
    let sent = refresh_token.expose();
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", sent),
        ("client_id", client_id),
    ];
    let answer = ask(transport, &origin, &form, &[sent]).await?;
    answer.check(trusted, Grant::Refresh)
}

/// Posts a form as a public client does: the client id in it, no secret.
async fn ask(
    transport: &Transport,
    origin: &Origin,
    form: &[(&str, &str)],
    sent: &[&str],
) -> Result<TokenAnswer, TokenFailure> {
    let received = post(transport, origin, "token", "application/json", form).await;
    let received = received
        .and_then(json_object)
        .map_err(|fault| TokenFailure::Transient {
            retry_after: fault.retry_after(),
            fault: fault.fault(),
        })?;
    // What was received stays here.
    let unreadable = || TokenFailure::Transient {
        fault: Fault::new(
            FaultCode::Unreachable,
            "the answer is not one of a token endpoint",
        ),
        retry_after: None,
    };
    if received.status == StatusCode::OK {
        let answer = serde_json::from_slice(&received.body).ok();
        return answer
            .filter(|_| may_be_json(&received.headers))
            .ok_or_else(unreadable);
    }
    let answer: ErrorAnswer = serde_json::from_slice(&received.body).map_err(|_| unreadable())?;
    let description = answer.error_description.unwrap_or_default();
    Err(token_failure(&answer.error, &description, sent))
}

/// Posts a form to an endpoint of OAuth. Secrets go in the body: an address ends in proxies' logs.
pub(crate) async fn post(
    transport: &Transport,
    origin: &Origin,
    endpoint: &str,
    accept: &'static str,
    form: &[(&str, &str)],
) -> Result<Received, TransportFault> {
    let url = Url::parse(&format!("{origin}/services/oauth2/{endpoint}"));
    let mut request = Request::new(Method::POST, url.map_err(|_| TransportFault::Malformed)?);
    let headers = request.headers_mut();
    headers.insert(ACCEPT, HeaderValue::from_static(accept));
    let kind = HeaderValue::from_static("application/x-www-form-urlencoded");
    headers.insert(CONTENT_TYPE, kind);
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(form)
        .finish();
    *request.body_mut() = Some(body.into());
    transport
        .send_token_request(request)
        .await?
        .with_json_status()
}

/// A derived reader would take an array as well.
fn json_object(received: Received) -> Result<Received, TransportFault> {
    let status = received.status.as_u16();
    match serde_json::from_slice::<HashMap<String, IgnoredAny>>(&received.body) {
        Ok(_) => Ok(received),
        Err(_) => Err(TransportFault::NotJsonObject { status }),
    }
}

/// Whether nothing was said about the kind of an answer, or that it is JSON.
fn may_be_json(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).is_none_or(|kind| {
        let kind = kind.to_str().unwrap_or_default().to_ascii_lowercase();
        kind.starts_with("application/json")
    })
}

/// The login origin itself breaks the host rule: nothing was sent, nothing is to be revoked.
fn unsent(refusal: HostRefused) -> TokenFailure {
    TokenFailure::Untrusted {
        detail: format!("nothing was sent: {refusal}"),
        tokens: Vec::new(),
    }
}
