//! How instants cross to the window.

use jiff::Timestamp;
use serde::{Serialize, Serializer};
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

/// An instant, or one that may be missing, as [`Millis`].
pub(crate) fn millis<S: Serializer>(
    at: &(impl Into<Option<Timestamp>> + Copy),
    serializer: S,
) -> Result<S::Ok, S::Error> {
    (*at).into().map(Millis::from).serialize(serializer)
}
