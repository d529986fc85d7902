//! The revocation endpoint.

use crate::call_error::unreachable;
use crate::host_rule::TrustedHosts;
use crate::token_error::revocation_fault;
use crate::transport::{Received, Transport};
use lpc_core::port::salesforce::CallFailure;
use lpc_core::secret::Secret;
use reqwest::header::{CONTENT_TYPE, HeaderValue};
use reqwest::{Method, Request, StatusCode};
use serde::Deserialize;
use url::{Url, form_urlencoded};

#[derive(Deserialize)]
struct ErrorAnswer {
    error: String,
    #[serde(default)]
    error_description: String,
}

/// Revokes a token. The token goes in the body: an address ends in proxies' logs. An
/// `invalid_token` is passed on as refused, because a token that was rotated out says nothing
/// about the one that replaced it.
pub(crate) async fn revoke(
    transport: &Transport,
    trusted: &TrustedHosts,
    login_origin: &str,
    token: &Secret,
) -> Result<(), CallFailure> {
    let origin = trusted.origin(login_origin).map_err(unreachable)?;
    let url = Url::parse(&format!("{origin}/services/oauth2/revoke")).map_err(unreachable)?;
    let body = form_urlencoded::Serializer::new(String::new())
        .append_pair("token", token.expose())
        .finish();
    let mut request = Request::new(Method::POST, url);
    let form = HeaderValue::from_static("application/x-www-form-urlencoded");
    request.headers_mut().insert(CONTENT_TYPE, form);
    *request.body_mut() = Some(body.into());
    let received = transport
        .send_token_request(request)
        .await
        .and_then(Received::with_json_status)
        .map_err(CallFailure::from)?;
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
