//! What a client can find out by itself: endpoints and public keys.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::site::Site;
use crate::rest::json_response;
use crate::world::Stand;

/// The endpoints below the address that was asked, as the service lists them.
fn endpoints(site: &Site) -> Map<String, Value> {
    let at = |path: &str| format!("{}{path}", site.base);
    let all = json!({
        "issuer": site.base,
        "authorization_endpoint": at("/services/oauth2/authorize"),
        "token_endpoint": at("/services/oauth2/token"),
        "revocation_endpoint": at("/services/oauth2/revoke"),
        "introspection_endpoint": at("/services/oauth2/introspect"),
        "jwks_uri": at("/id/keys"),
        "scopes_supported": [
            "cdp_ingest_api", "custom_permissions", "cdp_segment_api", "content", "interaction_api",
            "chatbot_api", "cdp_identityresolution_api", "wave_api", "web", "cdp_calculated_insight_api",
            "einstein_gpt_api", "offline_access", "id", "api", "eclair_api", "pardot_api",
            "lightning", "visualforce", "cdp_query_api", "sfap_api", "openid", "cdp_profile_api",
            "refresh_token", "user_registration_api", "pwdless_login_api", "chatter_api", "mcp_api",
            "forgot_password", "full", "address", "profile", "email", "phone"
        ],
        "response_types_supported": ["code"],
        "token_endpoint_auth_methods_supported": [
            "client_secret_post", "client_secret_basic", "private_key_jwt"
        ],
    });
    match all {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

/// `GET /.well-known/openid-configuration`
pub(crate) async fn openid_configuration(site: Site) -> Response {
    let mut body = endpoints(&site);
    let at = |path: &str| format!("{}{path}", site.base);
    let own = json!({
        "userinfo_endpoint": at("/services/oauth2/userinfo"),
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "display_values_supported": ["page", "popup", "touch"],
        "claims_supported": [
            "active", "address", "email", "email_verified", "family_name", "given_name",
            "is_app_installed", "language", "locale", "name", "nickname", "organization_id",
            "phone_number", "phone_number_verified", "photos", "picture", "preferred_username",
            "profile", "sub", "updated_at", "urls", "user_id", "user_type", "utcOffset", "zoneinfo"
        ],
    });
    body.extend(own.as_object().cloned().unwrap_or_default());
    json_response(StatusCode::OK, Value::Object(body).to_string())
}

/// `GET /.well-known/oauth-authorization-server`
pub(crate) async fn authorization_server(site: Site) -> Response {
    let mut body = endpoints(&site);
    body.insert(
        "grant_types_supported".to_owned(),
        json!(["authorization_code", "refresh_token"]),
    );
    body.insert(
        "code_challenge_methods_supported".to_owned(),
        json!(["S256"]),
    );
    json_response(StatusCode::OK, Value::Object(body).to_string())
}

/// `GET /id/keys`
pub(crate) async fn keys(State(stand): State<Arc<Stand>>) -> Response {
    let body = stand.world().keys.published().to_string();
    json_response(StatusCode::OK, body)
}
