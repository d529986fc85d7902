//! What an error of the token endpoint means (design §2), as one table.

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

struct Row {
    error: &'static str,
    /// Part of `error_description`, in lower case; empty matches every description.
    text: &'static str,
    meaning: Meaning,
    code: Code,
}

const fn row(error: &'static str, text: &'static str, meaning: Meaning, code: Code) -> Row {
    Row {
        error,
        text,
        meaning,
        code,
    }
}

/// First match. The codes are those of Salesforce's own enum (`OauthErrorCode`); a code that is
/// not listed is [`UNLISTED`].
const TABLE: &[Row] = &[
    // Another refresh of the same token is under way: asking for a login would end the family.
    row(
        "invalid_grant",
        "token request is already being processed",
        Transient,
        Code::Unreachable,
    ),
    row(
        "invalid_grant",
        "login rate exceeded",
        Transient,
        Code::TooManySignIns,
    ),
    row(
        "invalid_grant",
        "ip restricted",
        Refused,
        Code::NetworkNotAllowed,
    ),
    // No password is ever sent from here, so this is not a wrong one: Salesforce says it of a
    // deactivated user. The account has to be activated first, a login would fail as well.
    row(
        "invalid_grant",
        "authentication failure",
        Refused,
        Code::AccountCannotSignIn,
    ),
    // Expired, revoked or rotated out.
    row(
        "invalid_grant",
        "expired access/refresh token",
        Lost,
        Code::TokenExpired,
    ),
    row(
        "invalid_grant",
        "expired authorization code",
        Lost,
        Code::CodeTooLate,
    ),
    row(
        "invalid_grant",
        "invalid authorization code",
        Lost,
        Code::CodeTooLate,
    ),
    row(
        "invalid_grant",
        "user hasn't approved this consumer",
        Lost,
        Code::ApprovalGone,
    ),
    row("invalid_grant", "", Lost, Code::Unknown),
    row("invalid_token", "", Lost, Code::TokenInvalid),
    row("invalid_client_id", "", Lost, Code::ConsumerKeyUnknown),
    row("invalid_client", "", Lost, Code::AppNotAccepted),
    row("app_not_found", "", Lost, Code::AppNotInstalled),
    row("authorization_pending", "", Transient, Code::Unreachable),
    row("rate_limit_exceeded", "", Transient, Code::TooManySignIns),
    row("server_error", "", Transient, Code::Unreachable),
    row("service_unavailable", "", Transient, Code::Unreachable),
    row("slow_down", "", Transient, Code::Unreachable),
    row("system_down", "", Transient, Code::Unreachable),
    row("temporarily_unavailable", "", Transient, Code::Unreachable),
    row("unknown_error", "", Transient, Code::Unreachable),
    row("access_denied", "end-user denied", Refused, Code::Denied),
    row("access_denied", "", Refused, Code::Unknown),
    row("app_blocked", "", Refused, Code::AppBlocked),
    row("ecapp_policy_not_found", "", Refused, Code::Unknown),
    row("fail_close_app_blocked", "", Refused, Code::AppBlocked),
    row("inactive_org", "", Refused, Code::OrganizationLocked),
    row("inactive_user", "", Refused, Code::AccountInactive),
    row("invalid_app_access", "", Refused, Code::NotApproved),
    row("invalid_request", "", Refused, Code::RequestNotAccepted),
    row("invalid_scope", "", Refused, Code::ScopeMissing),
    row(
        "invalid_session_level",
        "",
        Refused,
        Code::SessionLevelTooLow,
    ),
    row("oauth_flow_disabled", "", Refused, Code::FlowDisabled),
    row("oauth_policy_not_found", "", Refused, Code::Unknown),
    row("redirect_uri_mismatch", "", Refused, Code::CallbackMismatch),
    row("unsupported_grant_type", "", Refused, Code::FlowNotAllowed),
    // What only a callback brings.
    row("oauth_ec_app_not_found", "", Refused, Code::AppNotInstalled),
    row(
        "oauth_app_access_denied",
        "",
        Refused,
        Code::NotApprovedAtSignIn,
    ),
    row(
        "oauth_authorization_blocked",
        "",
        Refused,
        Code::AppBlockedAtSignIn,
    ),
    row("oauth_app_blocked", "", Refused, Code::AppBlockedAtSignIn),
];

/// A code that nobody has seen: its text is shown, the token is kept, no login is asked for.
const UNLISTED: (Meaning, Code) = (Refused, Code::Unknown);

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

fn look_up(error: &str, description: &str) -> (Meaning, Code) {
    let error = error.to_ascii_lowercase();
    let description = description.to_ascii_lowercase();
    TABLE
        .iter()
        .find(|row| row.error == error && description.contains(row.text))
        .map_or(UNLISTED, |row| (row.meaning, row.code))
}

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
    fn a_row_never_hides_a_later_one() {
        for (index, row) in TABLE.iter().enumerate() {
            for later in &TABLE[index + 1..] {
                assert!(
                    row.error != later.error || !later.text.contains(row.text),
                    "{}: {} would never be found",
                    later.error,
                    later.text,
                );
            }
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
            ("invalid_grant", "a text nobody has seen", Code::Unknown),
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
