//! The view *Settings*.

use crate::overview::Theme;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The console's settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// How the window looks.
    pub theme: Theme,
    /// How tall rows are.
    pub density: Density,
    /// How large the window shows everything, in percent; one of the steps.
    pub zoom_percent: u32,
    /// `system`, or a name of the IANA database.
    pub time_zone: String,
    /// Minutes between two sessions of an organization.
    pub interval_minutes: u32,
    /// Whether the desktop tells when a connection is lost and when it is back.
    pub alerts: bool,
    /// Days that Salesforce is assumed to keep an unused refresh token.
    pub token_policy_days: u32,
    /// What the numbers may be.
    pub limits: SettingLimits,
}

/// Least and most, both included; or all there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SettingLimits {
    /// Minutes between two sessions.
    pub interval_minutes: (u32, u32),
    /// Days of the token policy.
    pub token_policy_days: (u32, u32),
    /// The steps of the zoom, in percent, ascending.
    pub zoom_percent: Vec<u32>,
}

/// How tall rows are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Density {
    Compact,
    Comfortable,
}

/// A setting that a person can change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SettingName {
    Theme,
    Density,
    Zoom,
    TimeZone,
    IntervalMinutes,
    Alerts,
    TokenPolicyDays,
}
