//! Which address answers what, and the faults that lie over all of them.

use std::sync::Arc;

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use tower_http::compression::CompressionLayer;

use crate::rest::{self, ApiError};
use crate::server::close_connection;
use crate::switches::Down;
use crate::world::Stand;
use crate::{control, oauth, soap};

/// Every address of the stand-in.
pub(crate) fn router(stand: Arc<Stand>) -> Router {
    let data = Router::new()
        .route("/services/data/{version}", get(rest::resources))
        .route("/services/data/{version}/", get(rest::resources))
        .route("/services/data/{version}/limits", get(rest::limits))
        .route("/services/data/{version}/limits/", get(rest::limits))
        .route("/services/data/{version}/query", get(rest::query))
        .route("/services/data/{version}/query/", get(rest::query))
        .route("/services/data/{version}/query/{locator}", get(rest::page))
        .route(
            "/services/data/{version}/sobjects/User/{id}",
            get(rest::user),
        )
        .route_layer(from_fn_with_state(Arc::clone(&stand), rest::guard));
    let machines = oauth::machines()
        .route("/services/Soap/{kind}/{version}", post(soap::call))
        .route("/services/Soap/{kind}/{version}/", post(soap::call))
        .route(
            "/services/Soap/{kind}/{version}/{organization}",
            post(soap::call),
        )
        .route("/services/data", get(rest::versions))
        .route("/services/data/", get(rest::versions))
        .merge(data)
        .route_layer(from_fn_with_state(Arc::clone(&stand), outage));
    machines
        .merge(oauth::browsers())
        .route_layer(from_fn_with_state(Arc::clone(&stand), count))
        .route("/_control", get(control::show).post(control::apply))
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(CompressionLayer::new())
        .with_state(stand)
}

async fn not_found(request: Request) -> Response {
    if request.uri().path().starts_with("/services/") {
        return ApiError::not_found().into_response();
    }
    (
        StatusCode::NOT_FOUND,
        Html("<!doctype html><title>Not found</title><p>Not found."),
    )
        .into_response()
}

async fn method_not_allowed(request: Request) -> Response {
    let message = format!(
        "HTTP Method '{}' not allowed. Allowed are HEAD,GET",
        request.method()
    );
    ApiError::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "METHOD_NOT_ALLOWED",
        &message,
    )
    .into_response()
}

async fn count(
    State(stand): State<Arc<Stand>>,
    path: MatchedPath,
    request: Request,
    next: Next,
) -> Response {
    let label = label(path.as_str());
    *stand.world().counters.requests.entry(label).or_default() += 1;
    next.run(request).await
}

fn label(path: &str) -> &'static str {
    match path.trim_end_matches('/') {
        "/services/oauth2/authorize" => "authorize",
        "/services/oauth2/token" => "token",
        "/services/oauth2/revoke" => "revoke",
        "/services/oauth2/introspect" => "introspect",
        "/services/oauth2/userinfo" => "userinfo",
        "/id/{organization}/{user}" => "identity",
        "/services/Soap/{kind}/{version}" | "/services/Soap/{kind}/{version}/{organization}" => {
            "soap"
        }
        "/services/data" => "versions",
        "/services/data/{version}" => "resources",
        "/services/data/{version}/limits" => "limits",
        "/services/data/{version}/query" => "query",
        "/services/data/{version}/query/{locator}" => "query_more",
        "/services/data/{version}/sobjects/User/{id}" => "user",
        _ => "other",
    }
}

/// What the token and data endpoints answer while the `down` switch is set.
async fn outage(State(stand): State<Arc<Stand>>, request: Request, next: Next) -> Response {
    const PAGE: &str = "<!doctype html><html lang=\"en\"><title>Notice</title>\
                        <h1>We are down for maintenance</h1><p>Sorry for the inconvenience.</p>";
    const PORTAL: &str = "<!doctype html><html lang=\"en\"><title>Guest network</title>\
                          <h1>Welcome</h1><p>Accept the terms to use the network.</p>";
    let down = stand.world().switches.down;
    match down {
        Down::None => next.run(request).await,
        Down::Json503 => ApiError::unavailable().into_response(),
        Down::Html503 => (StatusCode::SERVICE_UNAVAILABLE, Html(PAGE)).into_response(),
        Down::Html200 => Html(PORTAL).into_response(),
        Down::Redirect => {
            let elsewhere = [(header::LOCATION, "https://portal.example.net/login")];
            (StatusCode::FOUND, elsewhere).into_response()
        }
        Down::Drop => close_connection(),
    }
}
