//! Texts of Salesforce that people will see: shown as received, but never with a secret in them.

use url::form_urlencoded;

/// Longer texts are cut.
const MAX_CHARACTERS: usize = 500;

/// Anything shorter is not a token, code or verifier and would blot out ordinary words.
const MIN_SECRET_BYTES: usize = 8;

/// `code: text`, at most 500 characters, without control characters and without the marks that
/// reorder or hide text on the screen. `sent` are the secrets of the request: a server that echoes
/// one of them must not bring it into a message, a database or a support bundle.
pub(crate) fn received_text(code: &str, text: &str, sent: &[&str]) -> String {
    let whole = if text.is_empty() {
        code.to_owned()
    } else {
        format!("{code}: {text}")
    };
    let visible: String = whole
        .chars()
        .filter(|character| !is_invisible(*character))
        .collect();
    let redacted = sent
        .iter()
        .filter(|secret| secret.len() >= MIN_SECRET_BYTES)
        .fold(visible, |text, secret| {
            let encoded: String = form_urlencoded::byte_serialize(secret.as_bytes()).collect();
            text.replace(secret, "<redacted>")
                .replace(&encoded, "<redacted>")
        });
    redacted.chars().take(MAX_CHARACTERS).collect()
}

fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_and_text_stay_as_received() {
        assert_eq!(
            received_text("invalid_grant", "expired access/refresh token", &[]),
            "invalid_grant: expired access/refresh token",
        );
        assert_eq!(received_text("slow_down", "", &[]), "slow_down");
    }

    #[test]
    fn control_characters_and_direction_marks_are_dropped_and_the_rest_is_cut() {
        let text = received_text("a", &format!("b\r\n\u{202e}{}", "c".repeat(600)), &[]);
        assert!(text.starts_with("a: bccc"));
        assert_eq!(text.chars().count(), MAX_CHARACTERS);
    }

    #[test]
    fn an_echoed_secret_is_redacted_plain_encoded_and_split_by_invisible_characters() {
        let token = "5Aep861==secret";
        for echo in [token, "5Aep861%3D%3Dsecret", "5Aep\u{200b}861==secret"] {
            let text = received_text("invalid_grant", &format!("no {echo}"), &[token]);
            assert_eq!(text, "invalid_grant: no <redacted>");
        }
    }
}
