use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// An error of the REST API: an array of one object, unlike the object of the OAuth endpoints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ApiError {
    pub(crate) status: StatusCode,
    pub(crate) code: String,
    pub(crate) message: String,
}

#[derive(Serialize)]
struct Entry<'a> {
    message: &'a str,
    #[serde(rename = "errorCode")]
    code: &'a str,
}

/// The one error whose members come in the other order.
#[derive(Serialize)]
struct CodeFirst<'a> {
    #[serde(rename = "errorCode")]
    code: &'a str,
    message: &'a str,
}

impl ApiError {
    pub(crate) fn new(status: StatusCode, code: &str, message: &str) -> Self {
        Self {
            status,
            code: code.to_owned(),
            message: message.to_owned(),
        }
    }

    pub(crate) fn expired() -> Self {
        let message = "Session expired or invalid";
        Self::new(StatusCode::UNAUTHORIZED, "INVALID_SESSION_ID", message)
    }

    pub(crate) fn not_valid_for_rest() -> Self {
        let message = "This session is not valid for use with the REST API";
        Self::new(StatusCode::UNAUTHORIZED, "INVALID_SESSION_ID", message)
    }

    pub(crate) fn header_type() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "INVALID_AUTH_HEADER",
            "INVALID_HEADER_TYPE",
        )
    }

    pub(crate) fn request_limit() -> Self {
        let message = "TotalRequests Limit exceeded.";
        Self::new(StatusCode::FORBIDDEN, "REQUEST_LIMIT_EXCEEDED", message)
    }

    pub(crate) fn api_disabled() -> Self {
        let message = "The REST API is not enabled for this Organization.";
        Self::new(StatusCode::FORBIDDEN, "API_DISABLED_FOR_ORG", message)
    }

    pub(crate) fn not_found() -> Self {
        let message = "The requested resource does not exist";
        Self::new(StatusCode::NOT_FOUND, "NOT_FOUND", message)
    }

    pub(crate) fn unavailable() -> Self {
        let message = "Server Unavailable";
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "SERVER_UNAVAILABLE",
            message,
        )
    }

    pub(crate) fn locator() -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "INVALID_QUERY_LOCATOR",
            "invalid query locator",
        )
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (code, message) = (self.code.as_str(), self.message.as_str());
        let body = if self.status == StatusCode::NOT_FOUND {
            serde_json::to_string(&[CodeFirst { code, message }])
        } else {
            serde_json::to_string(&[Entry { message, code }])
        };
        json_response(self.status, body.unwrap_or_default())
    }
}

/// A JSON answer with the headers of the service.
pub(crate) fn json_response(status: StatusCode, body: impl Into<axum::body::Body>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/json;charset=UTF-8"),
        (
            header::CACHE_CONTROL,
            "no-cache,must-revalidate,max-age=0,no-store,private",
        ),
    ];
    (status, headers, body.into()).into_response()
}
