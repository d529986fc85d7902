//! The flows without a browser that need the app's secret: client credentials, and the old one
//! with user name and password.

use axum::http::HeaderMap;

use crate::oauth::answer::{Granted, open, open_standing};
use crate::oauth::apps::has_client_credentials;
use crate::oauth::client::{Params, identify};
use crate::oauth::grants::{Flow, Holder};
use crate::oauth::login::{By, LoginRefusal, log_in};
use crate::oauth::site::Site;
use crate::oauth::{OauthError, policies, scopes};
use crate::world::World;

pub(super) fn client_credentials(
    world: &mut World,
    site: &Site,
    headers: &HeaderMap,
    params: &Params,
) -> Result<Granted, OauthError> {
    if !has_client_credentials(site) {
        return Err(OauthError::grant("request not supported on this domain"));
    }
    let client = identify(world, site, headers, params)?;
    if world.apps.get(client.app).pkce_required {
        return Err(OauthError::grant_type());
    }
    client.proven_if(true)?;
    policies::open(world)?;
    let app = world.apps.get(client.app);
    let run_as = app
        .run_as
        .as_deref()
        .and_then(|name| world.people.row_of_username(name));
    let user = run_as.ok_or_else(|| OauthError::grant("no client credentials user enabled"))?;
    policies::installed(world)?;
    policies::user_is_active(world, user)?;
    let holder = Holder {
        user,
        app: Some(client.app),
        scope: scopes::without_a_person(app).into(),
    };
    let now = world.now();
    world.people.note_login(user, now, client.app);
    world.counters.logins += 1;
    Ok(open_standing(
        world,
        site,
        holder,
        client.app,
        Flow::ClientCredentials,
    ))
}

pub(super) fn password(
    world: &mut World,
    site: &Site,
    headers: &HeaderMap,
    params: &Params,
) -> Result<Granted, OauthError> {
    let client = identify(world, site, headers, params)?;
    if !world.switches.password_flow {
        return Err(OauthError::grant_type());
    }
    client.proven_if(world.apps.get(client.app).secret_for_web_server_flow)?;
    policies::open(world)?;
    let (username, password) = (params.get("username"), params.get("password"));
    let user = log_in(
        world,
        site,
        username.unwrap_or_default(),
        password.unwrap_or_default(),
        By::PasswordFlow(client.app),
    );
    // The organization's conditions were looked at above; the rest has one text.
    let user = user.map_err(|_: LoginRefusal| OauthError::grant("authentication failure"))?;
    policies::installed(world)?;
    policies::user_is_permitted(world, client.app, user)?;
    let app = world.apps.get(client.app);
    let lasting = |scope: &&str| !scopes::lasting(scope);
    let kept = app.scopes.iter().map(String::as_str).filter(lasting);
    let scope = kept.collect::<Vec<_>>().join(" ");
    let holder = Holder {
        user,
        app: Some(client.app),
        scope: scope.into(),
    };
    let access_token = open(world, site, &holder, None);
    Ok(Granted {
        holder,
        access_token,
        refresh_token: None,
        nonce: None,
    })
}
