use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::format::Format;

/// An error of the token endpoint: status 400 unless a switch says otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OauthError {
    pub(crate) status: u16,
    pub(crate) error: String,
    pub(crate) description: String,
}

impl OauthError {
    pub(crate) fn new(error: &str, description: &str) -> Self {
        Self {
            status: 400,
            error: error.to_owned(),
            description: description.to_owned(),
        }
    }

    pub(crate) fn grant(description: &str) -> Self {
        Self::new("invalid_grant", description)
    }

    /// What a lost refresh token answers, whatever the cause.
    pub(crate) fn expired() -> Self {
        Self::grant("expired access/refresh token")
    }

    pub(crate) fn client_id() -> Self {
        Self::new("invalid_client_id", "client identifier invalid")
    }

    pub(crate) fn credentials() -> Self {
        Self::new("invalid_client", "invalid client credentials")
    }

    pub(crate) fn grant_type() -> Self {
        Self::new("unsupported_grant_type", "grant type not supported")
    }

    pub(crate) fn redirect_uri_mismatch() -> Self {
        Self::new(
            "redirect_uri_mismatch",
            "redirect_uri must match configuration",
        )
    }

    /// The answer in one of the three forms.
    pub(crate) fn answer(&self, format: Format) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::BAD_REQUEST);
        let members = [
            ("error", self.error.clone()),
            ("error_description", self.description.clone()),
        ];
        format.answer(status, &members)
    }
}

impl IntoResponse for OauthError {
    fn into_response(self) -> Response {
        self.answer(Format::Json)
    }
}
