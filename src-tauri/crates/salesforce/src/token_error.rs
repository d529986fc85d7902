//! What an error of the token endpoint means (design §2).

use crate::received::received_text;
use Meaning::{Lost, Refused, Transient};
use lpc_core::fault::{Fault, FaultCode as Code};
use lpc_core::port::salesforce::TokenFailure;

/// The three meanings; see the variants of [`TokenFailure`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    /// A new login is needed.
    Lost,
    /// Somebody changes a setting or a policy; the token is kept, a login would not help.
    Refused,
    /// It passes by itself.
    Transient,
}

/// The longest text of a callback that is shown.
const MAX_CALLBACK_CHARACTERS: usize = 200;

/// Turns `error` and `error_description` of a 4xx into a failure. `sent` are the secrets of the
/// request, which must not come back in a text.
pub(crate) fn token_failure(error: &str, description: &str, sent: &[&str]) -> TokenFailure {
    let (meaning, code) = look_up(error, description);
    let fault = Fault::new(code, received_text(error, description, sent));
    match meaning {
        Lost => TokenFailure::Lost(fault),
        Refused => TokenFailure::Refused(fault),
        Transient => TokenFailure::Transient {
            fault,
            retry_after: None,
        },
    }
}

/// What a revocation endpoint refuses.
pub(crate) fn revocation_fault(error: &str, description: &str, sent: &str) -> Fault {
    let (_, code) = look_up(error, description);
    Fault::new(code, received_text(error, description, &[sent]))
}

/// What a callback brought instead of a code.
pub(crate) fn callback_fault(error: &str, description: &str) -> Fault {
    let code = match error {
        // Salesforce's help prints it with a hyphen, its servers with an underscore.
        "access_denied" | "access-denied" => Code::Denied,
        // What passes by itself at the token endpoint was answered here, and ended the sign-in.
        _ => match look_up(error, description) {
            (Transient, Code::Unreachable) => Code::Unknown,
            (_, code) => code,
        },
    };
    let raw = received_text(error, description, &[]);
    Fault::new(
        code,
        raw.chars()
            .take(MAX_CALLBACK_CHARACTERS)
            .collect::<String>(),
    )
}

/// The codes are those of Salesforce's own enum (`OauthErrorCode`).
fn look_up(error: &str, description: &str) -> (Meaning, Code) {
    let description = description.to_ascii_lowercase();
    let says = |text: &str| description.contains(text);
    match error.to_ascii_lowercase().as_str() {
        "invalid_grant" => {
            let known = GRANTS.iter().find(|(text, ..)| says(text));
            // Nobody has seen it. People turn red and a login is offered; the token is kept and
            // tried again, for it may be as good as ever.
            known.map_or((Lost, Code::GrantRefused), |(_, meaning, code)| {
                (*meaning, *code)
            })
        }
        "invalid_token" => (Lost, Code::TokenInvalid),
        "invalid_client_id" => (Lost, Code::ConsumerKeyUnknown),
        "invalid_client" if says("must be installed") => (Lost, Code::AppNotInstalled),
        "invalid_client" => (Lost, Code::AppNotAccepted),
        "app_not_found" => (Lost, Code::AppNotInstalled),
        "rate_limit_exceeded" => (Transient, Code::TooManySignIns),
        "authorization_pending"
        | "server_error"
        | "service_unavailable"
        | "slow_down"
        | "system_down"
        | "temporarily_unavailable"
        | "unknown_error" => (Transient, Code::Unreachable),
        "access_denied" if says("end-user denied") => (Refused, Code::Denied),
        "app_blocked" | "fail_close_app_blocked" => (Refused, Code::AppBlocked),
        "inactive_org" => (Refused, Code::OrganizationLocked),
        "inactive_user" => (Refused, Code::AccountInactive),
        "invalid_app_access" => (Refused, Code::NotApproved),
        "invalid_request" if says("refresh_token scope is required") => {
            (Refused, Code::ScopeMissing)
        }
        "invalid_request" => (Refused, Code::RequestNotAccepted),
        "invalid_scope" => (Refused, Code::ScopeMissing),
        "invalid_session_level" => (Refused, Code::SessionLevelTooLow),
        "oauth_flow_disabled" => (Refused, Code::FlowDisabled),
        "redirect_uri_mismatch" => (Refused, Code::CallbackMismatch),
        "unsupported_grant_type" => (Refused, Code::FlowNotAllowed),
        // What only a callback brings.
        "oauth_ec_app_not_found" => (Refused, Code::AppNotInstalled),
        "oauth_app_access_denied" => (Refused, Code::NotApprovedAtSignIn),
        "oauth_authorization_blocked" | "oauth_app_blocked" => (Refused, Code::AppBlockedAtSignIn),
        // Nobody has seen it: its text is shown, the token is kept, no login is asked for.
        _ => (Refused, Code::Unknown),
    }
}

/// What the descriptions of `invalid_grant` mean (facts about Salesforce, §2.3 and access): the
/// first whose text stands in the description, in small letters.
const GRANTS: &[(&str, Meaning, Code)] = &[
    // Another refresh of the same token is under way: asking for a login would end the family.
    (
        "token request is already being processed",
        Transient,
        Code::Unreachable,
    ),
    ("login rate exceeded", Transient, Code::TooManySignIns),
    // Before the shorter text that it begins with.
    (
        "ip restricted or invalid login hours",
        Refused,
        Code::NetworkOrHours,
    ),
    ("invalid login hours", Refused, Code::NetworkOrHours),
    ("ip restricted", Refused, Code::NetworkNotAllowed),
    ("inactive user", Refused, Code::AccountInactive),
    ("user is inactive", Refused, Code::AccountInactive),
    ("inactive org", Refused, Code::OrganizationLocked),
    // No password is ever sent from here, so this is not a wrong one: Salesforce says it of a
    // deactivated user. The account has to be activated first, a login would fail as well.
    ("authentication failure", Refused, Code::AccountCannotSignIn),
    ("not admin approved", Refused, Code::NotApproved),
    ("invalid code verifier", Refused, Code::RequestNotAccepted),
    (
        "no client credentials user enabled",
        Refused,
        Code::FlowNotAllowed,
    ),
    (
        "request not supported on this domain",
        Refused,
        Code::DomainNotSupported,
    ),
    (
        "audience validation failed",
        Refused,
        Code::DomainNotSupported,
    ),
    ("audience is invalid", Refused, Code::DomainNotSupported),
    ("expired assertion", Refused, Code::ClockWrong),
    // Expired, revoked or rotated out.
    ("expired access/refresh token", Lost, Code::TokenExpired),
    ("expired authorization code", Lost, Code::CodeTooLate),
    ("invalid authorization code", Lost, Code::CodeTooLate),
    (
        "user hasn't approved this consumer",
        Lost,
        Code::ApprovalGone,
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_documented_error_has_the_meaning_of_design_2() {
        for (error, description, expected) in [
            ("invalid_grant", "expired access/refresh token", Lost),
            ("invalid_grant", "expired authorization code", Lost),
            ("invalid_grant", "invalid authorization code", Lost),
            ("invalid_grant", "user hasn't approved this consumer", Lost),
            ("invalid_grant", "a text nobody has seen", Lost),
            ("invalid_grant", "", Lost),
            ("invalid_client_id", "client identifier invalid", Lost),
            ("invalid_client", "invalid client credentials", Lost),
            ("app_not_found", "", Lost),
            (
                "invalid_grant",
                "token request is already being processed",
                Transient,
            ),
            (
                "invalid_grant",
                "Token Request Is Already Being Processed",
                Transient,
            ),
            ("invalid_grant", "login rate exceeded", Transient),
            (
                "rate_limit_exceeded",
                "Number of logins exceeded",
                Transient,
            ),
            ("slow_down", "", Transient),
            ("server_error", "", Transient),
            ("service_unavailable", "", Transient),
            ("system_down", "", Transient),
            ("temporarily_unavailable", "", Transient),
            ("invalid_grant", "ip restricted", Refused),
            (
                "invalid_grant",
                "ip restricted or invalid login hours",
                Refused,
            ),
            ("invalid_grant", "Inactive User", Refused),
            ("invalid_grant", "invalid code verifier", Refused),
            (
                "invalid_grant",
                "request not supported on this domain",
                Refused,
            ),
            ("invalid_grant", "activation secret invalid", Lost),
            ("invalid_grant", "authentication failure", Refused),
            ("app_blocked", "", Refused),
            ("fail_close_app_blocked", "", Refused),
            ("inactive_user", "User is inactive", Refused),
            (
                "inactive_org",
                "Org is locked, closed, or suspended",
                Refused,
            ),
            ("oauth_flow_disabled", "", Refused),
            (
                "invalid_app_access",
                "user is not admin approved to access this app",
                Refused,
            ),
            ("invalid_session_level", "", Refused),
            ("a_code_nobody_has_seen", "", Refused),
        ] {
            assert_eq!(
                look_up(error, description).0,
                expected,
                "{error}: {description}"
            );
        }
    }

    #[test]
    fn the_text_is_kept_as_received() {
        let failure = token_failure("invalid_grant", "expired access/refresh token", &[]);
        assert!(matches!(
            failure,
            TokenFailure::Lost(Fault { code: Code::TokenExpired, raw })
                if raw == "invalid_grant: expired access/refresh token"
        ));
    }

    #[test]
    fn each_error_that_has_words_of_its_own_gets_its_code() {
        for (error, description, expected) in [
            (
                "invalid_grant",
                "expired authorization code",
                Code::CodeTooLate,
            ),
            (
                "invalid_grant",
                "invalid authorization code",
                Code::CodeTooLate,
            ),
            (
                "invalid_grant",
                "user hasn't approved this consumer",
                Code::ApprovalGone,
            ),
            (
                "invalid_grant",
                "a text nobody has seen",
                Code::GrantRefused,
            ),
            ("invalid_grant", "ip restricted", Code::NetworkNotAllowed),
            (
                "invalid_grant",
                "ip restricted or invalid login hours",
                Code::NetworkOrHours,
            ),
            ("invalid_grant", "inactive user", Code::AccountInactive),
            ("invalid_grant", "expired assertion", Code::ClockWrong),
            (
                "invalid_client",
                "app must be installed into org",
                Code::AppNotInstalled,
            ),
            (
                "invalid_request",
                "refresh_token scope is required and the connected app should be installed and preauthorized",
                Code::ScopeMissing,
            ),
            (
                "invalid_client_id",
                "client identifier invalid",
                Code::ConsumerKeyUnknown,
            ),
            (
                "invalid_client",
                "invalid client credentials",
                Code::AppNotAccepted,
            ),
            ("invalid_token", "", Code::TokenInvalid),
            ("OAUTH_EC_APP_NOT_FOUND", "", Code::AppNotInstalled),
            ("OAUTH_APP_ACCESS_DENIED", "", Code::NotApprovedAtSignIn),
            ("inactive_user", "User is inactive", Code::AccountInactive),
            ("a_code_nobody_has_seen", "", Code::Unknown),
        ] {
            assert_eq!(
                look_up(error, description).1,
                expected,
                "{error}: {description}"
            );
        }
    }

    #[test]
    fn no_text_of_a_grant_is_hidden_by_one_above_it() {
        for (at, (text, ..)) in GRANTS.iter().enumerate() {
            let first = GRANTS.iter().position(|(above, ..)| text.contains(above));
            assert_eq!(first, Some(at), "{text}");
        }
    }

    #[test]
    fn a_callback_that_was_denied_is_known_by_both_spellings_whatever_its_text() {
        for error in ["access_denied", "access-denied"] {
            assert_eq!(callback_fault(error, "").code, Code::Denied);
            assert_eq!(callback_fault(error, "end-user denied").code, Code::Denied);
        }
        assert_eq!(callback_fault("invalid_scope", "").code, Code::ScopeMissing);
    }

    #[test]
    fn the_text_of_a_callback_is_plain_and_at_most_two_hundred_characters() {
        let long = format!("end-user denied\u{202e}{}", "x".repeat(900));
        let fault = callback_fault("access_denied", &long);
        assert!(
            fault.raw.starts_with("access_denied: end-user deniedxxx"),
            "the reordering mark is gone"
        );
        assert_eq!(fault.raw.chars().count(), MAX_CALLBACK_CHARACTERS);
    }
}
