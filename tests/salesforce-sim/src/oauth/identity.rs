//! Who a token belongs to: userinfo and the identity address.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::client::Params;
use super::format::Format;
use super::grants::Session;
use super::profile;
use crate::rest::bearer;
use crate::world::{Stand, World};

/// `GET` and `POST /services/oauth2/userinfo`
pub(crate) async fn userinfo(
    State(stand): State<Arc<Stand>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let params = Params::read(&body, query.as_deref());
    let mut world = stand.world();
    let session = match session(&mut world, &headers, &params) {
        Ok(session) => session,
        Err(refusal) => return forbidden(refusal),
    };
    let told = ["openid", "id", "api", "web", "full", "profile", "email"];
    if !told.iter().any(|scope| session.has_scope(scope)) {
        return forbidden("No_Access");
    }
    let format = Format::of(params.get("format"), &headers);
    format.described("user", &profile::userinfo(&world, session.user))
}

/// `GET /id/<organization>/<user>`
pub(crate) async fn identity(
    State(stand): State<Arc<Stand>>,
    Path((organization, user)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let params = Params::read(&body, query.as_deref());
    let mut world = stand.world();
    let session = match session(&mut world, &headers, &params) {
        Ok(session) => session,
        Err(refusal) => return forbidden(refusal),
    };
    let same = |a: &str, b: &str| a == b || b.get(..15) == Some(a);
    if !same(&organization, &world.organization.id) {
        return forbidden("Wrong_Org");
    }
    let row =
        crate::identifiers::normalized(&user).and_then(|id| world.organization.users.row(&id));
    let Some(row) = row.filter(|&row| row < world.people.len()) else {
        return forbidden("Bad_Id");
    };
    if row != session.user && !may_see_others(&world, &session) {
        return forbidden("No_Access");
    }
    let newest = format!("{}.0", world.switches.newest_version);
    let version = params.get("version").map(|version| match version {
        "latest" => newest.as_str(),
        number => number,
    });
    let format = Format::of(params.get("format"), &headers);
    format.described("user", &profile::identity(&world, row, version))
}

fn may_see_others(world: &World, session: &Session) -> bool {
    let scope = session.has_scope("api") || session.has_scope("full");
    scope && world.permission(session.user, "PermissionsManageUsers")
}

/// `OPTIONS` of the two.
pub(crate) async fn options() -> Response {
    (
        StatusCode::NO_CONTENT,
        [(header::ALLOW, "GET,HEAD,POST,OPTIONS")],
    )
        .into_response()
}

/// The live session, or the word that the service refuses with. The token may come as a parameter.
fn session(
    world: &mut World,
    headers: &HeaderMap,
    params: &Params,
) -> Result<Session, &'static str> {
    let in_params = || {
        params
            .get("access_token")
            .or_else(|| params.get("oauth_token"))
    };
    let token = bearer(headers).or_else(|| in_params().map(str::to_owned));
    let token = token.ok_or("Missing_OAuth_Token")?;
    let (life, now) = (world.session_life(), world.now());
    let session = world.grants.session(&token, life, now);
    let session = session.ok_or("Bad_OAuth_Token")?;
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
