//! What an error of the token endpoint means (design §2), as one table.

use crate::received::received_text;
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
}

const fn row(error: &'static str, text: &'static str, meaning: Meaning) -> Row {
    Row {
        error,
        text,
        meaning,
    }
}

/// First match. The codes are those of Salesforce's own enum (`OauthErrorCode`); a code that is
/// not listed is [`UNLISTED`].
const TABLE: &[Row] = &[
    // Another refresh of the same token is under way: asking for a login would end the family.
    row(
        "invalid_grant",
        "token request is already being processed",
        Meaning::Transient,
    ),
    row("invalid_grant", "login rate exceeded", Meaning::Transient),
    row("invalid_grant", "ip restricted", Meaning::Refused),
    // No password is ever sent from here, so this is not a wrong one: Salesforce says it of a
    // deactivated user. The account has to be activated first, a login would fail as well.
    row("invalid_grant", "authentication failure", Meaning::Refused),
    // Expired, revoked, rotated out, used codes, and every text that is not known.
    row("invalid_grant", "", Meaning::Lost),
    row("invalid_token", "", Meaning::Lost),
    row("invalid_client_id", "", Meaning::Lost),
    row("invalid_client", "", Meaning::Lost),
    row("app_not_found", "", Meaning::Lost),
    row("authorization_pending", "", Meaning::Transient),
    row("rate_limit_exceeded", "", Meaning::Transient),
    row("server_error", "", Meaning::Transient),
    row("service_unavailable", "", Meaning::Transient),
    row("slow_down", "", Meaning::Transient),
    row("system_down", "", Meaning::Transient),
    row("temporarily_unavailable", "", Meaning::Transient),
    row("unknown_error", "", Meaning::Transient),
    row("access_denied", "", Meaning::Refused),
    row("app_blocked", "", Meaning::Refused),
    row("ecapp_policy_not_found", "", Meaning::Refused),
    row("fail_close_app_blocked", "", Meaning::Refused),
    row("inactive_org", "", Meaning::Refused),
    row("inactive_user", "", Meaning::Refused),
    row("invalid_app_access", "", Meaning::Refused),
    row("invalid_request", "", Meaning::Refused),
    row("invalid_scope", "", Meaning::Refused),
    row("invalid_session_level", "", Meaning::Refused),
    row("oauth_flow_disabled", "", Meaning::Refused),
    row("oauth_policy_not_found", "", Meaning::Refused),
    row("redirect_uri_mismatch", "", Meaning::Refused),
    row("unsupported_grant_type", "", Meaning::Refused),
];

/// A code that nobody has seen: its text is shown, the token is kept, no login is asked for.
const UNLISTED: Meaning = Meaning::Refused;

/// Turns `error` and `error_description` of a 4xx into a failure. `sent` are the secrets of the
/// request, which must not come back in a text.
pub(crate) fn token_failure(error: &str, description: &str, sent: &[&str]) -> TokenFailure {
    let raw = received_text(error, description, sent);
    match meaning(error, description) {
        Meaning::Lost => TokenFailure::Lost { raw },
        Meaning::Refused => TokenFailure::Refused { raw },
        Meaning::Transient => TokenFailure::Transient {
            detail: raw,
            retry_after: None,
        },
    }
}

fn meaning(error: &str, description: &str) -> Meaning {
    let error = error.to_ascii_lowercase();
    let description = description.to_ascii_lowercase();
    TABLE
        .iter()
        .find(|row| row.error == error && description.contains(row.text))
        .map_or(UNLISTED, |row| row.meaning)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_documented_error_has_the_meaning_of_design_2() {
        use Meaning::{Lost, Refused, Transient};
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
                meaning(error, description),
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
            TokenFailure::Lost { raw } if raw == "invalid_grant: expired access/refresh token"
        ));
    }
}
