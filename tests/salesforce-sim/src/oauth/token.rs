//! `POST /services/oauth2/token`

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde::Serialize;
use sha2::Sha256;

use super::OauthError;
use super::grants::{Issued, RefreshRefusal};
use crate::server::close_connection;
use crate::world::{Stand, World};

/// The answer; every value is a string and there is no `expires_in`.
#[derive(Serialize)]
struct Answer {
    access_token: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
    signature: String,
    scope: String,
    instance_url: String,
    id: String,
    token_type: &'static str,
    issued_at: String,
}

type Params = HashMap<String, String>;

/// Answers both grants.
pub(crate) async fn token(
    State(stand): State<Arc<Stand>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let params: Params = form_urlencoded::parse(&body).into_owned().collect();
    if let Err(error) = authenticate(&stand.world(), &headers, &params) {
        return error.into_response();
    }
    match params.get("grant_type").map(String::as_str) {
        Some("authorization_code") => redeem(&mut stand.world(), &params),
        Some("refresh_token") => {
            // The service finishes a refresh whether or not the caller still listens.
            let task = tokio::spawn(refresh(Arc::clone(&stand), params));
            task.await.unwrap_or_else(|_| close_connection())
        }
        _ => OauthError::new("unsupported_grant_type", "grant type not supported").into_response(),
    }
}

/// The app is known and a secret that was sent is right; none is required.
pub(super) fn authenticate(
    world: &World,
    headers: &HeaderMap,
    params: &Params,
) -> Result<(), OauthError> {
    let (basic_id, basic_secret) = match basic(headers)? {
        Some((id, secret)) => (Some(id), Some(secret)),
        None => (None, None),
    };
    let client_id = basic_id.or_else(|| params.get("client_id").cloned());
    if client_id.as_deref() != Some(world.config.client_id.as_str()) {
        return Err(OauthError::new(
            "invalid_client_id",
            "client identifier invalid",
        ));
    }
    let sent = basic_secret.or_else(|| params.get("client_secret").cloned());
    match sent.filter(|secret| !secret.is_empty()) {
        Some(secret) if Some(&secret) != world.config.client_secret.as_ref() => Err(
            OauthError::new("invalid_client", "invalid client credentials"),
        ),
        _ => Ok(()),
    }
}

fn basic(headers: &HeaderMap) -> Result<Option<(String, String)>, OauthError> {
    let Some(value) = headers.get(header::AUTHORIZATION) else {
        return Ok(None);
    };
    let value = value.to_str().unwrap_or_default();
    let Some(encoded) = value.strip_prefix("Basic ") else {
        return Ok(None);
    };
    let decoded = STANDARD
        .decode(encoded.trim())
        .ok()
        .and_then(|b| String::from_utf8(b).ok());
    match decoded.as_deref().and_then(|pair| pair.split_once(':')) {
        Some((id, secret)) => Ok(Some((id.to_owned(), secret.to_owned()))),
        None => Err(OauthError::new(
            "invalid_basic_auth_header",
            "invalid basic authorization header",
        )),
    }
}

fn redeem(world: &mut World, params: &Params) -> Response {
    let get = |name: &str| params.get(name).map(String::as_str);
    let now = world.now();
    let redeemed = world.grants.redeem(
        get("code").unwrap_or_default(),
        get("redirect_uri").unwrap_or_default(),
        get("code_verifier"),
        now,
    );
    let (user, scope) = match redeemed {
        Ok(redeemed) => redeemed,
        Err(error) => return error.into_response(),
    };
    world.counters.codes_redeemed += 1;
    let life = world.session_life();
    let issued = world
        .grants
        .approve(user, &scope, life, &world.organization.id, now);
    answer(world, issued)
}

async fn refresh(stand: Arc<Stand>, params: Params) -> Response {
    let token = params.get("refresh_token").cloned().unwrap_or_default();
    let delay = match begin(&mut stand.world(), &token) {
        Ok(delay) => delay,
        Err(error) => return error.into_response(),
    };
    if *stand.held.borrow() {
        stand.world().counters.refreshes_waiting += 1;
        // The sender lives as long as the stand-in, so waiting cannot fail.
        let _ = stand.held.subscribe().wait_for(|held| !held).await;
        stand.world().counters.refreshes_waiting -= 1;
    }
    if delay > 0 {
        tokio::time::sleep(Duration::from_millis(delay)).await;
    }
    finish(&mut stand.world(), &token)
}

fn begin(world: &mut World, token: &str) -> Result<u64, OauthError> {
    world.grants.note_secret(token);
    if let Some(forced) = world.switches.token_error.clone() {
        world.counters.refresh_failures += 1;
        return Err(OauthError {
            status: forced.status,
            error: forced.error,
            description: forced.error_description,
        });
    }
    let now = world.now();
    let idle = world
        .switches
        .refresh_idle_days
        .map(|days| days.saturating_mul(86_400_000));
    match world.grants.begin_refresh(token, idle, now) {
        Ok(user) if world.people.may_log_in(user) => Ok(world.switches.refresh_delay_ms),
        Ok(_) => {
            world.grants.leave_flight(token);
            world.counters.refresh_failures += 1;
            Err(OauthError::new("inactive_user", "user is inactive"))
        }
        Err(refusal) => Err(refused(world, &refusal)),
    }
}

fn finish(world: &mut World, token: &str) -> Response {
    let now = world.now();
    let (rotation, life) = (world.switches.rotation, world.session_life());
    let org = &world.organization.id;
    match world.grants.finish_refresh(token, rotation, life, org, now) {
        Ok(issued) => {
            world.counters.refreshes += 1;
            let response = answer(world, issued);
            if world.switches.drop_after_rotation {
                close_connection()
            } else {
                response
            }
        }
        Err(refusal) => refused(world, &refusal).into_response(),
    }
}

fn refused(world: &mut World, refusal: &RefreshRefusal) -> OauthError {
    world.counters.refresh_failures += 1;
    match refusal {
        RefreshRefusal::InFlight => {
            world.counters.concurrent_refreshes_refused += 1;
            OauthError::grant("token request is already being processed")
        }
        RefreshRefusal::Reused => {
            world.counters.refresh_reuse_seen += 1;
            OauthError::expired()
        }
        RefreshRefusal::Gone => OauthError::expired(),
    }
}

fn answer(world: &mut World, issued: Issued) -> Response {
    world.counters.tokens_issued += 1;
    let id = world.identity(issued.user);
    let issued_at = world.now().to_string();
    let instance_url = world
        .switches
        .wrong_instance_url
        .as_ref()
        .unwrap_or(&world.origin);
    let answer = Answer {
        access_token: issued.access_token,
        refresh_token: issued.refresh_token,
        signature: signature(world.config.client_secret.as_deref(), &id, &issued_at),
        scope: issued.scope,
        instance_url: instance_url.clone(),
        id,
        token_type: "Bearer",
        issued_at,
    };
    let headers = [
        (header::CONTENT_TYPE, "application/json;charset=UTF-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::PRAGMA, "no-cache"),
    ];
    (headers, serde_json::to_string(&answer).unwrap_or_default()).into_response()
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
