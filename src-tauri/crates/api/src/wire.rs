//! Small types that several messages share.

use lpc_core::dictionary::Remedy;
use lpc_core::fault::{Fault, FaultCode};
use serde::Serialize;
use ts_rs::TS;

/// A fault with its explanation from the error dictionary.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    pub code: FaultCode,
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
    /// Looks a fault up in [`lpc_core::dictionary`].
    pub fn of(fault: &Fault) -> Self {
        let entry = lpc_core::dictionary::explain(fault.code);
        Self {
            code: fault.code,
            raw: fault.raw.clone(),
            title: entry.title.to_owned(),
            cause: entry.cause.to_owned(),
            who: entry.who.to_owned(),
            remedy: entry.remedy,
        }
    }
}
