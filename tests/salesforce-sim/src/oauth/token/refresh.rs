//! The refresh token flow.

use std::sync::Arc;
use std::time::Duration;

use axum::http::HeaderMap;
use axum::response::Response;

use crate::oauth::answer::{Granted, answer, open};
use crate::oauth::client::{Params, identify};
use crate::oauth::format::Format;
use crate::oauth::grants::{Holder, RefreshRefusal};
use crate::oauth::site::Site;
use crate::oauth::{OauthError, policies};
use crate::server::close_connection;
use crate::world::{Stand, World};

pub(super) async fn refresh(
    stand: Arc<Stand>,
    site: Site,
    headers: HeaderMap,
    params: Params,
    format: Format,
) -> Response {
    // A verifier that is sent here, as some clients do, means nothing; neither does a scope.
    let token = params.get("refresh_token").unwrap_or_default();
    let delay = match begin(&mut stand.world(), &site, &headers, &params, token) {
        Ok(delay) => delay,
        Err(error) => return error.answer(format),
    };
    if *stand.held.borrow() {
        stand.world().counters.refreshes_waiting += 1;
        stand.counted.send_replace(());
        // The sender lives as long as the stand-in, so waiting cannot fail.
        let _ = stand.held.subscribe().wait_for(|held| !held).await;
        stand.world().counters.refreshes_waiting -= 1;
    }
    if delay > 0 {
        tokio::time::sleep(Duration::from_millis(delay)).await;
    }
    let mut world = stand.world();
    match finish(&mut world, &site, token) {
        Ok(granted) => {
            let answer = answer(&mut world, &site, format, granted, params.get("state"));
            if world.switches.drop_after_rotation {
                close_connection()
            } else {
                answer
            }
        }
        Err(error) => error.answer(format),
    }
}

/// Everything that can refuse a refresh before it is under way; how long it is to take.
fn begin(
    world: &mut World,
    site: &Site,
    headers: &HeaderMap,
    params: &Params,
    token: &str,
) -> Result<u64, OauthError> {
    let client = identify(world, site, headers, params)?;
    client.proven_if(world.apps.get(client.app).secret_for_refresh_flow)?;
    let verifier = params.get("code_verifier").unwrap_or_default();
    for secret in [token, verifier] {
        world.secrets.received(secret);
    }
    let begun = policies::address_is_allowed(world, headers)
        .and_then(|()| begin_checked(world, client.app, token));
    if begun.is_err() {
        world.counters.refresh_failures += 1;
    }
    begun
}

fn begin_checked(world: &mut World, app: usize, token: &str) -> Result<u64, OauthError> {
    if let Some(forced) = world.switches.token_error.clone() {
        return Err(OauthError {
            status: forced.status,
            error: forced.error,
            description: forced.error_description,
        });
    }
    policies::open(world)?;
    let (policy, now) = (world.switches.refresh_policy(), world.now());
    let family = match world.grants.begin_refresh(token, app, policy, now) {
        Ok(family) => family,
        Err(refusal) => return Err(refused(world, &refusal)),
    };
    let user = world.grants.families()[family].user;
    let allowed = policies::user_is_active(world, user)
        .and_then(|()| policies::user_is_permitted(world, app, user));
    if let Err(error) = allowed {
        world.grants.leave_flight(token);
        return Err(error);
    }
    Ok(world.switches.refresh_delay_ms)
}

fn finish(world: &mut World, site: &Site, token: &str) -> Result<Granted, OauthError> {
    let (rotation, now) = (world.switches.rotation, world.now());
    match world.grants.finish_refresh(token, rotation, now) {
        Ok((family, refresh_token)) => {
            world.counters.refreshes += 1;
            let known = &world.grants.families()[family];
            let holder = Holder {
                user: known.user,
                app: Some(known.app),
                scope: Arc::clone(&known.scope),
            };
            let access_token = open(world, site, &holder, Some(family));
            Ok(Granted {
                holder,
                access_token,
                refresh_token,
                nonce: None,
            })
        }
        Err(refusal) => {
            world.counters.refresh_failures += 1;
            Err(refused(world, &refusal))
        }
    }
}

fn refused(world: &mut World, refusal: &RefreshRefusal) -> OauthError {
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
