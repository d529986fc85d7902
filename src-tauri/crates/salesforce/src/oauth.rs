//! The OAuth endpoints of one host: a code is redeemed, a refresh token used, a token revoked. One
//! request each, never repeated.

use crate::call_error::unreachable;
use crate::host_rule::{Origin, TrustedHosts};
use crate::token_answer::{Grant, TokenAnswer};
use crate::token_error::{revocation_fault, token_failure};
use crate::transport::{Received, Transport, TransportFault};
use lpc_core::fault::{Fault, FaultCode};
use lpc_core::port::salesforce::{CallFailure, HostRefused, Redemption, TokenFailure, TokenGrant};
use lpc_core::secret::Secret;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Method, Request, StatusCode};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::collections::HashMap;
use url::{Url, form_urlencoded};

/// Where the OAuth requests of one login go; its origin has passed the host rule.
pub(crate) struct OauthHost<'a> {
    pub(crate) transport: &'a Transport,
    pub(crate) trusted: &'a TrustedHosts,
    pub(crate) origin: Origin,
}

/// `{"error": …, "error_description": …}`.
#[derive(Deserialize)]
struct ErrorAnswer {
    error: String,
    error_description: Option<String>,
}

impl OauthHost<'_> {
    /// Redeems a code.
    pub(crate) async fn redeem(&self, redemption: &Redemption) -> Result<TokenGrant, TokenFailure> {
        let (code, verifier) = (redemption.code.expose(), redemption.verifier.expose());
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("code_verifier", verifier),
            ("redirect_uri", &redemption.redirect_uri),
            ("client_id", &redemption.client_id),
        ];
        let answer = self.ask(&form, &[code, verifier]).await?;
        answer.check(self.trusted, Grant::Code)
    }

    /// Uses a refresh token. No scope is sent: Salesforce keeps it with the token.
    pub(crate) async fn refresh(
        &self,
        client_id: &str,
        refresh_token: &Secret,
    ) -> Result<TokenGrant, TokenFailure> {
        let sent = refresh_token.expose();
        let form = [
            ("grant_type", "refresh_token"),
            ("refresh_token", sent),
            ("client_id", client_id),
        ];
        let answer = self.ask(&form, &[sent]).await?;
        answer.check(self.trusted, Grant::Refresh)
    }

    /// Revokes a token. An `invalid_token` is passed on as refused, because a token that was rotated
    /// out says nothing about the one that replaced it.
    pub(crate) async fn revoke(&self, token: &Secret) -> Result<(), CallFailure> {
        let form = [("token", token.expose())];
        let received = self.post("revoke", "*/*", &form).await?;
        if received.status == StatusCode::OK {
            return empty(&received);
        }
        Err(match revocation_error(&received.body) {
            Some(answer) => {
                let description = answer.error_description.unwrap_or_default();
                let fault = revocation_fault(&answer.error, &description, token.expose());
                CallFailure::Refused(fault)
            }
            None => unreachable(format!("Salesforce answered {}", received.status.as_u16())),
        })
    }

    /// Posts a form as a public client does: the client id in it, no secret.
    async fn ask(&self, form: &[(&str, &str)], sent: &[&str]) -> Result<TokenAnswer, TokenFailure> {
        let received = self.post("token", "application/json", form).await;
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
        let answer: ErrorAnswer =
            serde_json::from_slice(&received.body).map_err(|_| unreadable())?;
        let description = answer.error_description.unwrap_or_default();
        Err(token_failure(&answer.error, &description, sent))
    }

    /// Posts a form. Secrets go in the body: an address ends in proxies' logs.
    async fn post(
        &self,
        endpoint: &str,
        accept: &'static str,
        form: &[(&str, &str)],
    ) -> Result<Received, TransportFault> {
        let url = Url::parse(&format!("{}/services/oauth2/{endpoint}", self.origin));
        let mut request = Request::new(Method::POST, url.map_err(|_| TransportFault::Malformed)?);
        let headers = request.headers_mut();
        headers.insert(ACCEPT, HeaderValue::from_static(accept));
        let kind = HeaderValue::from_static("application/x-www-form-urlencoded");
        headers.insert(CONTENT_TYPE, kind);
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(form)
            .finish();
        *request.body_mut() = Some(body.into());
        let received = self.transport.send_token_request(request).await?;
        received.with_json_status()
    }
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
pub(crate) fn unsent(refusal: HostRefused) -> TokenFailure {
    TokenFailure::Untrusted {
        detail: format!("nothing was sent: {refusal}"),
        tokens: Vec::new(),
    }
}

/// A success has an empty body (or an empty object); a page means that somebody else answered.
fn empty(received: &Received) -> Result<(), CallFailure> {
    let body = received.body.trim_ascii();
    if body.is_empty() || body.starts_with(b"{") {
        Ok(())
    } else {
        Err(unreachable("the answer (200) is not one of Salesforce"))
    }
}

/// The error as JSON or, as clients have seen it, form-encoded.
fn revocation_error(body: &[u8]) -> Option<ErrorAnswer> {
    if let Ok(answer) = serde_json::from_slice(body) {
        return Some(answer);
    }
    let value = |name: &str| {
        form_urlencoded::parse(body.trim_ascii())
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    };
    Some(ErrorAnswer {
        error: value("error").filter(|error| !error.is_empty())?,
        error_description: value("error_description"),
    })
}
