//! The JWT bearer flow: an app speaks for a user by a token that it signs.

use std::collections::HashSet;

use crate::oauth::answer::{Granted, open_standing};
use crate::oauth::apps::{self, Permitted};
use crate::oauth::assertion::Assertion;
use crate::oauth::client::Params;
use crate::oauth::grants::{Flow, Holder};
use crate::oauth::site::Site;
use crate::oauth::{OauthError, policies, scopes};
use crate::world::World;

pub(super) fn grant(
    world: &mut World,
    site: &Site,
    params: &Params,
) -> Result<Granted, OauthError> {
    let text = params.get("assertion").unwrap_or_default();
    world.secrets.received(text);
    policies::open(world)?;
    let invalid = || OauthError::grant("invalid assertion");
    let assertion = Assertion::read(text).ok_or_else(invalid)?;
    let client_id = assertion.text("iss").unwrap_or_default();
    let app = apps::find_for_tokens(world, client_id).ok_or_else(OauthError::client_id)?;
    let key = world.apps.key(app).ok_or_else(invalid)?;
    if !assertion.is_signed_by(&key) {
        return Err(invalid());
    }
    if !assertion.is_for(world, site) {
        return Err(OauthError::grant("Audience validation failed"));
    }
    match assertion.is_over(world.now()) {
        None => return Err(invalid()),
        Some(true) => return Err(OauthError::grant("expired assertion")),
        Some(false) => {}
    }
    let not_approved = || OauthError::grant("user hasn't approved this consumer");
    // The older name of the claim wins.
    let username = assertion.text("prn").or_else(|| assertion.text("sub"));
    let user = username.and_then(|name| world.people.row_of_username(name));
    let user = user
        .filter(|_| site.knows(world))
        .ok_or_else(not_approved)?;
    policies::installed(world)?;
    policies::user_is_active(world, user)?;
    let granted = match policies::user_is_permitted(world, app, user)? {
        Permitted::PreAuthorized => without_refresh(world.apps.get(app).scopes.iter()),
        _ => {
            let approved = world
                .grants
                .approved_scopes(user, app)
                .ok_or_else(not_approved)?;
            in_order(&world.apps.get(app).scopes, approved)
        }
    };
    let asked = params.get("scope").unwrap_or_default();
    let scope = narrowed(world, app, asked, granted)?;
    let holder = Holder {
        user,
        app: Some(app),
        scope: scope.into(),
    };
    let now = world.now();
    world.people.note_login(user, now, app);
    world.counters.logins += 1;
    Ok(open_standing(world, site, holder, app, Flow::JwtBearer))
}

/// Nobody is there to renew the session, so nothing lasts.
fn without_refresh<'a>(all: impl Iterator<Item = &'a String>) -> Vec<String> {
    let kept = all.filter(|scope| !scopes::lasting(scope));
    kept.cloned().collect()
}

fn in_order(scopes: &[String], approved: &HashSet<String>) -> Vec<String> {
    without_refresh(scopes.iter().filter(|scope| approved.contains(*scope)))
}

fn narrowed(
    world: &World,
    app: usize,
    asked: &str,
    granted: Vec<String>,
) -> Result<String, OauthError> {
    if asked.trim().is_empty() {
        return Ok(granted.join(" "));
    }
    let chosen = scopes::choose(world.apps.get(app), asked)
        .map_err(|refusal| OauthError::new("invalid_scope", refusal.description()))?;
    let kept = chosen
        .split(' ')
        .filter(|scope| granted.iter().any(|own| own == scope));
    Ok(kept.collect::<Vec<_>>().join(" "))
}
