//! `/services/oauth2/revoke`

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::OauthError;
use crate::world::Stand;

/// The token is in the body, or in the query where a client puts it there.
pub(crate) async fn revoke_post(
    State(stand): State<Arc<Stand>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let in_body = token_in(&body);
    let token = in_body.or_else(|| token_in(query.as_deref().unwrap_or_default().as_bytes()));
    revoke(&stand, token, &headers)
}

/// The token is in the query.
pub(crate) async fn revoke_get(
    State(stand): State<Arc<Stand>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    revoke(
        &stand,
        token_in(query.as_deref().unwrap_or_default().as_bytes()),
        &headers,
    )
}

fn token_in(form: &[u8]) -> Option<String> {
    form_urlencoded::parse(form)
        .find(|(name, _)| name == "token")
        .map(|(_, v)| v.into_owned())
}

fn revoke(stand: &Stand, token: Option<String>, headers: &HeaderMap) -> Response {
    let mut world = stand.world();
    let revoked = token.is_some_and(|token| {
        world.grants.note_secret(&token);
        world.grants.revoke(&token)
    });
    if revoked {
        world.counters.revocations += 1;
        return ([(header::CACHE_CONTROL, "no-store")], StatusCode::OK).into_response();
    }
    let error = OauthError::new("invalid_token", "invalid token");
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok());
    if accept.is_some_and(|accept| accept.contains("json")) {
        return error.into_response();
    }
    // Clients read this one error as a form.
    let form = [
        ("error", &error.error),
        ("error_description", &error.description),
    ];
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(form)
        .finish();
    let kind = [(
        header::CONTENT_TYPE,
        "application/x-www-form-urlencoded;charset=UTF-8",
    )];
    (StatusCode::BAD_REQUEST, kind, body).into_response()
}
