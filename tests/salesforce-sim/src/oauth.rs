//! OAuth 2.0 as the service speaks it: authorize pages, tokens, revocation, identity.

mod answer;
mod apps;
mod assertion;
mod authorize;
mod browser;
mod client;
mod discovery;
mod error;
mod format;
mod grants;
mod identity;
mod introspection;
mod keys;
mod login;
mod pages;
mod policies;
mod profile;
mod revocation;
mod routes;
mod scopes;
mod secrets;
mod site;
mod token;

pub(crate) use answer::opaque;
pub(crate) use apps::{Apps, change as change_app};
pub(crate) use authorize::{Refusal, Request, allow, check, deny, gate};
pub(crate) use browser::Browsers;
use error::OauthError;
pub(crate) use format::xml_text;
pub(crate) use grants::{Family, Grants, Holder};
pub(crate) use keys::Keys;
pub(crate) use login::{By, LoginRefusal, log_in};
pub(crate) use routes::{browsers, machines};
pub(crate) use secrets::Secrets;
pub(crate) use site::Site;

/// A random value that nobody can guess, in URL-safe letters.
pub(crate) fn random_text(bytes: usize) -> String {
    use base64::Engine as _;
    let mut buffer = vec![0_u8; bytes];
    getrandom::fill(&mut buffer).expect("the operating system gives random bytes");
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(buffer)
}
