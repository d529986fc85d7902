//! OAuth 2.0 as the service speaks it: authorize pages, tokens, revocation, identity.

mod authorize;
mod browser;
mod error;
mod grants;
mod identity;
mod pages;
mod revocation;
mod token;

pub(crate) use authorize::{Refusal, Request, allow, check, deny, gate};
pub(crate) use browser::{Browsers, authorize_get, authorize_post, remote_access_error, success};
pub(crate) use error::OauthError;
pub(crate) use grants::{Family, Grants};
pub(crate) use identity::{discovery, identity, introspect, userinfo};
pub(crate) use revocation::{revoke_get, revoke_post};
pub(crate) use token::token;

/// A random value that nobody can guess, in URL-safe letters.
pub(crate) fn random_text(bytes: usize) -> String {
    use base64::Engine as _;
    let mut buffer = vec![0_u8; bytes];
    getrandom::fill(&mut buffer).expect("the operating system gives random bytes");
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(buffer)
}
