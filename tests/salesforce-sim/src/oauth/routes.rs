//! The addresses of OAuth, each with and without a slash at its end.

use std::sync::Arc;

use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};

use super::{OauthError, browser, discovery, identity, introspection, revocation, token};
use crate::world::Stand;

type Routes = Router<Arc<Stand>>;
type Method = MethodRouter<Arc<Stand>>;

/// What programs ask: an outage lies over these.
pub(crate) fn machines() -> Routes {
    let of_user = |get: Method| get.options(identity::options);
    let revoke = get(revocation::revoke_get).post(revocation::revoke_post);
    let userinfo = of_user(get(identity::userinfo).post(identity::userinfo));
    let of_id = of_user(get(identity::identity).post(identity::identity));
    let routes = Router::new();
    let routes = both(
        routes,
        "/services/oauth2/token",
        get(by_get).post(token::token),
    );
    let routes = both(routes, "/services/oauth2/revoke", revoke);
    let routes = both(
        routes,
        "/services/oauth2/introspect",
        post(introspection::introspect),
    );
    let routes = both(routes, "/services/oauth2/userinfo", userinfo);
    both(routes, "/id/{organization}/{user}", of_id)
}

/// What browsers see, and what a client finds out by itself.
pub(crate) fn browsers() -> Routes {
    let authorize = get(browser::authorize_get).post(browser::authorize_post);
    let routes = Router::new().route("/", get(browser::front));
    let routes = both(routes, "/services/oauth2/authorize", authorize);
    let routes = both(routes, "/services/oauth2/success", get(browser::success));
    let of_issuer = get(discovery::openid_configuration);
    let of_server = get(discovery::authorization_server);
    routes
        .route(
            "/setup/secur/RemoteAccessErrorPage.apexp",
            get(browser::remote_access_error),
        )
        .route("/id/keys", get(discovery::keys))
        .route("/.well-known/openid-configuration", of_issuer)
        .route("/.well-known/oauth-authorization-server", of_server)
}

fn both(routes: Routes, path: &str, answers: Method) -> Routes {
    let slashed = format!("{path}/");
    routes.route(path, answers.clone()).route(&slashed, answers)
}

async fn by_get() -> Response {
    OauthError::new("invalid_request", "must use HTTP POST").into_response()
}
