//! JSON Web Tokens that clients sign with their app's key.

use jsonwebtoken::dangerous::insecure_decode;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use serde_json::{Map, Value};

use super::site::Site;
use crate::world::World;

/// Clocks may differ by so much.
const SKEW_MS: i64 = 3 * 60_000;
/// Longer ones are not looked at.
const LONGEST: usize = 16_384;

/// The claims of a token whose signature is still to be checked.
pub(super) struct Assertion<'a> {
    text: &'a str,
    claims: Map<String, Value>,
}

impl<'a> Assertion<'a> {
    pub(super) fn read(text: &'a str) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        let claims = insecure_decode::<Map<String, Value>>(text).ok()?.claims;
        Some(Self { text, claims })
    }

    /// A claim that is a text.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.claims.get(name)?.as_str()
    }

    /// Whether the token is signed with this key, by RS256.
    pub(super) fn is_signed_by(&self, key: &DecodingKey) -> bool {
        let mut rules = Validation::new(Algorithm::RS256);
        // Expiry and audience have rules of their own here.
        rules.validate_exp = false;
        rules.validate_aud = false;
        rules.required_spec_claims.clear();
        decode::<Map<String, Value>>(self.text, key, &rules).is_ok()
    }

    /// Whether the token is over. The service takes seconds, milliseconds and texts of either.
    pub(super) fn is_over(&self, now: i64) -> Option<bool> {
        let number = match self.claims.get("exp")? {
            Value::Number(number) => number.as_f64()?,
            Value::String(text) => text.trim().parse().ok()?,
            _ => return None,
        };
        // As seconds this would be the year 5138, as milliseconds it is 1973.
        let milliseconds = if number < 1e11 {
            number * 1_000.0
        } else {
            number
        };
        milliseconds
            .is_finite()
            .then_some(milliseconds + SKEW_MS as f64 <= now as f64)
    }

    /// Whether the token is meant for this service: the login host of the environment, or an
    /// address that the stand-in is known by, with or without a path of the token endpoint.
    pub(super) fn is_for(&self, world: &World, site: &Site) -> bool {
        let login = if world.config.sandbox {
            "https://test.salesforce.com"
        } else {
            "https://login.salesforce.com"
        };
        let known = [login, &world.origin, &site.base];
        let fits = |audience: &str| {
            let place = audience.trim_end_matches('/');
            let place = place
                .strip_suffix("/services/oauth2/token")
                .unwrap_or(place);
            known.contains(&place) || is_login_host_here(world, place)
        };
        match self.claims.get("aud") {
            Some(Value::String(audience)) => fits(audience),
            Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).any(fits),
            _ => false,
        }
    }
}

/// `http://login.localhost:PORT` and the like.
fn is_login_host_here(world: &World, place: &str) -> bool {
    let port = world.origin.rsplit(':').next().unwrap_or_default();
    let Some((_, authority)) = place.split_once("://") else {
        return false;
    };
    let site = Site::of(authority, &world.origin);
    let here = authority.split_once('.').map(|(_, rest)| rest);
    site.base == place && here == Some(&format!("localhost:{port}")) && site.knows(world)
}
