//! Who calls, and whether they may.

use axum::http::{HeaderMap, header};

use super::ApiError;
use crate::world::World;

/// The user behind an access token and the API version of the address, such as `66.0`.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    pub(crate) user: usize,
    /// The app that the session was opened for, if any was.
    pub(crate) app: Option<usize>,
    pub(crate) version: String,
}

pub(super) const OLDEST_VERSION: u32 = 31;

/// The token of an `Authorization` header of a known type.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (kind, token) = value.split_once(' ')?;
    let known = kind.eq_ignore_ascii_case("bearer") || kind.eq_ignore_ascii_case("oauth");
    known.then(|| token.trim().to_owned())
}

/// Lets a request of a live session through and counts it.
pub(super) fn admit(
    world: &mut World,
    headers: &HeaderMap,
    version: &str,
) -> Result<Caller, ApiError> {
    let token = match (headers.get(header::AUTHORIZATION), bearer(headers)) {
        (_, Some(token)) => token,
        (Some(_), None) => return refuse(world, ApiError::header_type()),
        (None, None) => return refuse(world, ApiError::expired()),
    };
    let (life, now) = (world.session_life(), world.now());
    let session = world.grants.session(&token, life, now);
    let session = session.filter(|session| world.people.person(session.user).active);
    let Some(session) = session else {
        return refuse(world, ApiError::expired());
    };
    let api = session.has_scope("api") || session.has_scope("full");
    if world.switches.not_valid_for_rest || !api {
        return refuse(world, ApiError::not_valid_for_rest());
    }
    if world.switches.api_disabled {
        return Err(ApiError::api_disabled());
    }
    let (used, limit) = world.api_usage();
    if world.switches.request_limit || used >= limit {
        return Err(ApiError::request_limit());
    }
    if world.switches.concurrent_limit {
        return Err(ApiError::concurrent_limit());
    }
    world.count_api_request(session.app);
    let version = known_version(world, version).ok_or_else(ApiError::not_found)?;
    Ok(Caller {
        user: session.user,
        app: session.app,
        version,
    })
}

/// `66.0` for `v66.0`, when there is such a version.
pub(super) fn known_version(world: &World, version: &str) -> Option<String> {
    let number = version.strip_prefix('v')?.strip_suffix(".0")?;
    let plain = number.bytes().all(|digit| digit.is_ascii_digit());
    let number: u32 = number.parse().ok().filter(|_| plain)?;
    (OLDEST_VERSION..=world.switches.newest_version)
        .contains(&number)
        .then(|| format!("{number}.0"))
}

fn refuse(world: &mut World, error: ApiError) -> Result<Caller, ApiError> {
    world.counters.unauthorized += 1;
    Err(error)
}
