//! What the organization's policies say to a grant, whichever flow it comes by.

use super::OauthError;
use super::apps::{Permitted, permitted};
use crate::world::World;

/// The right that lets a user approve an app that is not installed.
pub(crate) const ANY_API_CLIENT: &str = "PermissionsUseAnyApiClient";

/// Conditions of the organization and the caller, before anybody is known.
pub(crate) fn open(world: &World) -> Result<(), OauthError> {
    let switches = &world.switches;
    if switches.org_locked {
        return Err(OauthError::new(
            "inactive_org",
            "Org is locked, closed, or suspended",
        ));
    }
    if switches.login_rate_exceeded {
        return Err(OauthError::grant("login rate exceeded"));
    }
    if switches.ip_restricted {
        return Err(OauthError::grant("ip restricted"));
    }
    if switches.app_blocked {
        return Err(OauthError::new("app_blocked", "app blocked by admin"));
    }
    Ok(())
}

/// An app that is not installed gets no new grant. A refresh goes on: the approval is older.
pub(crate) fn installed(world: &World, user: Option<usize>) -> Result<(), OauthError> {
    if world.switches.app_uninstalled && !user.is_some_and(|user| may_use_any(world, user)) {
        return Err(OauthError::new(
            "invalid_client",
            "app must be installed into org",
        ));
    }
    Ok(())
}

pub(crate) fn may_use_any(world: &World, _user: usize) -> bool {
    world.switches.permissions.get(ANY_API_CLIENT) == Some(&true)
}

/// Deactivated and frozen users get nothing.
pub(crate) fn user_is_active(world: &World, user: usize) -> Result<(), OauthError> {
    if world.people.may_log_in(user) {
        Ok(())
    } else {
        Err(OauthError::new("inactive_user", "User is inactive"))
    }
}

/// The policy *Permitted Users*.
pub(crate) fn user_is_permitted(
    world: &World,
    app: usize,
    user: usize,
) -> Result<Permitted, OauthError> {
    match permitted(world, app, user) {
        Permitted::No => Err(OauthError::new(
            "invalid_app_access",
            "user is not admin approved to access this app",
        )),
        permitted => Ok(permitted),
    }
}
