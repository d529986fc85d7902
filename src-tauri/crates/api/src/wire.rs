//! Small types that several messages share.

use jiff::Timestamp;
use lpc_core::dictionary::Remedy;
use serde::Serialize;
use ts_rs::TS;

/// An instant as milliseconds since 1970-01-01T00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[ts(type = "number")]
pub struct Millis(pub i64);

impl From<Timestamp> for Millis {
    fn from(instant: Timestamp) -> Self {
        Self(instant.as_millisecond())
    }
}

/// A received text with its explanation from the error dictionary.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    /// The text exactly as received.
    pub raw: String,
    /// What happened, in one line.
    pub title: String,
    /// What the text means.
    pub cause: String,
    /// Who can put it right, and where.
    pub who: String,
    /// The one button that helps.
    pub remedy: Remedy,
}

impl Explanation {
    /// Looks a text up in [`lpc_core::dictionary`].
    pub fn of(raw: &str) -> Self {
        Self::from_entry(raw, lpc_core::dictionary::explain(raw))
    }

    /// Explains what was seen while Salesforce could not be asked.
    pub fn of_unreachable(detail: &str) -> Self {
        Self::from_entry(detail, lpc_core::dictionary::explain_unreachable(detail))
    }

    fn from_entry(raw: &str, entry: lpc_core::dictionary::Explanation) -> Self {
        Self {
            raw: raw.to_owned(),
            title: entry.title.to_owned(),
            cause: entry.cause.to_owned(),
            who: entry.who.to_owned(),
            remedy: entry.remedy,
        }
    }
}
