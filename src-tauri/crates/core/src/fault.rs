//! A fault: a code that says what it is, and the text for people. Whoever receives an answer makes
//! the fault; nobody compares texts afterwards.

mod code;

use crate::dictionary::{Explanation, explain};
pub use code::FaultCode;
use serde::Serialize;
use ts_rs::TS;

/// What went wrong. It crosses to the window with its explanation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, TS)]
#[error("{raw}")]
#[serde(into = "Explained")]
#[ts(as = "Explained")]
pub struct Fault {
    pub code: FaultCode,
    /// The text exactly as received, or the console's own words where none was.
    pub raw: String,
}

impl Fault {
    pub fn new(code: FaultCode, raw: impl Into<String>) -> Self {
        Self {
            code,
            raw: raw.into(),
        }
    }

    /// What it means, and who can put it right.
    pub fn explanation(&self) -> Explanation {
        explain(self.code)
    }
}

#[derive(Serialize, TS)]
#[ts(rename = "Fault")]
struct Explained {
    code: FaultCode,
    raw: String,
    #[serde(flatten)]
    explanation: Explanation,
}

impl From<Fault> for Explained {
    fn from(fault: Fault) -> Self {
        Self {
            code: fault.code,
            explanation: fault.explanation(),
            raw: fault.raw,
        }
    }
}
