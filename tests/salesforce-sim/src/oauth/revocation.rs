//! `/services/oauth2/revoke`

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::OauthError;
use super::client::Params;
use super::format::Format;
use crate::world::{Stand, World};

/// The token is in the body, or in the query where a client puts it there.
pub(crate) async fn revoke_post(
    State(stand): State<Arc<Stand>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let params = Params::read(&body, query.as_deref());
    match revoke(&mut stand.world(), &params) {
        Ok(()) => done(),
        Err(error) => refused(&error, &params, &headers),
    }
}

/// The token is in the query. With `callback` the answer is a script.
pub(crate) async fn revoke_get(
    State(stand): State<Arc<Stand>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let params = Params::read(&[], query.as_deref());
    let revoked = revoke(&mut stand.world(), &params);
    match (
        revoked,
        params.get("callback").filter(|name| is_function(name)),
    ) {
        (Ok(()), None) => done(),
        (Err(error), None) => refused(&error, &params, &headers),
        (Ok(()), Some(callback)) => script(&format!("{callback}({{}});")),
        (Err(error), Some(callback)) => {
            script(&format!("{callback}({{\"error\":\"{}\"}});", error.error))
        }
    }
}

fn revoke(world: &mut World, params: &Params) -> Result<(), OauthError> {
    let token = params.get("token").unwrap_or_default();
    world.secrets.received(token);
    let hint = params.get("token_type_hint");
    let known_hint = hint.is_none_or(|hint| hint == "access_token" || hint == "refresh_token");
    if known_hint && world.grants.revoke(token) {
        world.counters.revocations += 1;
        return Ok(());
    }
    // Codes are no tokens, and of JSON Web Tokens only live access tokens are.
    if !known_hint || token.starts_with("aPrx") || token.starts_with("eyJ") {
        return Err(OauthError::new(
            "unsupported_token_type",
            "this token type is not supported",
        ));
    }
    Err(OauthError::new("invalid_token", "invalid token"))
}

fn done() -> Response {
    ([(header::CACHE_CONTROL, "no-store")], StatusCode::OK).into_response()
}

/// Clients read this one error as a form, unless they ask for JSON.
fn refused(error: &OauthError, params: &Params, headers: &HeaderMap) -> Response {
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok());
    let json = accept.is_some_and(|accept| accept.contains("json"));
    let format = match params.get("format") {
        None if !json => Format::UrlEncoded,
        asked => Format::of(asked, headers),
    };
    error.answer(format)
}

/// Anything else than a name would be a script of its own.
fn is_function(name: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || b"_$.".contains(&byte);
    name.len() <= 100 && name.bytes().all(letter) && !name.starts_with(|c: char| c.is_ascii_digit())
}

fn script(text: &str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/javascript;charset=UTF-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, text.to_owned()).into_response()
}
