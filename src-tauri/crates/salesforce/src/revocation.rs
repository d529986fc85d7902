//! The revocation endpoint.

use crate::call_error::unreachable;
use crate::host_rule::TrustedHosts;
use crate::token_endpoint::post;
use crate::token_error::revocation_fault;
use crate::transport::{Received, Transport};
use lpc_core::port::salesforce::CallFailure;
use lpc_core::secret::Secret;
use reqwest::StatusCode;
use serde::Deserialize;
use url::form_urlencoded;

#[derive(Deserialize)]
struct ErrorAnswer {
    error: String,
    #[serde(default)]
    error_description: String,
}

/// Revokes a token. An `invalid_token` is passed on as refused, because a token that was rotated out
/// says nothing about the one that replaced it.
pub(crate) async fn revoke(
    transport: &Transport,
    trusted: &TrustedHosts,
    login_origin: &str,
    token: &Secret,
) -> Result<(), CallFailure> {
    let origin = trusted.origin(login_origin).map_err(unreachable)?;
    let form = [("token", token.expose())];
    let received = post(transport, &origin, "revoke", "*/*", &form).await?;
    if received.status == StatusCode::OK {
        return empty(&received);
    }
    Err(match error_answer(&received.body) {
        Some(answer) => CallFailure::Refused(revocation_fault(
            &answer.error,
            &answer.error_description,
            token.expose(),
        )),
        None => unreachable(format!("Salesforce answered {}", received.status.as_u16())),
    })
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
fn error_answer(body: &[u8]) -> Option<ErrorAnswer> {
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
        error_description: value("error_description").unwrap_or_default(),
    })
}
