//! Salesforce record ids, always kept in their 18-character form.

use serde::{Deserialize, Serialize};
use std::fmt;
use ts_rs::TS;

/// An 18-character Salesforce id. Built from 15 or 18 characters; two ids are equal when their
/// 18-character forms are.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(try_from = "String")]
#[ts(type = "string")]
pub struct SalesforceId(String);

/// The text is not a Salesforce id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a Salesforce id: it needs 15 or 18 letters and digits with a matching suffix")]
pub struct InvalidSalesforceId;

impl SalesforceId {
    /// Parses 15 or 18 characters. The three-character suffix encodes which letters are upper case
    /// (Salesforce, "Record IDs"); an 18-character id with another suffix is refused.
    pub fn parse(text: &str) -> Result<Self, InvalidSalesforceId> {
        let length_is_right = text.len() == 15 || text.len() == 18;
        if !length_is_right || !text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(InvalidSalesforceId);
        }
        let full = format!("{}{}", &text[..15], suffix(&text[..15]));
        if text.len() == 18 && !full.eq_ignore_ascii_case(text) {
            return Err(InvalidSalesforceId);
        }
        Ok(Self(full))
    }

    /// The 18 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for SalesforceId {
    type Error = InvalidSalesforceId;

    fn try_from(text: String) -> Result<Self, InvalidSalesforceId> {
        Self::parse(&text)
    }
}

impl fmt::Display for SalesforceId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

fn suffix(fifteen: &str) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
    fifteen
        .as_bytes()
        .chunks(5)
        .map(|chunk| {
            let index = chunk
                .iter()
                .enumerate()
                .filter(|(_, byte)| byte.is_ascii_uppercase())
                .fold(0_usize, |bits, (position, _)| bits | (1 << position));
            char::from(ALPHABET[index])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifteen_characters_get_the_suffix_that_their_case_gives() {
        let id = SalesforceId::parse("00D5g0000000xyz").expect("valid");
        assert_eq!(id.as_str(), "00D5g0000000xyzEAA");
    }

    #[test]
    fn the_short_and_the_long_form_are_the_same_id() {
        assert_eq!(
            SalesforceId::parse("005xx000001SwiU"),
            SalesforceId::parse("005xx000001SwiUAAS"),
        );
    }

    #[test]
    fn a_wrong_suffix_a_wrong_length_and_foreign_characters_are_refused() {
        for text in [
            "005xx000001SwiUAAA",
            "005",
            "005xx000001Swi-",
            "005xx000001SwiÜ",
            "",
        ] {
            assert_eq!(
                SalesforceId::parse(text),
                Err(InvalidSalesforceId),
                "{text}"
            );
        }
    }
}
