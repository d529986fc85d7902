//! What the answer to a data request means when it is not the data.

use crate::received::received_text;
use crate::retry_after::retry_after;
use crate::transport::{Received, TransportFault};
use jiff::SignedDuration;
use lpc_core::fault::{Fault, FaultCode};
use lpc_core::port::salesforce::CallFailure;
use reqwest::StatusCode;
use serde_json::Value;
use std::fmt::Display;

const NOT_FOR_REST: &str = "This session is not valid for use with the REST API";

/// A 401 with one of these texts is not about the session's age: a refresh would not cure it and
/// the next answer would be the same (facts of jsforce, which skips exactly these two).
const NOT_CURED_BY_A_REFRESH: [&str; 2] = [NOT_FOR_REST, "Connected app is not attached to Agent"];

/// A failure with Salesforce's own code, which decides in here; nobody compares texts.
#[derive(Debug)]
pub(crate) struct CallError {
    pub(crate) failure: CallFailure,
    /// `errorCode`, for example `INVALID_FIELD`, if Salesforce refused.
    pub(crate) code: Option<String>,
}

impl CallError {
    /// Whether the address was refused for the version in it.
    pub(crate) fn knows_no_version(&self) -> bool {
        let code = self.code.as_deref();
        matches!(code, Some("NOT_FOUND" | "UNSUPPORTED_API_VERSION"))
    }
}

/// One entry of `[{"message": …, "errorCode": …}]`.
struct ErrorEntry {
    code: String,
    message: String,
}

impl ErrorEntry {
    /// The first entry of the array, or the object alone, as some paths answer. Read by hand: a
    /// derived reader would take an array of texts for an entry.
    fn first(body: &[u8]) -> Option<Self> {
        let first = match serde_json::from_slice(body).ok()? {
            Value::Array(entries) => entries.into_iter().next()?,
            other => other,
        };
        let text = |field: &str| Some(first.get(field)?.as_str()?.to_owned());
        Some(Self {
            code: text("errorCode")?,
            message: text("message").unwrap_or_default(),
        })
    }
}

impl From<CallFailure> for CallError {
    fn from(failure: CallFailure) -> Self {
        Self {
            failure,
            code: None,
        }
    }
}

impl From<TransportFault> for CallError {
    fn from(fault: TransportFault) -> Self {
        CallFailure::from(fault).into()
    }
}

impl From<TransportFault> for CallFailure {
    fn from(fault: TransportFault) -> Self {
        Self::Unreachable {
            retry_after: fault.retry_after(),
            fault: fault.fault(),
        }
    }
}

impl From<CallError> for CallFailure {
    fn from(error: CallError) -> Self {
        error.failure
    }
}

/// Nobody is there, or what is there does not speak as Salesforce does.
pub(crate) fn unreachable(detail: impl Display) -> CallFailure {
    CallFailure::Unreachable {
        fault: Fault::new(FaultCode::Unreachable, detail.to_string()),
        retry_after: None,
    }
}

/// Passes a 200 on and reads anything else. `token` is the access token that was sent.
pub(crate) fn successful(received: Received, token: &str) -> Result<Received, CallError> {
    let received = received.with_json_status()?;
    if received.status == StatusCode::OK {
        return Ok(received);
    }
    let status = received.status.as_u16();
    let retry_after = retry_after(&received.headers);
    match ErrorEntry::first(&received.body) {
        Some(entry) => Err(refusal(status, entry, retry_after, token)),
        None => Err(TransportFault::Status {
            status,
            retry_after,
        }
        .into()),
    }
}

fn refusal(
    status: u16,
    entry: ErrorEntry,
    retry_after: Option<SignedDuration>,
    token: &str,
) -> CallError {
    let raw = received_text(&entry.code, &entry.message, &[token]);
    let fault = Fault::new(fault_code(&entry), raw);
    let is_cured_by_a_refresh = !NOT_CURED_BY_A_REFRESH
        .iter()
        .any(|text| entry.message.contains(text));
    let failure = match (status, entry.code.as_str()) {
        (401, "INVALID_SESSION_ID") if is_cured_by_a_refresh => CallFailure::SessionExpired(fault),
        (_, "REQUEST_LIMIT_EXCEEDED") => CallFailure::RequestLimit { fault, retry_after },
        _ => CallFailure::Refused(fault),
    };
    CallError {
        failure,
        code: Some(entry.code),
    }
}

fn fault_code(entry: &ErrorEntry) -> FaultCode {
    match entry.code.as_str() {
        "INVALID_SESSION_ID" if entry.message.starts_with(NOT_FOR_REST) => {
            FaultCode::TokenNotForApi
        }
        "INVALID_SESSION_ID" => FaultCode::SessionNotAccepted,
        // `ConcurrentRequests Limit exceeded.` beside `TotalRequests Limit exceeded.`
        "REQUEST_LIMIT_EXCEEDED" if entry.message.to_ascii_lowercase().contains("concurrent") => {
            FaultCode::ConcurrentRequestLimit
        }
        "REQUEST_LIMIT_EXCEEDED" => FaultCode::RequestLimit,
        "API_DISABLED_FOR_ORG" => FaultCode::ApiDisabledForOrganization,
        "API_CURRENTLY_DISABLED" => FaultCode::ApiDisabledForAccount,
        code if code.starts_with("INSUFFICIENT_ACCESS") => {
            if entry.message.to_ascii_lowercase().contains("ip address") {
                FaultCode::RequestsFromHere
            } else {
                FaultCode::AccessInsufficient
            }
        }
        "TXN_SECURITY_NO_ACCESS" | "OAUTH_APP_BLOCKED" => FaultCode::ReadBlocked,
        "INVALID_FIELD" | "INVALID_TYPE" => FaultCode::FieldHidden,
        "NOT_FOUND" | "UNSUPPORTED_API_VERSION" => FaultCode::AddressUnknown,
        "QUERY_TIMEOUT" => FaultCode::QueryTooSlow,
        _ => FaultCode::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::HeaderMap;

    fn failure(status: u16, body: &str) -> CallFailure {
        let received = Received {
            status: StatusCode::from_u16(status).expect("a status"),
            headers: HeaderMap::new(),
            body: body.as_bytes().to_vec(),
            moved: None,
        };
        successful(received, "00D!the-access-token")
            .expect_err("not a 200")
            .failure
    }

    #[test]
    fn an_expired_session_is_told_from_one_that_a_refresh_does_not_cure() {
        let body = |text| format!(r#"[{{"message":"{text}","errorCode":"INVALID_SESSION_ID"}}]"#);
        let expired = failure(401, &body("Session expired or invalid"));
        assert_eq!(
            expired,
            CallFailure::SessionExpired(Fault::new(
                FaultCode::SessionNotAccepted,
                "INVALID_SESSION_ID: Session expired or invalid",
            )),
        );
        for text in NOT_CURED_BY_A_REFRESH {
            let refused = failure(401, &body(text));
            assert!(matches!(refused, CallFailure::Refused(_)), "{text}");
        }
    }

    #[test]
    fn the_request_limit_is_told_from_other_refusals() {
        let limit =
            r#"[{"message":"TotalRequests Limit exceeded.","errorCode":"REQUEST_LIMIT_EXCEEDED"}]"#;
        for (kind, expected) in [
            ("Total", FaultCode::RequestLimit),
            ("Concurrent", FaultCode::ConcurrentRequestLimit),
        ] {
            let failure = failure(403, &limit.replace("Total", kind));
            assert!(
                matches!(&failure, CallFailure::RequestLimit { fault, .. } if fault.code == expected)
            );
        }
        for (status, code, expected) in [
            (400, "MALFORMED_QUERY", FaultCode::Unknown),
            (400, "INVALID_QUERY_LOCATOR", FaultCode::Unknown),
            (401, "INVALID_AUTH_HEADER", FaultCode::Unknown),
            (
                403,
                "API_DISABLED_FOR_ORG",
                FaultCode::ApiDisabledForOrganization,
            ),
            (
                403,
                "INSUFFICIENT_ACCESS_OR_READONLY",
                FaultCode::AccessInsufficient,
            ),
            (404, "NOT_FOUND", FaultCode::AddressUnknown),
            (403, "TXN_SECURITY_NO_ACCESS", FaultCode::ReadBlocked),
            (400, "INVALID_FIELD", FaultCode::FieldHidden),
        ] {
            let body = format!(r#"[{{"errorCode":"{code}","message":"m"}}]"#);
            assert_eq!(
                failure(status, &body),
                CallFailure::Refused(Fault::new(expected, format!("{code}: m"))),
            );
        }
        let object = r#"{"errorCode":"NOT_FOUND","message":"m"}"#;
        assert!(matches!(failure(404, object), CallFailure::Refused(_)));
    }

    #[test]
    fn whatever_is_not_an_error_of_the_api_means_unreachable_and_its_body_stays_here() {
        let json = r#"[{"message":"Server Unavailable","errorCode":"SERVER_UNAVAILABLE"}]"#;
        for (status, body) in [
            (503, json),
            (500, json),
            (502, "<html>secret</html>"),
            (420, json),
            (429, json),
            (407, "<html>secret</html>"),
            (302, "secret"),
            (304, ""),
            (204, ""),
            (401, "<html>secret</html>"),
            (403, "secret"),
            (400, "[]"),
            (400, r#"["secret"]"#),
            (400, ""),
        ] {
            match failure(status, body) {
                CallFailure::Unreachable { fault, .. } => {
                    assert!(fault.raw.contains(&status.to_string()), "{status}: {fault}");
                    assert!(!fault.raw.contains("secret"), "{status}: {fault}");
                }
                other => panic!("{status} {body}: {other:?}"),
            }
        }
    }

    #[test]
    fn an_echoed_access_token_is_redacted() {
        let body = r#"[{"message":"bad 00D!the-access-token","errorCode":"INVALID_AUTH_HEADER"}]"#;
        assert_eq!(
            failure(401, body).to_string(),
            "INVALID_AUTH_HEADER: bad <redacted>",
        );
    }
}
