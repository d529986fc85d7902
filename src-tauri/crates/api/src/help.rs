//! The view *Help*.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a person needs to get help, without any network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Help {
    pub version: String,
    /// Whether this is the demo flavor, which talks to the stand-in.
    pub demo: bool,
    /// Where the console's own files are.
    pub data_folder: String,
    /// Where its log is, one file a day.
    pub log_folder: String,
    pub support_address: String,
    /// What to send them, ready to be copied. About the installation, never about a person.
    pub details: String,
}
