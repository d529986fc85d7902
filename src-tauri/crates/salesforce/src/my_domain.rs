//! What an admin enters as My Domain: a bare name, a host, or an address pasted from the browser.

use crate::host_rule::{
    MY_DOMAIN_SUFFIX, Origin, PRODUCTION_LOGIN_HOST, SANDBOX_LOGIN_HOST, TrustedHosts, refused,
    split_origin,
};
use lpc_core::environment::Environment;
use lpc_core::port::salesforce::HostRefused;

/// A pasted address is long; more than this is not one.
const MAX_ENTERED_BYTES: usize = 4096;

/// Where a person sees an organization, beside My Domain itself. The name in front of each is the
/// My Domain name, partition included (Salesforce, "My Domain URL Formats").
const PAGE_SUFFIXES: [&str; 2] = [".lightning.force.com", ".my.salesforce-setup.com"];

/// Turns what was entered into the origin to log in at. The result has passed the host rule; a
/// refusal says what to enter instead.
pub(crate) fn login_origin(
    trusted: &TrustedHosts,
    entered: &str,
    environment: Environment,
) -> Result<Origin, HostRefused> {
    let entered = entered.trim();
    #[cfg(feature = "stand-in")]
    if let Some(stand_in) = trusted.stand_in_login(entered, environment) {
        return stand_in;
    }
    let host = entered_host(entered)?;
    let login_host = login_host(&host, environment)?;
    trusted.origin(&format!("https://{login_host}"))
}

/// The host of what was entered, in lower case.
fn entered_host(entered: &str) -> Result<String, HostRefused> {
    if entered.is_empty() {
        return Err(refused(
            "Enter your My Domain, for example tallowstreet.my.salesforce.com.",
        ));
    }
    if entered.len() > MAX_ENTERED_BYTES {
        return Err(refused("This is too long for a My Domain address."));
    }
    let (origin, _) = split_origin(entered);
    let host = match origin.split_once("://") {
        Some((scheme, host)) if scheme.eq_ignore_ascii_case("https") => host,
        Some(_) => return Err(refused("The address must begin with https://.")),
        None => origin,
    };
    if host.contains('@') {
        return Err(refused(
            "Enter the My Domain alone, without a user name or an @.",
        ));
    }
    if host.contains(':') {
        return Err(refused("Enter the My Domain alone, without a port."));
    }
    if host.ends_with('.') {
        return Err(refused("The My Domain must not end with a dot."));
    }
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.';
    if host.is_empty() || !host.bytes().all(allowed) {
        return Err(refused(
            "A My Domain consists of letters, digits, hyphens and dots, for example tallowstreet.my.salesforce.com.",
        ));
    }
    Ok(host.to_ascii_lowercase())
}

/// The host to log in at, if it belongs to the environment.
fn login_host(host: &str, environment: Environment) -> Result<String, HostRefused> {
    match (host, environment) {
        (PRODUCTION_LOGIN_HOST, Environment::Production)
        | (SANDBOX_LOGIN_HOST, Environment::Sandbox) => return Ok(host.to_owned()),
        (PRODUCTION_LOGIN_HOST, Environment::Sandbox) => {
            return Err(refused(format!(
                "{PRODUCTION_LOGIN_HOST} is for production. A sandbox logs in at {SANDBOX_LOGIN_HOST} or at its own My Domain.",
            )));
        }
        (SANDBOX_LOGIN_HOST, Environment::Production) => {
            return Err(refused(format!(
                "{SANDBOX_LOGIN_HOST} is for sandboxes. Production logs in at {PRODUCTION_LOGIN_HOST} or at its My Domain.",
            )));
        }
        _ => {}
    }
    let name = my_domain_name(host).ok_or_else(|| not_a_my_domain(host))?;
    check_environment(name, environment)?;
    Ok(if name.contains("--") && !name.contains('.') {
        format!("{name}.sandbox{MY_DOMAIN_SUFFIX}")
    } else {
        format!("{name}{MY_DOMAIN_SUFFIX}")
    })
}

/// The part before the suffix: `tallowstreet` or `tallowstreet--uat.sandbox`.
fn my_domain_name(host: &str) -> Option<&str> {
    if !host.contains('.') {
        return Some(host);
    }
    std::iter::once(MY_DOMAIN_SUFFIX)
        .chain(PAGE_SUFFIXES)
        .find_map(|suffix| host.strip_suffix(suffix))
}

/// A sandbox's name has two hyphens (`tallowstreet--uat`), which no production name may contain;
/// a scratch organization has a partition of its own and counts as a sandbox.
fn check_environment(name: &str, environment: Environment) -> Result<(), HostRefused> {
    let is_sandbox =
        name.contains("--") || name.ends_with(".sandbox") || name.ends_with(".scratch");
    match (environment, is_sandbox) {
        (Environment::Production, false) | (Environment::Sandbox, true) => Ok(()),
        (Environment::Production, true) => Err(refused(format!(
            "{name} is a sandbox. Enter it under Salesforce Sandbox; production has a name without two hyphens.",
        ))),
        (Environment::Sandbox, false) => Err(refused(format!(
            "{name} is a production My Domain. A sandbox’s name has two hyphens, for example {first}--uat.",
            first = name.split('.').next().unwrap_or(name),
        ))),
    }
}

fn not_a_my_domain(host: &str) -> HostRefused {
    if host.ends_with(".salesforce.mil") {
        return refused("Government Cloud addresses (.salesforce.mil) are not supported.");
    }
    refused(format!(
        "{host} is not a My Domain. Enter the address that ends with {MY_DOMAIN_SUFFIX}: in Salesforce, Setup › My Domain.",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Environment::{Production, Sandbox};
    use proptest::prelude::*;

    fn origin(entered: &str, environment: Environment) -> Result<String, String> {
        login_origin(&TrustedHosts::salesforce(), entered, environment)
            .map(|origin| origin.as_str().to_owned())
            .map_err(|refusal| refusal.reason)
    }

    #[test]
    fn a_name_a_host_and_a_pasted_address_lead_to_the_same_login() {
        for entered in [
            "tallowstreet",
            "TallowStreet",
            "  tallowstreet\n",
            "tallowstreet.my.salesforce.com",
            "tallowstreet.my.salesforce.com/",
            "https://tallowstreet.my.salesforce.com",
            "https://tallowstreet.my.salesforce.com/lightning/page?x=1#top",
            "HTTPS://TallowStreet.My.Salesforce.com/",
            "https://tallowstreet.lightning.force.com/lightning/o/Account/list",
            "https://tallowstreet.my.salesforce-setup.com/lightning/setup/OrgDomain/home",
        ] {
            assert_eq!(
                origin(entered, Production).as_deref(),
                Ok("https://tallowstreet.my.salesforce.com"),
                "{entered}",
            );
        }
    }

    #[test]
    fn a_sandbox_is_found_by_its_two_hyphens() {
        for entered in [
            "tallowstreet--uat",
            "tallowstreet--uat.my.salesforce.com",
            "tallowstreet--uat.sandbox.my.salesforce.com",
            "https://tallowstreet--uat.sandbox.my.salesforce.com/home",
            "https://tallowstreet--uat.sandbox.lightning.force.com/x",
            "https://tallowstreet--uat.sandbox.my.salesforce-setup.com/x",
        ] {
            assert_eq!(
                origin(entered, Sandbox).as_deref(),
                Ok("https://tallowstreet--uat.sandbox.my.salesforce.com"),
                "{entered}",
            );
        }
    }

    #[test]
    fn a_developer_organization_counts_as_production_and_a_scratch_one_as_a_sandbox() {
        assert_eq!(
            origin("tallow-dev-ed.develop.my.salesforce.com", Production).as_deref(),
            Ok("https://tallow-dev-ed.develop.my.salesforce.com"),
        );
        assert_eq!(
            origin("tallow-saves-1.scratch.lightning.force.com", Sandbox).as_deref(),
            Ok("https://tallow-saves-1.scratch.my.salesforce.com"),
        );
    }

    #[test]
    fn the_standard_hosts_are_accepted_in_their_own_environment_only() {
        assert!(origin("login.salesforce.com", Production).is_ok());
        assert!(origin("https://test.salesforce.com/", Sandbox).is_ok());
        assert!(origin("test.salesforce.com", Production).is_err());
        assert!(origin("login.salesforce.com", Sandbox).is_err());
    }

    #[test]
    fn the_wrong_environment_is_refused_with_the_name_and_what_to_do() {
        for (entered, environment, hint) in [
            ("tallowstreet--uat", Production, "Salesforce Sandbox"),
            (
                "a--b.sandbox.my.salesforce.com",
                Production,
                "Salesforce Sandbox",
            ),
            ("tallowstreet", Sandbox, "tallowstreet--uat"),
            (
                "tallowstreet.my.salesforce.com",
                Sandbox,
                "tallowstreet--uat",
            ),
            ("x.develop.my.salesforce.com", Sandbox, "x--uat"),
        ] {
            let reason = origin(entered, environment).expect_err(entered);
            assert!(reason.contains(hint), "{entered}: {reason}");
        }
    }

    #[test]
    fn what_is_not_a_my_domain_is_refused_with_what_is_expected() {
        for entered in [
            "",
            " ",
            "https://",
            "http://tallowstreet.my.salesforce.com",
            "javascript:alert(1)",
            "https://user@tallowstreet.my.salesforce.com",
            "https://tallowstreet.my.salesforce.com@evil.example",
            "tallowstreet.my.salesforce.com:443",
            "tallowstreet.my.salesforce.com.",
            "tallowstreet.my.salesforce.com.evil.example",
            "evil.example",
            "evil.example/tallowstreet.my.salesforce.com",
            "evil.example\\.my.salesforce.com",
            "evil.example#.my.salesforce.com",
            "na139.salesforce.com",
            "tallowstreet.my.salesforce.mil",
            "tallow street",
            "tallow\u{200b}street",
            "ｔallowstreet",
            "-tallow",
            "tallow-",
            "..my.salesforce.com",
            "127.0.0.1",
            "http://localhost:8080",
        ] {
            for environment in Environment::ALL {
                assert!(origin(entered, environment).is_err(), "{entered:?}");
            }
        }
        assert!(origin(&"a".repeat(5000), Production).is_err(), "too long");
    }

    #[cfg(feature = "stand-in")]
    #[test]
    fn a_stand_in_is_entered_as_its_address_in_its_own_environment() {
        let production = Origin::stand_in("http://localhost:8080").expect("a stand-in");
        let sandbox = Origin::stand_in("http://localhost:8081").expect("a stand-in");
        let trusted = TrustedHosts::with_stand_in(production.clone(), sandbox);
        assert_eq!(
            login_origin(&trusted, "http://localhost:8080/x", Production),
            Ok(production),
        );
        assert!(login_origin(&trusted, "http://localhost:8080", Sandbox).is_err());
        assert!(login_origin(&trusted, "http://localhost:9090", Production).is_err());
    }

    proptest! {
        #[test]
        fn whatever_is_entered_ends_at_a_trusted_host_or_nowhere(entered in ".{0,60}", sandbox: bool) {
            let environment = if sandbox { Sandbox } else { Production };
            if let Ok(found) = origin(&entered, environment) {
                prop_assert!(TrustedHosts::salesforce().origin(&found).is_ok());
            }
        }
    }
}
