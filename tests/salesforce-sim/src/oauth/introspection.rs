//! `POST /services/oauth2/introspect`

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::OauthError;
use super::client::{Params, identify};
use super::site::Site;
use crate::rest::json_response;
use crate::world::{Stand, World};

/// What is told of a token that is active.
struct Active {
    kind: &'static str,
    user: usize,
    scope: Arc<str>,
    issued: i64,
    expires: i64,
}

/// An app learns about its own tokens; those of others are inactive to it.
pub(crate) async fn introspect(
    State(stand): State<Arc<Stand>>,
    site: Site,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let params = Params::read(&body, None);
    let mut world = stand.world();
    let client = identify(&mut world, &site, &headers, &params)
        .and_then(|client| client.proven_if(world.apps.get(client.app).secret_for_web_server_flow));
    let client = match client {
        Ok(client) => client,
        Err(error) => return error.into_response(),
    };
    let hint = params.get("token_type_hint");
    if hint.is_some_and(|hint| hint != "access_token" && hint != "refresh_token") {
        let description = "this token type is not supported";
        return OauthError::new("unsupported_token_type", description).into_response();
    }
    let token = params.get("token").unwrap_or_default();
    let Some(active) = active(&mut world, client.app, token) else {
        return json_response(StatusCode::OK, json!({"active": false}).to_string());
    };
    let body = json!({
        "active": true,
        "scope": active.scope.as_ref(),
        "client_id": world.apps.get(client.app).client_id,
        "username": world.people.username(active.user),
        "sub": world.identity(active.user),
        "token_type": active.kind,
        "exp": active.expires / 1000,
        "iat": active.issued / 1000,
        "nbf": active.issued / 1000,
    });
    json_response(StatusCode::OK, body.to_string())
}

fn active(world: &mut World, app: usize, token: &str) -> Option<Active> {
    let (life, now) = (world.session_life(), world.now());
    // Asking does not count as use, so nothing is prolonged.
    if let Some(session) = world.grants.session(token, 0, now) {
        let own = session.app == Some(app) && world.people.person(session.user).active;
        return own.then_some(Active {
            kind: "access_token",
            user: session.user,
            scope: session.scope,
            issued: session.issued,
            expires: session.expires,
        });
    }
    let family = world.grants.family_of_refresh(token)?;
    (family.app == app).then(|| Active {
        kind: "refresh_token",
        user: family.user,
        scope: Arc::clone(&family.scope),
        issued: family.last_used,
        expires: family.last_used.saturating_add(life),
    })
}
