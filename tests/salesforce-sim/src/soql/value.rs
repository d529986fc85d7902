//! Values of fields, how they compare, and how they are written.

use std::borrow::Cow;
use std::cmp::Ordering;

use jiff::Timestamp;

/// What a field of a row holds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Number(i64),
    /// Milliseconds since the epoch.
    Time(i64),
    /// Compared without regard to case.
    Text(Cow<'static, str>),
    /// 18 characters, compared with regard to case.
    Id(String),
}

impl Value {
    pub(super) fn optional_text(text: Option<String>) -> Self {
        text.map_or(Self::Null, |text| Self::Text(Cow::Owned(text)))
    }

    pub(super) fn optional_time(time: Option<i64>) -> Self {
        time.map_or(Self::Null, Self::Time)
    }

    /// The value in the form in which it is compared and sorted.
    pub(super) fn key(self) -> Key {
        match self {
            Self::Null => Key::Null,
            Self::Bool(value) => Key::Number(i64::from(value)),
            Self::Number(value) | Self::Time(value) => Key::Number(value),
            Self::Text(text) => Key::Text(text.to_lowercase()),
            Self::Id(id) => Key::Text(id),
        }
    }
}

/// A value ready to be compared.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    Null,
    Number(i64),
    Text(String),
}

impl Key {
    /// The order of two values of one field; nulls are equal to each other and to nothing else.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.cmp(b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (Self::Null, Self::Null) => Ordering::Equal,
            (Self::Null, _) | (Self::Number(_), Self::Text(_)) => Ordering::Less,
            (_, Self::Null) | (Self::Text(_), Self::Number(_)) => Ordering::Greater,
        }
    }
}

/// `2026-11-23T12:00:00.000+0000`
pub(crate) fn date_text(milliseconds: i64) -> String {
    match Timestamp::from_millisecond(milliseconds) {
        Ok(time) => time.strftime("%Y-%m-%dT%H:%M:%S.%3f+0000").to_string(),
        Err(_) => String::new(),
    }
}

/// Resolves the escapes of a text literal; `None` when one is not known.
pub(super) fn unescaped(raw: &str) -> Option<String> {
    let mut out = String::with_capacity(raw.len());
    let mut chars = raw.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        out.push(match chars.next()? {
            'n' | 'N' => '\n',
            'r' | 'R' => '\r',
            't' | 'T' => '\t',
            'b' | 'B' => '\u{8}',
            'f' | 'F' => '\u{c}',
            'u' => unicode(&mut chars)?,
            c @ ('"' | '\'' | '\\' | '_' | '%') => c,
            _ => return None,
        });
    }
    Some(out)
}

fn unicode(chars: &mut std::str::Chars<'_>) -> Option<char> {
    let digits: String = chars.by_ref().take(4).collect();
    if digits.chars().count() != 4 {
        return None;
    }
    char::from_u32(u32::from_str_radix(&digits, 16).ok()?)
}

/// The pattern of LIKE.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Pattern(Vec<Piece>);

#[derive(Clone, Copy, Debug, PartialEq)]
enum Piece {
    Any,
    One,
    Char(char),
}

impl Pattern {
    /// Reads a raw literal: `%` and `_` are wild unless escaped.
    pub(super) fn read(raw: &str) -> Option<Self> {
        let mut pieces = Vec::new();
        let mut rest = raw;
        while let Some(c) = rest.chars().next() {
            let length = match c {
                '\\' => {
                    let escaped = rest.chars().nth(1)?;
                    1 + if escaped == 'u' {
                        5
                    } else {
                        escaped.len_utf8()
                    }
                }
                _ => c.len_utf8(),
            };
            let (piece, after) = rest.split_at_checked(length)?;
            match piece {
                "%" => pieces.push(Piece::Any),
                "_" => pieces.push(Piece::One),
                _ => {
                    let plain = unescaped(piece)?.to_lowercase();
                    pieces.extend(plain.chars().map(Piece::Char));
                }
            }
            rest = after;
        }
        Some(Self(pieces))
    }

    /// Whether a lower-case text fits; at most length times length steps.
    pub(super) fn fits(&self, text: &str) -> bool {
        let text: Vec<char> = text.chars().collect();
        let (mut at, mut piece) = (0, 0);
        let mut back: Option<(usize, usize)> = None;
        while at < text.len() {
            match self.0.get(piece) {
                Some(Piece::Any) => {
                    back = Some((at, piece));
                    piece += 1;
                    continue;
                }
                Some(Piece::One) => {
                    (at, piece) = (at + 1, piece + 1);
                    continue;
                }
                Some(&Piece::Char(c)) if c == text[at] => {
                    (at, piece) = (at + 1, piece + 1);
                    continue;
                }
                _ => {}
            }
            let Some((from, any)) = back else {
                return false;
            };
            back = Some((from + 1, any));
            (at, piece) = (from + 1, any + 1);
        }
        self.0[piece..].iter().all(|piece| *piece == Piece::Any)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn like(pattern: &str, text: &str) -> bool {
        Pattern::read(pattern).is_some_and(|pattern| pattern.fits(&text.to_lowercase()))
    }

    #[test]
    fn like_knows_both_wildcards_and_ignores_case() {
        assert!(like("jür%", "Jürgen"));
        assert!(like("%EN", "Jürgen"));
        assert!(like("j_rgen", "Jürgen"));
        assert!(like("%r%e%", "Jürgen"));
        assert!(like("%", ""));
        assert!(!like("j_gen", "Jürgen"));
        assert!(!like("", "Jürgen"));
    }

    #[test]
    fn an_escaped_wildcard_is_a_letter() {
        assert!(like(r"100\%", "100%"));
        assert!(!like(r"100\%", "1000"));
        assert!(like(r"a\_b", "a_b") && !like(r"a\_b", "axb"));
        assert!(like(r"\u00e9%", "école"));
    }

    #[test]
    fn a_pattern_made_to_backtrack_ends() {
        let pattern = "%a".repeat(200);
        assert!(!like(&pattern, &"a".repeat(150).replace('a', "ab")));
    }

    #[test]
    fn escapes_are_resolved_and_unknown_ones_refused() {
        assert_eq!(unescaped(r"O\'Brien\\\n").as_deref(), Some("O'Brien\\\n"));
        assert_eq!(unescaped(r"\u00e9").as_deref(), Some("é"));
        assert_eq!(unescaped(r"\x"), None);
        assert_eq!(unescaped(r"\u12"), None);
        assert_eq!(unescaped("\\"), None);
    }

    #[test]
    fn dates_are_written_as_the_service_writes_them() {
        let time: Timestamp = "2026-11-23T12:00:00.5Z".parse().expect("a valid time");
        assert_eq!(
            date_text(time.as_millisecond()),
            "2026-11-23T12:00:00.500+0000"
        );
    }
}
