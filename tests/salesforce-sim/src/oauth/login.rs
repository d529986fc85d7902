//! User name and password, whoever asks for them.

use super::site::Site;
use crate::people::{LoginStatus, LoginType};
use crate::world::World;

/// Why a login fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LoginRefusal {
    /// Unknown user, wrong password, deactivated, frozen or locked out.
    Credentials,
    /// The password is right and the security token is missing.
    SecurityToken,
    OrgLocked,
    RateExceeded,
    IpRestricted,
}

impl LoginRefusal {
    /// What the login history says of it.
    fn status(self) -> LoginStatus {
        match self {
            Self::Credentials | Self::OrgLocked => LoginStatus::InvalidPassword,
            Self::SecurityToken => LoginStatus::TokenRequired,
            Self::RateExceeded => LoginStatus::RateExceeded,
            Self::IpRestricted => LoginStatus::RestrictedDomain,
        }
    }
}

/// How a login comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    /// A person at the login page, on the way to an app.
    Page(usize),
    /// SOAP `login()`: the security token may follow the password.
    Soap,
    /// The password flow: the same.
    PasswordFlow(usize),
}

impl By {
    fn login_type(self) -> LoginType {
        match self {
            Self::Page(_) => LoginType::RemoteAccess2,
            Self::Soap => LoginType::SoapApi,
            Self::PasswordFlow(_) => LoginType::RemoteAccessClient,
        }
    }

    fn app(self) -> Option<usize> {
        match self {
            Self::Page(app) | Self::PasswordFlow(app) => Some(app),
            Self::Soap => None,
        }
    }
}

/// The row of the user who logs in with these, if they may.
pub(crate) fn log_in(
    world: &mut World,
    site: &Site,
    username: &str,
    password: &str,
    by: By,
) -> Result<usize, LoginRefusal> {
    let checked = check(world, site, username, password, by);
    let (status, counter) = match checked {
        Ok(_) => (LoginStatus::Success, &mut world.counters.logins),
        Err(refusal) => (refusal.status(), &mut world.counters.login_failures),
    };
    *counter += 1;
    // The history knows only of users; a login of nobody leaves no trace in it.
    let tried = checked
        .ok()
        .or_else(|| world.people.row_of_username(username));
    if let Some(row) = tried.filter(|_| site.knows(world)) {
        let now = world.now();
        let (kind, app) = (by.login_type(), by.app());
        world.people.record_login(row, now, kind, status, app);
    }
    checked
}

fn check(
    world: &World,
    site: &Site,
    username: &str,
    password: &str,
    by: By,
) -> Result<usize, LoginRefusal> {
    let switches = &world.switches;
    if switches.org_locked {
        return Err(LoginRefusal::OrgLocked);
    }
    if switches.login_rate_exceeded {
        return Err(LoginRefusal::RateExceeded);
    }
    let name = switches.login_user.as_deref().unwrap_or(username);
    let row = world.people.row_of_username(name);
    let row = row.filter(|&row| site.knows(world) && world.people.may_log_in(row));
    let row = row.ok_or(LoginRefusal::Credentials)?;
    let own = world.config.password.as_str();
    let with_token = password.strip_prefix(own) == Some(world.config.security_token.as_str());
    match by {
        By::Page(_) if password == own => {}
        By::Page(_) => return Err(LoginRefusal::Credentials),
        _ if with_token => {}
        _ if password == own && !switches.security_token_required => {}
        _ if password == own => return Err(LoginRefusal::SecurityToken),
        _ => return Err(LoginRefusal::Credentials),
    }
    if switches.ip_restricted {
        return Err(LoginRefusal::IpRestricted);
    }
    Ok(row)
}
