//! Foreign text: bounded, and folded for sorting and searching.
//!
//! Names in Salesforce can hold anything: NUL, direction marks, megabytes. They are shown as they
//! are as far as a screen can show them; keys hold what people type.

use crate::fault::Fault;
use crate::salesforce_id::SalesforceId;
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

/// Words beyond this many are not looked for.
const MOST_WORDS: usize = 16;

/// What stands around a name or an address where it was copied from.
const AROUND: &[char] = &['<', '>', ';', ',', '"', '\'', '(', ')', '[', ']'];

/// What is searched for: every word must be contained in name, e-mail or username, in any order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sought {
    Everyone,
    User(SalesforceId),
    Words(Vec<String>),
}

impl Sought {
    /// Reads what somebody typed or pasted: `Ada Sample <ada@example.com>;`, `Sample, Ada`, the id of
    /// a user with 15 or 18 characters. Words are folded like the keys.
    pub fn of(typed: &str) -> Self {
        let bare = |word: &str| match word.trim_matches(AROUND) {
            "" => word.to_owned(),
            bare => bare.to_owned(),
        };
        let id = SalesforceId::parse(&bare(typed.trim()));
        if let Ok(id) = id
            && id.as_str().starts_with(USER_IDS)
        {
            return Self::User(id);
        }
        let words = key(typed);
        let words: Vec<_> = words
            .split_whitespace()
            .take(MOST_WORDS)
            .map(bare)
            .collect();
        if words.is_empty() {
            Self::Everyone
        } else {
            Self::Words(words)
        }
    }
}

/// How the ids of users begin, and no word.
const USER_IDS: &str = "005";

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
    fn what_was_pasted_is_read_as_people_mean_it() {
        let words = |typed: &str| match Sought::of(typed) {
            Sought::Words(words) => words.join(" "),
            other => panic!("{typed}: {other:?}"),
        };
        assert_eq!(
            words("Ada Sample <ada@example.com>;"),
            "ada sample ada@example.com"
        );
        assert_eq!(words("Sample, Ada"), "sample ada");
        assert_eq!(words("100% \"OR\" x*"), "100% or x*");
        assert_eq!(words(";"), ";", "a mark alone is looked for");
        assert_eq!(
            words("alexanderdupont"),
            "alexanderdupont",
            "no id of a user"
        );
        let id = SalesforceId::parse("005000000000001").expect("valid");
        assert_eq!(Sought::of(" 005000000000001;"), Sought::User(id));
        assert_eq!(Sought::of(" \t "), Sought::Everyone);
    }

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
