//! The host rule (design §5): where a request, a token or a code may go. The only place that knows.
//!
//! The rule reads the raw text before any parser does, because `Url::parse` silently repairs what
//! an attacker needs repaired: it drops tabs and line breaks, lowers the case, resolves `..`, maps
//! full-width letters to ASCII and reads `\` as `/`.

use lpc_core::environment::Environment;
use lpc_core::port::salesforce::HostRefused;
use std::fmt;
use url::Url;

/// The parent of every My Domain host.
pub(crate) const MY_DOMAIN_SUFFIX: &str = ".my.salesforce.com";

/// The standard login host of production organizations.
pub(crate) const PRODUCTION_LOGIN_HOST: &str = "login.salesforce.com";

/// The standard login host of sandboxes.
pub(crate) const SANDBOX_LOGIN_HOST: &str = "test.salesforce.com";

/// The longest host name of the DNS.
const MAX_HOST_BYTES: usize = 253;

/// The longest part of a host name between two dots.
const MAX_LABEL_BYTES: usize = 63;

/// An origin that passed the host rule: scheme and host, no path, no trailing slash, for example
/// `https://tallowstreet.my.salesforce.com`. There is no other way to make one than
/// [`TrustedHosts`] (and, in the demo flavor, `Origin::stand_in`).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Origin(String);

/// Which origins are trusted with tokens, codes and requests.
#[derive(Debug, Clone)]
pub struct TrustedHosts {
    #[cfg(feature = "stand-in")]
    stand_in: Option<StandIn>,
}

/// The two more origins of the demo flavor.
#[cfg(feature = "stand-in")]
#[derive(Debug, Clone)]
struct StandIn {
    production: Origin,
    sandbox: Origin,
}

impl Origin {
    /// The text, for example `https://login.salesforce.com`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The origin of a stand-in: `http://localhost:<port>` or `http://127.0.0.1:<port>`, where the
    /// port is between 1 and 65535, written without zeros in front, and not 80 (which an address
    /// leaves out). Anything else is refused.
    #[cfg(feature = "stand-in")]
    pub fn stand_in(raw: &str) -> Result<Self, HostRefused> {
        ["http://localhost:", "http://127.0.0.1:"]
            .into_iter()
            .filter_map(|before_port| raw.strip_prefix(before_port))
            .find(|port| {
                port.parse::<u16>()
                    .is_ok_and(|number| number != 0 && number != 80 && number.to_string() == *port)
            })
            .map(|_| Self(raw.to_owned()))
            .ok_or_else(|| refused("a stand-in is reached at http://localhost:<port>"))
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl TrustedHosts {
    /// Salesforce alone: `https` at `login.salesforce.com`, `test.salesforce.com` or a name under
    /// `.my.salesforce.com`.
    pub fn salesforce() -> Self {
        Self {
            #[cfg(feature = "stand-in")]
            stand_in: None,
        }
    }

    /// Salesforce and two more origins, each of which also stands in for the standard login host
    /// of its environment. Only in the demo flavor (Cargo feature `stand-in`).
    #[cfg(feature = "stand-in")]
    pub fn with_stand_in(production: Origin, sandbox: Origin) -> Self {
        Self {
            stand_in: Some(StandIn {
                production,
                sandbox,
            }),
        }
    }

    /// Applies the rule to a raw text: `https`, no user info, no port, no path, lower-case ASCII
    /// letters, digits and hyphens, no trailing dot, and one of the trusted hosts. The refusal
    /// names the broken rule and never repeats the text, which may come from a hostile answer.
    pub fn origin(&self, raw: &str) -> Result<Origin, HostRefused> {
        #[cfg(feature = "stand-in")]
        if let Some(origin) = self.stand_in_origins().find(|origin| origin.0 == raw) {
            return Ok(origin.clone());
        }
        let host = raw
            .strip_prefix("https://")
            .ok_or_else(|| refused("the address does not begin with https://"))?;
        check_characters(host)?;
        check_name(host)?;
        // The text that was checked and the address that is requested must be the same host.
        let parsed = Url::parse(raw).map_err(|_| refused("the address is not well-formed"))?;
        if parsed.host_str() == Some(host) {
            Ok(Origin(raw.to_owned()))
        } else {
            Err(refused("the address is not well-formed"))
        }
    }

    /// The standard login host of an environment.
    pub(crate) fn standard_login_origin(&self, environment: Environment) -> Origin {
        #[cfg(feature = "stand-in")]
        if let Some(stand_in) = &self.stand_in {
            return stand_in.of(environment).clone();
        }
        let host = match environment {
            Environment::Production => PRODUCTION_LOGIN_HOST,
            Environment::Sandbox => SANDBOX_LOGIN_HOST,
        };
        Origin(format!("https://{host}"))
    }

    /// Whether plain `http` can be asked for at all, which is the case only beside a stand-in.
    pub(crate) fn allows_plain_http(&self) -> bool {
        #[cfg(feature = "stand-in")]
        if self.stand_in.is_some() {
            return true;
        }
        false
    }

    /// Reads an address at a stand-in that an admin entered; `None` when it is not one.
    #[cfg(feature = "stand-in")]
    pub(crate) fn stand_in_login(
        &self,
        entered: &str,
        environment: Environment,
    ) -> Option<Result<Origin, HostRefused>> {
        let (origin, _) = split_origin(entered);
        self.stand_in_origins()
            .find(|known| known.0 == origin)
            .map(|_| {
                self.stand_in
                    .as_ref()
                    .map(|stand_in| stand_in.of(environment))
                    .filter(|own| own.0 == origin)
                    .cloned()
                    .ok_or_else(|| refused("this stand-in belongs to the other environment"))
            })
    }

    #[cfg(feature = "stand-in")]
    fn stand_in_origins(&self) -> impl Iterator<Item = &Origin> {
        self.stand_in
            .iter()
            .flat_map(|stand_in| [&stand_in.production, &stand_in.sandbox])
    }
}

#[cfg(feature = "stand-in")]
impl StandIn {
    fn of(&self, environment: Environment) -> &Origin {
        match environment {
            Environment::Production => &self.production,
            Environment::Sandbox => &self.sandbox,
        }
    }
}

/// A refusal with its reason.
pub(crate) fn refused(reason: impl Into<String>) -> HostRefused {
    HostRefused {
        reason: reason.into(),
    }
}

/// Cuts an address before its path, query or fragment, without judging either part.
pub(crate) fn split_origin(address: &str) -> (&str, &str) {
    let authority = address.find("://").map_or(0, |scheme| scheme + 3);
    let end = address[authority..]
        .find(['/', '?', '#'])
        .map_or(address.len(), |path| authority + path);
    address.split_at(end)
}

fn check_characters(host: &str) -> Result<(), HostRefused> {
    if host.contains('@') {
        return Err(refused("the address contains a user name"));
    }
    if host.contains(':') {
        return Err(refused("the address contains a port"));
    }
    if host.contains(['/', '?', '#']) {
        return Err(refused("the address contains more than a host"));
    }
    if host.ends_with('.') {
        return Err(refused("the host ends with a dot"));
    }
    let allowed = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.');
    if !host.bytes().all(allowed) {
        return Err(refused(
            "the host contains something other than lower-case letters, digits, hyphens and dots",
        ));
    }
    Ok(())
}

fn check_name(host: &str) -> Result<(), HostRefused> {
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= MAX_LABEL_BYTES
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let is_trusted = host == PRODUCTION_LOGIN_HOST
        || host == SANDBOX_LOGIN_HOST
        || host
            .strip_suffix(MY_DOMAIN_SUFFIX)
            .is_some_and(|name| name.split('.').all(is_label));
    if host.len() > MAX_HOST_BYTES || !is_trusted {
        return Err(refused(format!(
            "the host is neither {PRODUCTION_LOGIN_HOST} nor {SANDBOX_LOGIN_HOST} nor a name under {MY_DOMAIN_SUFFIX}"
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
