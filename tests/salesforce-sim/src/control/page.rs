//! The page that a person uses, and whose requests are let through.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

const PAGE: &str = include_str!("page.html");
/// Everything the page needs is in it.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; \
                      connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'";

/// Whether a browser asks, which wants a page rather than JSON.
pub(super) fn wanted(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

pub(super) fn page() -> Response {
    let mut response = (StatusCode::OK, Html(PAGE)).into_response();
    let headers = response.headers_mut();
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::VARY, "Accept"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Whether a request comes from the control page or from no page at all. A page of another site
/// must not be able to control a stand-in that runs on the same machine, also not under a name
/// that leads to it.
pub(super) fn own(headers: &HeaderMap) -> bool {
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if headers
        .get("sec-fetch-site")
        .is_some_and(|site| site != "same-origin" && site != "none")
    {
        return false;
    }
    let Some(origin) = headers.get(header::ORIGIN) else {
        return true;
    };
    let origin = origin.to_str().unwrap_or_default();
    let authority = origin
        .strip_prefix("http://")
        .or_else(|| origin.strip_prefix("https://"));
    let Some(authority) = authority else {
        return false;
    };
    let host = authority
        .rsplit_once(':')
        .map_or(authority, |(host, _)| host);
    let local = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
    // HTTP/2 has no Host header; the loopback name must do.
    local && text(header::HOST).is_none_or(|host| host == authority)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(origin: Option<&'static str>, host: &'static str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_static(host));
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, HeaderValue::from_static(origin));
        }
        own(&headers)
    }

    #[test]
    fn other_sites_are_refused_under_whatever_name() {
        assert!(from(None, "localhost:8080"));
        assert!(from(Some("http://localhost:8080"), "localhost:8080"));
        assert!(from(Some("http://[::1]:8080"), "[::1]:8080"));
        for origin in [
            "null",
            "https://evil.example",
            "http://localhost:9090",
            "http://evil.example:8080",
        ] {
            assert!(!from(Some(origin), "localhost:8080"), "{origin}");
        }
        let rebound = from(Some("http://evil.example:8080"), "evil.example:8080");
        assert!(!rebound, "a name that leads here is not ours");
    }
}
