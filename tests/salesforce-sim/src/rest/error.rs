use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// An error of the REST API: an array of one object, unlike the object of the OAuth endpoints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ApiError {
    pub(crate) status: StatusCode,
    pub(crate) code: String,
    pub(crate) message: String,
    /// The methods that would be allowed.
    pub(crate) allowed: Option<String>,
    /// Names of fields at fault; the member is there for write methods only.
    pub(crate) fields: Option<Vec<String>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    message: &'a str,
    #[serde(rename = "errorCode")]
    code: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    fields: Option<&'a [String]>,
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
            allowed: None,
            fields: None,
        }
    }

    pub(crate) fn bad_request(code: &str, message: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    pub(crate) fn method(method: &str, allowed: &str) -> Self {
        let message = format!("HTTP Method '{method}' not allowed. Allowed are {allowed}");
        let status = StatusCode::METHOD_NOT_ALLOWED;
        Self {
            allowed: Some(allowed.to_owned()),
            ..Self::new(status, "METHOD_NOT_ALLOWED", &message)
        }
    }

    pub(crate) fn media_type(kind: &str) -> Self {
        let message =
            format!("Content-Type header specified in HTTP request is not supported: {kind}");
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        Self::new(status, "UNSUPPORTED_MEDIA_TYPE", &message)
    }

    /// An answer to a write method, which lists the fields at fault even when there are none.
    pub(crate) fn of_write(status: StatusCode, code: &str, message: &str) -> Self {
        Self {
            fields: Some(Vec::new()),
            ..Self::new(status, code, message)
        }
    }

    pub(crate) fn concurrent_limit() -> Self {
        let message = "ConcurrentPerOrgLongTxn Limit exceeded.";
        Self::new(StatusCode::FORBIDDEN, "REQUEST_LIMIT_EXCEEDED", message)
    }

    pub(crate) fn unexpected() -> Self {
        let message = "An unexpected error occurred. Please include this ErrorId if you contact \
                       support: 1442917604-20951 (-1763451402)";
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        Self::new(status, "UNKNOWN_EXCEPTION", message)
    }

    /// The body in JSON: an array of one object.
    pub(crate) fn body(&self) -> String {
        let (code, message) = (self.code.as_str(), self.message.as_str());
        let body = if self.status == StatusCode::NOT_FOUND {
            serde_json::to_string(&[CodeFirst { code, message }])
        } else {
            let fields = self.fields.as_deref();
            serde_json::to_string(&[Entry {
                message,
                code,
                fields,
            }])
        };
        body.unwrap_or_default()
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

    /// The request has cost more than one may.
    pub(crate) fn too_long() -> Self {
        Self::bad_request(
            "QUERY_TIMEOUT",
            "Your query request was running for too long.",
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
        json_response(self.status, self.body())
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
