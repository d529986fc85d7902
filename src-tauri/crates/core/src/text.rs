//! Foreign text: bounded, and folded for sorting and searching.
//!
//! Names in Salesforce can hold anything: NUL, direction marks, megabytes. They are shown as they
//! are as far as a screen can show them; keys hold what people type.

use crate::fault::Fault;
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Characters kept of a name, an address or a key; Salesforce's own limit is 121 for names.
pub const FIELD_LIMIT: usize = 512;

/// Characters kept of a received error text.
const RAW_LIMIT: usize = 4096;

/// A field as it is stored and shown.
pub fn field(text: &str) -> Cow<'_, str> {
    bounded(text, FIELD_LIMIT)
}

/// A received error text as it is stored and compared.
pub fn raw(text: &str) -> Cow<'_, str> {
    bounded(text, RAW_LIMIT)
}

/// A fault as it is stored and compared.
pub fn fault(fault: &Fault) -> Fault {
    Fault::new(fault.code, raw(&fault.raw))
}

/// The key of a field: letters without accents and case, blanks for control characters, without
/// the invisible characters that would make two equal names differ.
pub fn key(text: &str) -> String {
    if text.is_ascii() {
        return text
            .bytes()
            .take(FIELD_LIMIT)
            .map(|byte| {
                if byte.is_ascii_control() {
                    ' '
                } else {
                    char::from(byte.to_ascii_lowercase())
                }
            })
            .collect();
    }
    text.chars()
        .take(FIELD_LIMIT)
        .nfkd()
        .filter(|character| !is_combining_mark(*character) && !is_invisible(*character))
        .flat_map(char::to_lowercase)
        .map(|character| {
            if character.is_control() {
                ' '
            } else {
                character
            }
        })
        .take(FIELD_LIMIT)
        .collect()
}

fn bounded(text: &str, limit: usize) -> Cow<'_, str> {
    let end = text
        .char_indices()
        .nth(limit)
        .map_or(text.len(), |(index, _)| index);
    let kept = &text[..end];
    if kept.contains('\0') {
        // SQLite's own functions take NUL for the end of a text.
        Cow::Owned(kept.replace('\0', "\u{FFFD}"))
    } else {
        Cow::Borrowed(kept)
    }
}

/// Soft hyphen, zero-width characters and direction marks.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_invisible_marks_do_not_count() {
        assert_eq!(key("Hodžić"), "hodzic");
        assert_eq!(key("\u{202E}İnci\u{200B}"), "inci");
        assert_eq!(key("ＡＢＣ"), "abc");
        assert_eq!(key("A\0B\nC"), "a b c");
        assert_eq!(key("é\0"), "e ");
    }

    #[test]
    fn a_megabyte_is_cut_at_a_character() {
        let long = "ž".repeat(1_000_000);
        assert_eq!(field(&long).chars().count(), FIELD_LIMIT);
        assert_eq!(key(&long).len(), FIELD_LIMIT);
        // One character that decomposes into eighteen.
        assert_eq!(key(&"\u{FDFA}".repeat(1_000)).chars().count(), FIELD_LIMIT);
    }

    #[test]
    fn nul_is_replaced_and_everything_else_is_shown_as_received() {
        assert_eq!(field("A\0B"), "A\u{FFFD}B");
        assert_eq!(field("\u{202E}evil"), "\u{202E}evil");
    }
}
