//! Which address answers what, and the faults that lie over all of them.

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{any, get, post};
use tower_http::compression::CompressionLayer;
use tower_http::decompression::RequestDecompressionLayer;

use crate::interference::interfere;
use crate::rest::{self, ApiError};
use crate::world::Stand;
use crate::{control, oauth, soap};

/// Every address of the stand-in.
pub(crate) fn router(stand: Arc<Stand>) -> Router {
    let machines = oauth::machines()
        .route("/services/Soap/{kind}/{version}", post(soap::call))
        .route("/services/Soap/{kind}/{version}/", post(soap::call))
        .route(
            "/services/Soap/{kind}/{version}/{organization}",
            post(soap::call),
        )
        .route("/services/data", any(rest::versions))
        .route("/services/data/", any(rest::versions))
        .route("/services/data.json", any(rest::versions))
        .route("/services/data.xml", any(rest::versions))
        .route("/services/data/{*rest}", any(rest::serve));
    machines
        .merge(oauth::browsers())
        .route("/_control", get(control::show).post(control::apply))
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(RequestDecompressionLayer::new())
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(Arc::clone(&stand), interfere))
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
    // Which ones are allowed is in the header `Allow`, which the router adds.
    let message = format!("HTTP Method '{}' not allowed", request.method());
    ApiError::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "METHOD_NOT_ALLOWED",
        &message,
    )
    .into_response()
}
