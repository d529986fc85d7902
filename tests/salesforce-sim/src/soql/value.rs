//! Values of fields, how they compare, and how they are written.

use std::borrow::Cow;
use std::cmp::Ordering;

use jiff::Timestamp;
use jiff::tz::Offset;

/// What a field of a row holds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Number(i64),
    Double(f64),
    /// Milliseconds since the epoch.
    Time(i64),
    /// A day, as the milliseconds of its beginning in UTC.
    Date(i64),
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

    /// The order of two values of one field. Nulls are equal to each other and less than the rest.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Null, Self::Null) => Ordering::Equal,
            (Self::Null, _) => Ordering::Less,
            (_, Self::Null) => Ordering::Greater,
            (Self::Text(a), Self::Text(b)) => folded(a).cmp(folded(b)),
            (Self::Id(a), Self::Id(b)) => a.cmp(b),
            (Self::Double(a), Self::Double(b)) => a.total_cmp(b),
            _ => self.number().cmp(&other.number()),
        }
    }

    /// What is kept of a number, a time or a truth.
    pub(super) fn number(&self) -> Option<i64> {
        match self {
            Self::Bool(value) => Some(i64::from(*value)),
            Self::Number(value) | Self::Time(value) | Self::Date(value) => Some(*value),
            Self::Double(value) => Some(*value as i64),
            Self::Null | Self::Text(_) | Self::Id(_) => None,
        }
    }

    /// Bytes that are equal for equal values of one field.
    pub(super) fn write_key(&self, out: &mut Vec<u8>) {
        match self {
            Self::Null => out.push(0),
            Self::Bool(_) | Self::Number(_) | Self::Time(_) | Self::Date(_) => {
                out.push(1);
                out.extend_from_slice(&self.number().unwrap_or_default().to_be_bytes());
            }
            Self::Double(value) => {
                out.push(1);
                out.extend_from_slice(&value.to_be_bytes());
            }
            Self::Text(text) => {
                out.push(2);
                let mut utf8 = [0; 4];
                for c in folded(text) {
                    out.extend_from_slice(c.encode_utf8(&mut utf8).as_bytes());
                }
                // No text holds this byte, so that two texts in a row cannot run together.
                out.push(0xff);
            }
            Self::Id(id) => {
                out.push(3);
                out.extend_from_slice(id.as_bytes());
            }
        }
    }
}

/// The letters of a text without their case.
pub(super) fn folded(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().flat_map(char::to_lowercase)
}

/// A text without its case beside one that has none already.
pub(super) fn compare_folded(text: &str, folded_other: &str) -> Ordering {
    if text.is_ascii() {
        let lower = text.bytes().map(|byte| byte.to_ascii_lowercase());
        return lower.cmp(folded_other.bytes());
    }
    folded(text).cmp(folded_other.chars())
}

/// `2026-11-23T12:00:00.000+0000`
pub(crate) fn date_text(milliseconds: i64) -> String {
    let mut out = Vec::with_capacity(28);
    write_time(&mut out, milliseconds);
    String::from_utf8(out).unwrap_or_default()
}

/// Writes a moment without going through a format.
pub(super) fn write_time(out: &mut Vec<u8>, milliseconds: i64) {
    let Ok(time) = Timestamp::from_millisecond(milliseconds) else {
        return;
    };
    let time = Offset::UTC.to_datetime(time);
    write_day(out, time.date());
    for (mark, number) in [
        (b'T', time.hour()),
        (b':', time.minute()),
        (b':', time.second()),
    ] {
        out.push(mark);
        write_digits(out, number.into(), 2);
    }
    out.push(b'.');
    write_digits(out, time.millisecond().into(), 3);
    out.extend_from_slice(b"+0000");
}

/// `2026-11-23`
pub(super) fn write_date(out: &mut Vec<u8>, milliseconds: i64) {
    if let Ok(time) = Timestamp::from_millisecond(milliseconds) {
        write_day(out, Offset::UTC.to_datetime(time).date());
    }
}

fn write_day(out: &mut Vec<u8>, date: jiff::civil::Date) {
    write_digits(out, date.year().unsigned_abs().into(), 4);
    out.push(b'-');
    write_digits(out, date.month().into(), 2);
    out.push(b'-');
    write_digits(out, date.day().into(), 2);
}

fn write_digits(out: &mut Vec<u8>, number: i32, digits: u32) {
    for place in (0..digits).rev() {
        out.push(b'0' + (number / 10_i32.pow(place) % 10) as u8);
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

#[cfg(test)]
mod tests {
    use super::*;

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
