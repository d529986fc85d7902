//! Who calls, and whether they may.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::ApiError;
use crate::world::{Stand, World};

/// The user behind an access token and the API version of the address, such as `66.0`.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    pub(crate) user: usize,
    pub(crate) version: String,
}

const OLDEST_VERSION: u32 = 31;

/// Lets a request of a live session through, counts it, and tells the usage.
pub(crate) async fn guard(
    State(stand): State<Arc<Stand>>,
    Path(parts): Path<std::collections::HashMap<String, String>>,
    mut request: Request,
    next: Next,
) -> Response {
    let version = parts.get("version").map(String::as_str).unwrap_or_default();
    let admitted = admit(&mut stand.world(), request.headers(), version);
    let mut response = match admitted {
        Ok(caller) => {
            request.extensions_mut().insert(caller);
            next.run(request).await
        }
        Err(error) => error.into_response(),
    };
    let (used, limit) = stand.world().api_usage();
    if let Ok(value) = HeaderValue::from_str(&format!("api-usage={used}/{limit}")) {
        response.headers_mut().insert("Sforce-Limit-Info", value);
    }
    response
}

/// The token of an `Authorization` header of a known type.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (kind, token) = value.split_once(' ')?;
    let known = kind.eq_ignore_ascii_case("bearer") || kind.eq_ignore_ascii_case("oauth");
    known.then(|| token.trim().to_owned())
}

fn admit(world: &mut World, headers: &HeaderMap, version: &str) -> Result<Caller, ApiError> {
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
    world.counters.api_requests += 1;
    let number = version.strip_prefix('v').and_then(|v| v.strip_suffix(".0"));
    let number = number.and_then(|number| number.parse::<u32>().ok());
    match number {
        Some(number) if (OLDEST_VERSION..=world.switches.newest_version).contains(&number) => {
            Ok(Caller {
                user: session.user,
                version: format!("{number}.0"),
            })
        }
        _ => Err(ApiError::not_found()),
    }
}

fn refuse(world: &mut World, error: ApiError) -> Result<Caller, ApiError> {
    world.counters.unauthorized += 1;
    Err(error)
}
