//! Salesforce's field types in JSON. A value that does not parse names the type, never the value.

use jiff::Timestamp;
use lpc_core::salesforce_id::SalesforceId;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

/// An `Id` or a reference: 15 or 18 characters.
pub(crate) fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SalesforceId, D::Error> {
    let text = String::deserialize(deserializer)?;
    SalesforceId::parse(&text).map_err(D::Error::custom)
}

/// A date and time such as `2026-11-23T12:00:00.000+0000`.
pub(crate) fn timestamp<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse()
        .map_err(|_| D::Error::custom("not a date and time"))
}

/// A date and time or `null`. The field itself must be there.
pub(crate) fn nullable_timestamp<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Timestamp>, D::Error> {
    Option::<String>::deserialize(deserializer)?
        .map(|text| text.parse())
        .transpose()
        .map_err(|_| D::Error::custom("not a date and time"))
}

/// A text, or nothing for `null`. The field itself must be there.
pub(crate) fn nullable_text<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<String, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.unwrap_or_default())
}
