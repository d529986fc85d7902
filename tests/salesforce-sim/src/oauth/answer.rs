//! The answer to a grant.

use axum::http::StatusCode;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::format::Format;
use super::grants::{Flow, Holder};
use super::profile;
use super::site::Site;
use super::{random_text, scopes};
use crate::identifiers::checksum_suffix;
use crate::world::World;

/// Id tokens are good for so long, which is the service's default.
const ID_TOKEN_LIFE_S: i64 = 120;

/// What is granted and is to be told.
pub(super) struct Granted {
    pub(super) holder: Holder,
    pub(super) access_token: String,
    /// Absent on a refresh without rotation and where nothing lasts.
    pub(super) refresh_token: Option<String>,
    pub(super) nonce: Option<String>,
}

/// Opens a session and gives its access token.
pub(super) fn open(
    world: &mut World,
    site: &Site,
    holder: &Holder,
    family: Option<usize>,
) -> String {
    let (life, now) = (world.session_life(), world.now());
    let wants_jwt = holder
        .app
        .is_some_and(|app| world.apps.get(app).jwt_access_tokens);
    let jwt = wants_jwt
        .then(|| jwt_access_token(world, site, holder))
        .flatten();
    let token = jwt.unwrap_or_else(|| opaque(world));
    world.access_token_issued(&token);
    world
        .grants
        .access
        .open(&token, holder.clone(), family, life, now);
    token
}

/// As [`open`], with the token that the flow gave before while that lives.
pub(super) fn open_standing(
    world: &mut World,
    site: &Site,
    holder: Holder,
    app: usize,
    flow: Flow,
) -> Granted {
    let now = world.now();
    let standing = world.grants.access.standing(flow, &holder, now);
    let access_token = match standing {
        Some(token) => token.to_string(),
        None => {
            let token = open(world, site, &holder, None);
            world
                .grants
                .access
                .keep_standing(flow, holder.user, app, &token);
            token
        }
    };
    Granted {
        holder,
        access_token,
        refresh_token: None,
        nonce: None,
    }
}

/// An opaque token: the organization, a mark, and word characters with dots.
pub(crate) fn opaque(world: &World) -> String {
    let id = &world.organization.id;
    let short = id.get(..15).unwrap_or(id);
    format!("{short}!AQ{}", random_text(66).replace('-', "."))
}

/// Writes the answer; every value is a text and there is no `expires_in`.
pub(super) fn answer(
    world: &mut World,
    site: &Site,
    format: Format,
    granted: Granted,
    state: Option<&str>,
) -> Response {
    world.counters.tokens_issued += 1;
    if let Some(token) = &granted.refresh_token {
        world.secrets.issued(token);
    }
    let id_token = scopes::contains(&granted.holder.scope, "openid")
        .then(|| id_token(world, site, &granted))
        .flatten();
    if let Some(token) = &id_token {
        world.secrets.issued(token);
    }
    let holder = &granted.holder;
    let app = holder.app.map(|app| world.apps.get(app));
    let id = world.identity(holder.user);
    let issued_at = world.now().to_string();
    let secret = app.and_then(|app| app.client_secret.as_deref());
    let own = world.switches.wrong_instance_url.as_ref();
    let mut members = vec![("access_token", granted.access_token)];
    members.extend(granted.refresh_token.map(|token| ("refresh_token", token)));
    members.push(("signature", signature(secret, &id, &issued_at)));
    members.push(("scope", holder.scope.to_string()));
    members.extend(id_token.map(|token| ("id_token", token)));
    members.push(("instance_url", own.unwrap_or(&world.origin).clone()));
    members.push(("id", id));
    members.push(("token_type", "Bearer".to_owned()));
    members.push(("issued_at", issued_at));
    if world.people.person(holder.user).kind.is_external() {
        members.push(("sfdc_community_url", format!("{}/partners", world.origin)));
        members.push(("sfdc_community_id", community_id(world)));
    }
    if app.is_some_and(|app| app.jwt_access_tokens) {
        members.push(("api_instance_url", world.origin.clone()));
    }
    members.extend(state.map(|state| ("state", state.to_owned())));
    format.answer(StatusCode::OK, &members)
}

/// The Experience Cloud site of the organization's partners.
fn community_id(world: &World) -> String {
    let short = world.organization.id.get(3..15).unwrap_or_default();
    let id = format!("0DB{short}");
    let suffix = checksum_suffix(&id).unwrap_or_default();
    id + &suffix
}

/// HMAC-SHA256 over the identity and the time. A public client has no key to check it with.
fn signature(secret: Option<&str>, id: &str, issued_at: &str) -> String {
    let key = secret.unwrap_or("a secret of the service").as_bytes();
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        return String::new();
    };
    mac.update(id.as_bytes());
    mac.update(issued_at.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

fn id_token(world: &World, site: &Site, granted: &Granted) -> Option<String> {
    let user = granted.holder.user;
    let digest = Sha256::digest(granted.access_token.as_bytes());
    let now = world.now() / 1_000;
    let mut claims = profile::claims(world, user, &granted.holder.scope);
    let own = json!({
        "iss": site.base,
        "sub": world.identity(user),
        "aud": world.apps.get(granted.holder.app?).client_id,
        "iat": now,
        "exp": now + ID_TOKEN_LIFE_S,
        "at_hash": URL_SAFE_NO_PAD.encode(&digest[..16]),
    });
    claims.extend(own.as_object().cloned().unwrap_or_default());
    if let Some(nonce) = &granted.nonce {
        claims.insert("nonce".to_owned(), json!(nonce));
    }
    world.keys.sign(&claims.into())
}

fn jwt_access_token(world: &World, site: &Site, holder: &Holder) -> Option<String> {
    let now = world.now() / 1_000;
    let app = world.apps.get(holder.app?);
    world.keys.sign(&json!({
        "iss": site.base,
        "aud": [world.origin],
        "sub": format!("uid:{}", world.user_id(holder.user)),
        "client_id": app.client_id,
        "scp": holder.scope.as_ref(),
        "mty": "oauth",
        "sfi": random_text(32),
        "roles": [],
        "nbf": now,
        "iat": now,
        "exp": now + world.session_life() / 1_000,
        "jti": random_text(16),
        "tnk": format!("core/{}", world.organization.id),
    }))
}
