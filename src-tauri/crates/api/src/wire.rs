//! Small types that several messages share.

use jiff::Timestamp;
use lpc_core::fault::{Fault, FaultCode};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An instant as milliseconds since 1970-01-01T00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[ts(type = "number")]
pub struct Millis(pub i64);

impl From<Timestamp> for Millis {
    fn from(instant: Timestamp) -> Self {
        Self(instant.as_millisecond())
    }
}

/// A number of users, calls or milliseconds; JavaScript holds it exactly up to 2^53.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[ts(type = "number")]
pub struct Count(pub u64);

/// Production or Sandbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Environment {
    Production,
    Sandbox,
}

impl From<lpc_core::environment::Environment> for Environment {
    fn from(environment: lpc_core::environment::Environment) -> Self {
        match environment {
            lpc_core::environment::Environment::Production => Self::Production,
            lpc_core::environment::Environment::Sandbox => Self::Sandbox,
        }
    }
}

impl From<Environment> for lpc_core::environment::Environment {
    fn from(environment: Environment) -> Self {
        match environment {
            Environment::Production => Self::Production,
            Environment::Sandbox => Self::Sandbox,
        }
    }
}

impl From<lpc_core::login::LoginPurpose> for crate::preflight::LoginPurpose {
    fn from(purpose: lpc_core::login::LoginPurpose) -> Self {
        match purpose {
            lpc_core::login::LoginPurpose::Connect => Self::Connect,
            lpc_core::login::LoginPurpose::Change => Self::Change,
        }
    }
}

/// The state of a connection without its details; the word beside the icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ConnectionStateName {
    NotConfigured,
    Authorizing,
    Connected,
    ExpiringSoon,
    Lost,
    Refused,
    KeyLost,
    Unreachable,
    Throttled,
    Off,
}

/// A member's own status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum OwnStatus {
    NotInitialized,
    Active,
    Paused,
    Disabled,
    Suspended,
}

impl From<lpc_core::status::OwnStatus> for OwnStatus {
    fn from(status: lpc_core::status::OwnStatus) -> Self {
        use lpc_core::status::OwnStatus as Core;
        match status {
            Core::NotInitialized => Self::NotInitialized,
            Core::Active => Self::Active,
            Core::Paused => Self::Paused,
            Core::Disabled => Self::Disabled,
            Core::Suspended => Self::Suspended,
        }
    }
}

/// What a row shows: the own status seen through the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum EffectiveStatus {
    Suspended,
    NotInitialized,
    Active,
    Paused,
    Disabled,
    NotInGroup,
}

impl From<lpc_core::status::EffectiveStatus> for EffectiveStatus {
    fn from(status: lpc_core::status::EffectiveStatus) -> Self {
        use lpc_core::status::EffectiveStatus as Core;
        match status {
            Core::Suspended => Self::Suspended,
            Core::NotInitialized => Self::NotInitialized,
            Core::Active => Self::Active,
            Core::Paused => Self::Paused,
            Core::Disabled => Self::Disabled,
            Core::NotInGroup => Self::NotInGroup,
        }
    }
}

impl From<EffectiveStatus> for lpc_core::status::EffectiveStatus {
    fn from(status: EffectiveStatus) -> Self {
        match status {
            EffectiveStatus::Suspended => Self::Suspended,
            EffectiveStatus::NotInitialized => Self::NotInitialized,
            EffectiveStatus::Active => Self::Active,
            EffectiveStatus::Paused => Self::Paused,
            EffectiveStatus::Disabled => Self::Disabled,
            EffectiveStatus::NotInGroup => Self::NotInGroup,
        }
    }
}

/// The one button that helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Remedy {
    /// Log in with the service account again.
    Reconnect,
    /// Somebody changes a setting in Salesforce; then check again.
    CheckNow,
    /// It passes by itself.
    Wait,
}

/// A fault with its explanation from the error dictionary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
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
            remedy: match entry.remedy {
                lpc_core::dictionary::Remedy::Reconnect => Remedy::Reconnect,
                lpc_core::dictionary::Remedy::CheckNow => Remedy::CheckNow,
                lpc_core::dictionary::Remedy::Wait => Remedy::Wait,
            },
        }
    }
}
