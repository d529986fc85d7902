//! Who a token belongs to: userinfo, identity URL, introspection, discovery.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::grants::Session;
use super::token::authenticate;
use crate::rest::{bearer, date_text, json_response};
use crate::world::{Stand, World};

/// `GET /services/oauth2/userinfo`
pub(crate) async fn userinfo(State(stand): State<Arc<Stand>>, headers: HeaderMap) -> Response {
    let mut world = stand.world();
    match session(&mut world, &headers) {
        Ok(session) => {
            let user = session.user;
            let body = json!({
                "sub": world.identity(user),
                "user_id": world.user_id(user),
                "organization_id": world.organization.id,
                "preferred_username": world.people.username(user),
                "nickname": world.people.username(user).split('@').next(),
                "name": world.people.full_name(user),
                "email": world.people.email(user),
                "email_verified": true,
                "given_name": world.people.first_name(user),
                "family_name": world.people.last_name(user),
                "zoneinfo": "Europe/Berlin",
                "urls": urls(&world),
                "active": world.people.person(user).active,
                "user_type": "STANDARD",
                "language": "en_US",
                "locale": "en_US",
                "utcOffset": 3_600_000,
                "updated_at": date_text(world.people.person(user).modified),
                "is_app_installed": true,
            });
            json_response(StatusCode::OK, body.to_string())
        }
        Err(refusal) => forbidden(refusal),
    }
}

/// `GET /id/<organization>/<user>`
pub(crate) async fn identity(
    State(stand): State<Arc<Stand>>,
    Path((organization, user)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let mut world = stand.world();
    let session = match session(&mut world, &headers) {
        Ok(session) => session,
        Err(refusal) => return forbidden(refusal),
    };
    let same = |a: &str, b: &str| a == b || b.get(..15) == Some(a);
    if !same(&organization, &world.organization.id) {
        return forbidden("Wrong_Org");
    }
    let row =
        crate::identifiers::normalised(&user).and_then(|id| world.organization.users.row(&id));
    let Some(row) = row.filter(|&row| row < world.people.len()) else {
        return forbidden("Bad_Id");
    };
    if row != session.user && !world.permission(session.user, "PermissionsManageUsers") {
        return forbidden("No_Access");
    }
    json_response(StatusCode::OK, identity_body(&world, row).to_string())
}

/// `POST /services/oauth2/introspect`
pub(crate) async fn introspect(
    State(stand): State<Arc<Stand>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let params: HashMap<String, String> = form_urlencoded::parse(&body).into_owned().collect();
    let mut world = stand.world();
    if let Err(error) = authenticate(&world, &headers, &params) {
        return error.into_response();
    }
    let token = params.get("token").map(String::as_str).unwrap_or_default();
    let (life, now) = (world.session_life(), world.now());
    // Asking does not count as use, so nothing is prolonged.
    let access = world.grants.session(token, 0, now);
    let refresh = world.grants.family_of_refresh(token);
    let (kind, user, scope, issued, expires) = match (access, refresh) {
        (Some(s), _) => ("access_token", s.user, s.scope, s.issued, s.expires),
        (None, Some(f)) => (
            "refresh_token",
            f.user,
            f.scope.clone(),
            f.last_used,
            f.last_used + life,
        ),
        (None, None) => {
            return json_response(StatusCode::OK, json!({"active": false}).to_string());
        }
    };
    let body = json!({
        "active": true,
        "scope": scope,
        "client_id": world.config.client_id,
        "username": world.people.username(user),
        "sub": world.identity(user),
        "token_type": kind,
        "exp": expires / 1000,
        "iat": issued / 1000,
        "nbf": issued / 1000,
    });
    json_response(StatusCode::OK, body.to_string())
}

/// `GET /.well-known/openid-configuration`
pub(crate) async fn discovery(State(stand): State<Arc<Stand>>) -> Response {
    let world = stand.world();
    let at = |path: &str| format!("{}{path}", world.origin);
    let body = json!({
        "issuer": world.origin,
        "authorization_endpoint": at("/services/oauth2/authorize"),
        "token_endpoint": at("/services/oauth2/token"),
        "revocation_endpoint": at("/services/oauth2/revoke"),
        "userinfo_endpoint": at("/services/oauth2/userinfo"),
        "introspection_endpoint": at("/services/oauth2/introspect"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "display_values_supported": ["page", "popup", "touch"],
        "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
    });
    json_response(StatusCode::OK, body.to_string())
}

/// The live session, or the word that the service refuses with.
fn session(world: &mut World, headers: &HeaderMap) -> Result<Session, &'static str> {
    let token = bearer(headers).ok_or("Missing_OAuth_Token")?;
    let (life, now) = (world.session_life(), world.now());
    let session = world
        .grants
        .session(&token, life, now)
        .ok_or("Bad_OAuth_Token")?;
    if world.people.person(session.user).active {
        Ok(session)
    } else {
        Err("Inactive")
    }
}

fn forbidden(word: &'static str) -> Response {
    let kind = [(header::CONTENT_TYPE, "text/plain;charset=UTF-8")];
    (StatusCode::FORBIDDEN, kind, word).into_response()
}

fn urls(world: &World) -> Value {
    let at = |path: &str| format!("{}{path}", world.origin);
    json!({
        "rest": at("/services/data/v{version}/"),
        "query": at("/services/data/v{version}/query/"),
        "sobjects": at("/services/data/v{version}/sobjects/"),
        "custom_domain": world.origin,
    })
}

fn identity_body(world: &World, row: usize) -> Value {
    let person = world.people.person(row);
    json!({
        "id": world.identity(row),
        "asserted_user": true,
        "user_id": world.user_id(row),
        "organization_id": world.organization.id,
        "username": world.people.username(row),
        "nick_name": world.people.username(row).split('@').next(),
        "display_name": world.people.full_name(row),
        "email": world.people.email(row),
        "email_verified": true,
        "first_name": world.people.first_name(row),
        "last_name": world.people.last_name(row),
        "timezone": "Europe/Berlin",
        "status": {"created_date": null, "body": null},
        "urls": urls(world),
        "active": person.active,
        "user_type": "STANDARD",
        "language": "en_US",
        "locale": "en_US",
        "utcOffset": 3_600_000,
        "last_modified_date": date_text(person.modified),
        "is_app_installed": true,
    })
}
