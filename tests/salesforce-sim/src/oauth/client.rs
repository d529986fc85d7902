//! Which app asks, and how it proves that.

use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::assertion::Assertion;
use super::site::Site;
use super::{OauthError, apps};
use crate::world::World;

const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// Parameters of one request that are read.
pub(super) const MOST_PARAMS: usize = 200;

/// The parameters of a request; of a name that is repeated the first counts.
pub(crate) struct Params(Vec<(String, String)>);

impl Params {
    /// A form, then the query, where some clients put the parameters of a POST too.
    pub(crate) fn read(body: &[u8], query: Option<&str>) -> Self {
        let query = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
        let all = form_urlencoded::parse(body).chain(query).take(MOST_PARAMS);
        let owned = all.map(|(name, value)| (name.into_owned(), value.into_owned()));
        Self(owned.collect())
    }

    /// A parameter that is not empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(key, _)| key == name);
        found
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }
}

/// An app that asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Client {
    /// Its position.
    pub(crate) app: usize,
    /// Whether it sent its secret or a signed assertion, and that was right.
    pub(crate) proven: bool,
}

impl Client {
    /// An app that must prove itself and did not is refused as one with a wrong secret.
    pub(crate) fn proven_if(self, required: bool) -> Result<Self, OauthError> {
        if required && !self.proven {
            return Err(OauthError::credentials());
        }
        Ok(self)
    }
}

/// The app of a request. A secret that was sent must be right; whether one is needed is decided
/// where the flow is known.
pub(crate) fn identify(
    world: &mut World,
    site: &Site,
    headers: &HeaderMap,
    params: &Params,
) -> Result<Client, OauthError> {
    if let Some(text) = params.get("client_assertion") {
        return by_assertion(world, site, text, params);
    }
    let (client_ids, sent) = match basic(headers)? {
        Some((id, secret)) => {
            // A client that follows RFC 6749 by the letter encodes both as in a form.
            let (plain_id, plain_secret) = (decoded(&id), decoded(&secret));
            (vec![id, plain_id], vec![secret, plain_secret])
        }
        None => {
            let own = |name| {
                params
                    .get(name)
                    .map(str::to_owned)
                    .into_iter()
                    .collect::<Vec<_>>()
            };
            (own("client_id"), own("client_secret"))
        }
    };
    for secret in &sent {
        world.secrets.received(secret);
    }
    let app = client_ids
        .iter()
        .find_map(|id| apps::find_for_tokens(world, id));
    let Some(app) = app else {
        return Err(OauthError::client_id());
    };
    if sent.iter().all(String::is_empty) {
        return Ok(Client { app, proven: false });
    }
    let own = world.apps.get(app).client_secret.as_ref();
    if own.is_some_and(|own| sent.contains(own)) {
        Ok(Client { app, proven: true })
    } else {
        Err(OauthError::credentials())
    }
}

fn by_assertion(
    world: &mut World,
    site: &Site,
    text: &str,
    params: &Params,
) -> Result<Client, OauthError> {
    world.secrets.received(text);
    if params.get("client_assertion_type") != Some(ASSERTION_TYPE) {
        return Err(OauthError::new(
            "invalid_assertion_type",
            "invalid client assertion type",
        ));
    }
    let assertion = Assertion::read(text).ok_or_else(OauthError::credentials)?;
    let client_id = assertion.text("iss").unwrap_or_default();
    let named = params.get("client_id");
    if named.is_some_and(|named| named != client_id) || assertion.text("sub") != Some(client_id) {
        return Err(OauthError::client_id());
    }
    let app = apps::find_for_tokens(world, client_id).ok_or_else(OauthError::client_id)?;
    let signed = world
        .apps
        .key(app)
        .is_some_and(|key| assertion.is_signed_by(&key));
    let over = assertion.is_over(world.now()).unwrap_or(true);
    if signed && !over && assertion.is_for(world, site) {
        Ok(Client { app, proven: true })
    } else {
        Err(OauthError::credentials())
    }
}

/// Id and secret of an `Authorization` header of the type Basic; other types are left alone.
fn basic(headers: &HeaderMap) -> Result<Option<(String, String)>, OauthError> {
    let Some(value) = headers.get(header::AUTHORIZATION) else {
        return Ok(None);
    };
    let value = value.to_str().unwrap_or_default();
    let encoded = match value.split_once(' ') {
        Some((kind, encoded)) if kind.eq_ignore_ascii_case("basic") => encoded,
        _ => return Ok(None),
    };
    let text = STANDARD.decode(encoded.trim()).ok();
    let text = text.and_then(|bytes| String::from_utf8(bytes).ok());
    match text.as_deref().and_then(|pair| pair.split_once(':')) {
        Some((id, secret)) => Ok(Some((id.to_owned(), secret.to_owned()))),
        None => Err(OauthError::new(
            "invalid_basic_auth_header",
            "invalid basic authorization header",
        )),
    }
}

fn decoded(text: &str) -> String {
    let pair = form_urlencoded::parse(text.as_bytes()).next();
    match pair {
        Some((name, value)) if value.is_empty() => name.into_owned(),
        _ => text.to_owned(),
    }
}
