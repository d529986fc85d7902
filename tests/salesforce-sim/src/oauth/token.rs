//! `POST /services/oauth2/token`

mod direct;
mod jwt_bearer;
mod refresh;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;

use super::answer::{Granted, answer, open};
use super::client::{Params, identify};
use super::format::Format;
use super::grants::{Holder, begins_family};
use super::site::Site;
use super::{OauthError, policies};
use crate::server::close_connection;
use crate::world::{Stand, World};

/// Answers every grant.
pub(crate) async fn token(
    State(stand): State<Arc<Stand>>,
    site: Site,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Response {
    let params = Params::read(&body, query.as_deref());
    let format = Format::of(params.get("format"), &headers);
    match params.get("grant_type") {
        Some("refresh_token") => {
            // The service finishes a refresh whether or not the caller still listens.
            let task = tokio::spawn(refresh::refresh(stand, site, headers, params, format));
            task.await.unwrap_or_else(|_| close_connection())
        }
        other => {
            let mut world = stand.world();
            let world = &mut *world;
            let granted = match other {
                Some("authorization_code") => redeem(world, &site, &headers, &params),
                Some("urn:ietf:params:oauth:grant-type:jwt-bearer") => {
                    jwt_bearer::grant(world, &site, &params)
                }
                Some("client_credentials") => {
                    direct::client_credentials(world, &site, &headers, &params)
                }
                Some("password") => direct::password(world, &site, &headers, &params),
                // A body that is no form ends here: the flow is looked at before the app.
                _ => Err(OauthError::grant_type()),
            };
            match granted {
                Ok(granted) => answer(world, &site, format, granted, params.get("state")),
                Err(error) => error.answer(format),
            }
        }
    }
}

fn redeem(
    world: &mut World,
    site: &Site,
    headers: &HeaderMap,
    params: &Params,
) -> Result<Granted, OauthError> {
    let client = identify(world, site, headers, params)?;
    client.proven_if(world.apps.get(client.app).secret_for_web_server_flow)?;
    let (code, verifier) = (params.get("code"), params.get("code_verifier"));
    for secret in [code, verifier].into_iter().flatten() {
        world.secrets.received(secret);
    }
    policies::open(world)?;
    let now = world.now();
    let approved = world.grants.codes.redeem(
        code.unwrap_or_default(),
        client.app,
        params.get("redirect_uri"),
        verifier,
        now,
    )?;
    policies::installed(world)?;
    policies::user_is_active(world, approved.user)?;
    policies::user_is_permitted(world, approved.app, approved.user)?;
    world.counters.codes_redeemed += 1;
    let holder = Holder {
        user: approved.user,
        app: Some(approved.app),
        scope: approved.scope,
    };
    let (family, refresh_token) = if begins_family(&holder.scope) {
        let (family, token) = world.grants.begin_family(&holder, approved.app, now);
        (Some(family), Some(token))
    } else {
        (None, None)
    };
    let access_token = open(world, site, &holder, family);
    Ok(Granted {
        holder,
        access_token,
        refresh_token,
        nonce: approved.nonce,
    })
}
