//! How instants cross to the window.

use jiff::Timestamp;
use serde::Serializer;

/// Milliseconds since 1970-01-01T00:00Z.
pub(crate) fn millis<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_i64(at.as_millisecond())
}
