//! The registered apps, and how an administrator changes them while the stand-in runs.

mod change;

use std::sync::Arc;

use jsonwebtoken::DecodingKey;
use serde_json::{Value, json};

use super::site::{Kind, Site};
use crate::config::{App, PreAuthorized};
use crate::soql::{View, table};
use crate::switches::PermittedUsers;
use crate::world::World;

use change::Change;

/// An app and the key that its certificate holds.
pub(crate) struct Registered {
    pub(crate) app: App,
    pub(crate) key: Option<Arc<DecodingKey>>,
}

/// More apps than this are not registered.
const MOST: usize = 200;

/// Apps by position; one that is registered stays, so that positions keep their meaning.
pub(crate) struct Apps(Vec<Registered>);

impl Apps {
    /// Registers what can be registered.
    pub(crate) fn new(apps: Vec<App>) -> Self {
        let mut all = Self(Vec::new());
        for app in apps {
            if let Ok(app) = all.fitting(app) {
                all.0.push(app);
            }
        }
        all
    }

    /// # Errors
    /// A sentence, when a certificate cannot be read or two apps have one consumer key.
    pub(crate) fn check(apps: Vec<App>) -> Result<(), String> {
        let mut all = Self(Vec::new());
        for app in apps {
            let app = all.fitting(app)?;
            all.0.push(app);
        }
        Ok(())
    }

    fn fitting(&self, app: App) -> Result<Registered, String> {
        match self.find(&app.client_id) {
            Some(_) => Err(format!(
                "two apps have the consumer key {:?}",
                app.client_id
            )),
            None => registered(app),
        }
    }

    pub(crate) fn find(&self, client_id: &str) -> Option<usize> {
        self.0
            .iter()
            .position(|known| known.app.client_id == client_id)
    }

    /// The app at a position that came from here.
    pub(crate) fn get(&self, position: usize) -> &App {
        &self.0[position].app
    }

    /// The key that the app's assertions are checked with.
    pub(crate) fn key(&self, position: usize) -> Option<Arc<DecodingKey>> {
        self.0[position].key.clone()
    }

    /// What the control page may show: no secret.
    pub(crate) fn describe(&self) -> Value {
        self.0
            .iter()
            .map(|known| {
                let app = &known.app;
                let pre_authorized = match &app.pre_authorized {
                    PreAuthorized::Everyone => json!("everyone"),
                    PreAuthorized::PermissionSets(names) => json!({"permission_sets": names}),
                    PreAuthorized::Users(names) => json!({"users": names}),
                };
                json!({
                    "client_id": app.client_id,
                    "name": app.name,
                    "has_secret": app.client_secret.is_some(),
                    "has_certificate": app.certificate.is_some(),
                    "callbacks": app.callbacks,
                    "scopes": app.scopes,
                    "secret_for_web_server_flow": app.secret_for_web_server_flow,
                    "secret_for_refresh_flow": app.secret_for_refresh_flow,
                    "pkce_required": app.pkce_required,
                    "run_as": app.run_as,
                    "admin_approved_only": app.admin_approved_only,
                    "pre_authorized": pre_authorized,
                    "local": app.local,
                    "organization": app.organization,
                    "jwt_access_tokens": app.jwt_access_tokens,
                })
            })
            .collect()
    }
}

/// Whether a callback can stand in a `Location`; scripts are no places to go to.
fn is_address(callback: &str) -> bool {
    let graphic = callback.bytes().all(|byte| byte.is_ascii_graphic());
    let scheme = callback.split_once(':').map(|(scheme, _)| scheme);
    let runs = |scheme: &str| {
        let script = ["javascript", "data", "vbscript"];
        script
            .iter()
            .any(|known| known.eq_ignore_ascii_case(scheme))
    };
    graphic && scheme.is_some_and(|scheme| !scheme.is_empty() && !runs(scheme))
}

fn registered(app: App) -> Result<Registered, String> {
    if app.client_id.is_empty() {
        return Err("an app needs a \"client_id\"".to_owned());
    }
    if app.name.chars().any(char::is_control) {
        return Err("the name of an app has no control characters".to_owned());
    }
    if let Some(callback) = app.callbacks.iter().find(|callback| !is_address(callback)) {
        return Err(format!(
            "{callback:?} is no address that a browser can go to"
        ));
    }
    let key = match &app.certificate {
        Some(pem) => {
            let key = DecodingKey::from_rsa_pem(pem.as_bytes());
            let key = key.map_err(|_| {
                "the certificate is no PEM of an X.509 certificate or RSA public key".to_owned()
            })?;
            Some(Arc::new(key))
        }
        None => None,
    };
    Ok(Registered { app, key })
}

/// Registers an app, or changes the one with this `client_id`; what is left out stays. New
/// consumer details revoke every token of the app.
///
/// # Errors
/// A sentence about what cannot be taken.
pub(crate) fn change(world: &mut World, json: &Value) -> Result<(), String> {
    let change: Change = serde_json::from_value(json.clone()).map_err(|error| error.to_string())?;
    let known = world.apps.find(&change.client_id);
    let before = known.map(|position| world.apps.get(position).clone());
    let after = registered(change.apply_to(before.clone().unwrap_or_default()))?;
    if known.is_none() && world.apps.0.len() >= MOST {
        return Err(format!("there are {MOST} apps already"));
    }
    if let Some(secret) = &after.app.client_secret {
        world.secrets.issued(secret);
    }
    match (known, before) {
        (Some(position), Some(before)) => {
            if before.client_secret != after.app.client_secret {
                world.grants.end_app(position);
            }
            world.apps.0[position] = after;
        }
        _ => world.apps.0.push(after),
    }
    Ok(())
}

/// Whether the app exists for users of this organization: a local one only in its own.
pub(crate) fn is_of_this_organization(world: &World, position: usize) -> bool {
    let app = world.apps.get(position);
    let own = |id: &String| {
        world
            .organization
            .id
            .starts_with(id.get(..15).unwrap_or(id))
    };
    !app.local || app.organization.as_ref().is_none_or(own)
}

/// The app of a consumer key as the token endpoint sees it: one of another organization is unknown.
pub(crate) fn find_for_tokens(world: &World, client_id: &str) -> Option<usize> {
    let position = world.apps.find(client_id)?;
    is_of_this_organization(world, position).then_some(position)
}

/// What the policy *Permitted Users* says about a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Permitted {
    /// The user may approve the app.
    SelfAuthorize,
    /// An administrator has approved the app for the user.
    PreAuthorized,
    /// Only others are approved.
    No,
}

pub(crate) fn permitted(world: &World, position: usize, user: usize) -> Permitted {
    let app = world.apps.get(position);
    let admin_approved = match world.switches.permitted_users {
        PermittedUsers::AsTheAppSays => app.admin_approved_only,
        PermittedUsers::SelfAuthorize => false,
        PermittedUsers::AdminApproved => true,
    };
    if !admin_approved {
        return Permitted::SelfAuthorize;
    }
    let listed = match &app.pre_authorized {
        // The switch is there to see the refusal, so it needs an app that lists somebody.
        PreAuthorized::Everyone => app.admin_approved_only,
        PreAuthorized::PermissionSets(names) => has_permission_set(world, user, names),
        PreAuthorized::Users(names) => {
            let own = world.people.username(user);
            names.iter().any(|name| name.eq_ignore_ascii_case(&own))
        }
    };
    if listed {
        Permitted::PreAuthorized
    } else {
        Permitted::No
    }
}

/// Reads the assignments as a query would.
fn has_permission_set(world: &World, user: usize, names: &[String]) -> bool {
    let view = View { world, user };
    let assignments = table("PermissionSetAssignment");
    let Some((assignments, by_user)) = assignments.and_then(|t| Some((t, t.by_user.as_ref()?)))
    else {
        return false;
    };
    let Some(to_set) = assignments.relation("PermissionSet") else {
        return false;
    };
    let Some(name) = to_set.target.field("Name") else {
        return false;
    };
    let rows = (by_user.rows)(&view, user)
        .into_iter()
        .map(|row| row as usize);
    let mut sets = rows
        .filter(|&row| (assignments.exists)(&view, row))
        .filter_map(|row| (to_set.row)(&view, row));
    sets.any(|set| match (name.get)(&view, set) {
        crate::soql::Value::Text(found) => {
            names.iter().any(|name| name.eq_ignore_ascii_case(&found))
        }
        _ => false,
    })
}

/// Whether the client credentials flow is open at this host.
pub(crate) fn has_client_credentials(site: &Site) -> bool {
    site.kind == Kind::MyDomain
}
