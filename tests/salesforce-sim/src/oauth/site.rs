//! The host that a request came to. Every name below `localhost` leads here, so the first label
//! says which of Salesforce's hosts is meant.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use axum::http::uri::Uri;

use crate::world::{Stand, World};

/// Which of Salesforce's hosts a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `login.…`: every production organization.
    Login,
    /// `test.…`: every sandbox.
    Test,
    /// The organization's own host.
    MyDomain,
}

/// The host of a request and the address that a client knows the stand-in by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Site {
    pub(crate) kind: Kind,
    /// Scheme, host and port, without a slash at the end.
    pub(crate) base: String,
}

/// Longer names than this are no host.
const LONGEST_NAME: usize = 253;

impl Site {
    /// `authority` is a host with or without port; what is none stands for the own origin.
    pub(crate) fn of(authority: &str, origin: &str) -> Self {
        let valid = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
        if authority.is_empty() || authority.len() > LONGEST_NAME || !authority.bytes().all(valid) {
            return Self {
                kind: Kind::MyDomain,
                base: origin.to_owned(),
            };
        }
        let scheme = origin.split("://").next().unwrap_or("http");
        let authority = authority.to_ascii_lowercase();
        let kind = match authority.split_once('.').map(|(first, _)| first) {
            Some("login") => Kind::Login,
            Some("test") => Kind::Test,
            _ => Kind::MyDomain,
        };
        Self {
            kind,
            base: format!("{scheme}://{authority}"),
        }
    }

    pub(crate) fn is_login_host(&self) -> bool {
        self.kind != Kind::MyDomain
    }

    /// Whether the users of this organization exist at this host.
    pub(crate) fn knows(&self, world: &World) -> bool {
        match self.kind {
            Kind::Login => !world.config.sandbox,
            Kind::Test => world.config.sandbox,
            Kind::MyDomain => true,
        }
    }
}

impl FromRequestParts<Arc<Stand>> for Site {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, stand: &Arc<Stand>) -> Result<Self, Infallible> {
        let in_header = parts.headers.get(header::HOST);
        let in_header = in_header.and_then(|host| host.to_str().ok());
        // HTTP/2 has the authority in the address.
        let in_address = Uri::authority(&parts.uri).map(|authority| authority.as_str());
        let authority = in_address.or(in_header).unwrap_or_default();
        Ok(Self::of(authority, &stand.world().origin))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGIN: &str = "http://localhost:8080";

    #[test]
    fn only_the_first_label_makes_a_login_host() {
        let kind = |name| Site::of(name, ORIGIN).kind;
        assert_eq!(kind("login.localhost:8080"), Kind::Login);
        assert_eq!(kind("TEST.localhost"), Kind::Test);
        for name in [
            "localhost:8080",
            "127.0.0.1:8080",
            "[::1]:8080",
            "a.login.localhost",
            "login",
        ] {
            assert_eq!(kind(name), Kind::MyDomain, "{name}");
        }
    }

    #[test]
    fn what_is_no_host_stands_for_the_own_origin() {
        for name in ["", "a b", "a/../b", "a\"b", &"a".repeat(254)] {
            assert_eq!(Site::of(name, ORIGIN).base, ORIGIN);
        }
        assert_eq!(
            Site::of("Login.localhost:1", ORIGIN).base,
            "http://login.localhost:1"
        );
    }
}
