//! User name and password, whoever asks for them.

use super::site::Site;
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

/// How a login comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    /// A person at the login page.
    Page,
    /// A program: the security token may follow the password.
    Program,
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
    match checked {
        Ok(row) => {
            let now = world.now();
            world.people.note_login(row, now);
            world.counters.logins += 1;
        }
        Err(_) => world.counters.login_failures += 1,
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
        By::Page if password == own => {}
        By::Program if with_token => {}
        By::Program if password == own && !switches.security_token_required => {}
        By::Program if password == own => return Err(LoginRefusal::SecurityToken),
        _ => return Err(LoginRefusal::Credentials),
    }
    if switches.ip_restricted {
        return Err(LoginRefusal::IpRestricted);
    }
    Ok(row)
}
