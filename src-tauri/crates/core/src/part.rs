//! Parts of the console that run in tasks of their own.

use crate::wire;
use jiff::Timestamp;
use serde::{Serialize, Serializer};
use ts_rs::TS;

/// A part of the console that runs in tasks of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    Schedule,
    Session,
    Check,
    Login,
    Callbacks,
    Refresh,
    KeepAlive,
    Disconnect,
    Alert,
    Wiping,
    Events,
}

impl Part {
    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Schedule => "the schedule",
            Self::Session => "a session",
            Self::Check => "the check of a user",
            Self::Login => "a sign-in",
            Self::Callbacks => "taking sign-ins from the browser",
            Self::Refresh => "renewing an access token",
            Self::KeepAlive => "keeping a sign-in alive",
            Self::Disconnect => "disconnecting",
            Self::Alert => "a desktop notification",
            Self::Wiping => "wiping a deleted organization",
            Self::Events => "telling the window of changes",
        }
    }
}

/// A part that stopped by a mistake of the console's own, and was started again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct StoppedPart {
    #[serde(serialize_with = "label")]
    #[ts(type = "string")]
    pub part: Part,
    /// The last time.
    #[serde(serialize_with = "wire::millis")]
    #[ts(type = "number")]
    pub at: Timestamp,
}

fn label<S: Serializer>(part: &Part, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(part.label())
}

/// A task that panicked. What it panicked with is told to nobody: it may hold a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{} stopped by a mistake of the console", .0.label())]
pub struct Panicked(pub Part);
