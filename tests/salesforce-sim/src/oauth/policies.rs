//! What the organization's policies say to a grant, whichever flow it comes by.

use std::net::{IpAddr, Ipv4Addr};

use axum::http::HeaderMap;

use super::OauthError;
use super::apps::{Permitted, permitted};
use crate::world::World;

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

/// An app that is not installed gets no new grant, unless users may use any. A refresh goes on:
/// the approval is older.
pub(crate) fn installed(world: &World) -> Result<(), OauthError> {
    if world.switches.app_uninstalled && !world.switches.use_any_api_client {
        return Err(OauthError::new(
            "invalid_client",
            "app must be installed into org",
        ));
    }
    Ok(())
}

/// Refresh tokens may be bound to some addresses. Everybody is local here, so a caller says by
/// `X-Forwarded-For` where it would come from.
pub(crate) fn address_is_allowed(world: &World, headers: &HeaderMap) -> Result<(), OauthError> {
    let Some(allowed) = &world.switches.refresh_ip_allowlist else {
        return Ok(());
    };
    let told = headers
        .get("x-forwarded-for")
        .and_then(|value| value.to_str().ok());
    let first = told.and_then(|told| told.split(',').next()).map(str::trim);
    let caller = match first {
        Some(text) => text.parse().ok(),
        None => Some(IpAddr::V4(Ipv4Addr::LOCALHOST)),
    };
    if caller.is_some_and(|caller| allowed.iter().any(|network| is_in(caller, network))) {
        Ok(())
    } else {
        Err(OauthError::grant("ip restricted"))
    }
}

/// `network` is an address, or one with the number of bits that count, as in `10.0.0.0/8`.
fn is_in(address: IpAddr, network: &str) -> bool {
    let (base, bits) = match network.split_once('/') {
        Some((base, bits)) => (base, bits.parse::<u32>().ok()),
        None => (network, Some(128)),
    };
    let (Ok(base), Some(bits)) = (base.parse::<IpAddr>(), bits) else {
        return false;
    };
    match (address, base) {
        (IpAddr::V4(address), IpAddr::V4(base)) => {
            let differing = u32::from(address) ^ u32::from(base);
            differing.leading_zeros() >= bits.min(32)
        }
        (IpAddr::V6(address), IpAddr::V6(base)) => {
            let differing = u128::from(address) ^ u128::from(base);
            differing.leading_zeros() >= bits.min(128)
        }
        _ => false,
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_lies_in_its_networks_and_in_no_other() {
        let is =
            |address: &str, network: &str| is_in(address.parse().expect("an address"), network);
        assert!(is("10.1.2.3", "10.0.0.0/8") && is("10.1.2.3", "10.1.2.3"));
        assert!(is("2001:db8::1", "2001:db8::/32") && is("1.2.3.4", "0.0.0.0/0"));
        assert!(!is("11.1.2.3", "10.0.0.0/8") && !is("10.1.2.4", "10.1.2.3"));
        assert!(
            !is("10.1.2.3", "::/0") && !is("10.1.2.3", "nonsense") && !is("10.1.2.3", "10.1.2.3/x")
        );
    }
}
