//! A request to the REST API and its answer, apart from HTTP, so that the parts of a composite
//! request are answered by the same code as requests of their own.

use axum::body::Bytes;
use axum::http::{HeaderMap, Method, StatusCode, header};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::ApiError;

/// What is asked.
pub(crate) struct Call {
    /// `HEAD` counts as `GET` here.
    pub(crate) method: Method,
    /// Decoded parts of the path behind the version.
    pub(crate) path: Vec<String>,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: HeaderMap,
    /// UTF-8, whatever it arrived in.
    pub(crate) body: Bytes,
}

impl Call {
    /// A call of the address behind the version, such as `query?q=…`.
    pub(crate) fn new(method: Method, address: &str, headers: HeaderMap, body: Bytes) -> Self {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let decoded = |part: &str| percent_decode_str(part).decode_utf8_lossy().into_owned();
        let parts = path.split('/').filter(|part| !part.is_empty());
        let query: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect();
        let hidden = query.iter().find(|(name, _)| name == "_HttpMethod");
        let method = match (&method, hidden) {
            // A client that can only POST names the method in the address.
            (&Method::POST, Some((_, name))) => name.parse().unwrap_or(method),
            (&Method::HEAD, _) => Method::GET,
            _ => method,
        };
        Self {
            method,
            path: parts.map(decoded).collect(),
            query,
            headers,
            body,
        }
    }

    pub(crate) fn param(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Refuses a method that is not among the allowed ones, which are listed as the service lists
    /// them, such as `HEAD,GET`.
    pub(crate) fn allow(&self, allowed: &str) -> Result<(), ApiError> {
        if allowed
            .split(',')
            .any(|method| method == self.method.as_str())
        {
            return Ok(());
        }
        Err(ApiError::method(self.method.as_str(), allowed))
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> Result<Value, ApiError> {
        let kind = self.header(header::CONTENT_TYPE.as_str()).unwrap_or("");
        let essence = kind.split(';').next().unwrap_or("").trim();
        if !essence.is_empty() && !essence.eq_ignore_ascii_case("application/json") {
            return Err(ApiError::media_type(essence));
        }
        serde_json::from_slice(&self.body).map_err(|error| {
            let message = format!("{error}");
            ApiError::new(StatusCode::BAD_REQUEST, "JSON_PARSER_ERROR", &message)
        })
    }
}

/// What is answered.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    /// JSON, or nothing.
    pub(crate) body: String,
    /// The outermost element when the client wants XML.
    pub(crate) root: String,
    pub(crate) headers: Vec<(header::HeaderName, String)>,
}

impl Reply {
    pub(crate) fn ok(root: &str, body: String) -> Self {
        Self {
            status: StatusCode::OK,
            body,
            root: root.to_owned(),
            headers: Vec::new(),
        }
    }

    pub(crate) fn json(root: &str, body: &Value) -> Self {
        Self::ok(root, body.to_string())
    }

    /// A record: 18 characters after the object's name are its only address.
    pub(crate) fn with(mut self, name: header::HeaderName, value: String) -> Self {
        self.headers.push((name, value));
        self
    }
}

impl From<ApiError> for Reply {
    fn from(error: ApiError) -> Self {
        let headers = error
            .allowed
            .iter()
            .map(|allowed| (header::ALLOW, allowed.clone()));
        Self {
            status: error.status,
            body: error.body(),
            root: "Errors".to_owned(),
            headers: headers.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(method: Method, address: &str, body: &str) -> Call {
        let body = Bytes::copy_from_slice(body.as_bytes());
        Call::new(method, address, HeaderMap::new(), body)
    }

    #[test]
    fn slashes_at_the_end_and_percent_signs_do_not_matter() {
        let asked = call(Method::HEAD, "sobjects//Us%65r/?fields=Id%2CName+x&q=", "");
        assert_eq!(asked.path, ["sobjects", "User"]);
        assert_eq!(asked.param("fields"), Some("Id,Name x"));
        assert_eq!(asked.method, Method::GET);
        assert_eq!(call(Method::GET, "%ff", "").path, ["\u{fffd}"]);
    }

    #[test]
    fn a_post_may_stand_for_another_method() {
        let asked = call(Method::POST, "sobjects/User/1?_HttpMethod=PATCH", "");
        assert_eq!(asked.method, Method::PATCH);
        let refused = asked.allow("HEAD,GET").expect_err("not allowed");
        let message = "HTTP Method 'PATCH' not allowed. Allowed are HEAD,GET";
        assert_eq!(refused.message, message);
    }

    #[test]
    fn a_body_that_is_not_json_is_refused_however_deep_it_is() {
        for body in ["", "{", "\u{feff}{}", &"[".repeat(100_000)] {
            let error = call(Method::POST, "composite", body)
                .json()
                .expect_err("bad JSON");
            assert_eq!(error.code, "JSON_PARSER_ERROR");
        }
    }
}
