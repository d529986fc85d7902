//! What a person may set about the console itself, within which limits.

use crate::connection::ASSUMED_IDLE_LIMIT_DAYS;
use crate::slug::slugged;
use jiff::SignedDuration;
use std::ops::RangeInclusive;

/// Minutes between two sessions of an organization.
pub const INTERVAL_MINUTES: RangeInclusive<u32> = 1..=120;

/// Days of the refresh token policy that a person may assume.
pub const TOKEN_POLICY_DAYS: RangeInclusive<u32> = 1..=365;

/// How large the window shows everything, in percent, as browsers step.
pub const ZOOM_PERCENT: [u32; 10] = [50, 67, 80, 90, 100, 110, 125, 150, 175, 200];

/// The zone's name that follows the operating system.
pub const SYSTEM_ZONE: &str = "system";

slugged! {
    /// A setting with its value as it is stored.
    pub enum SettingKey {
        Theme = "theme",
        Density = "density",
        Zoom = "zoom",
        TimeZone = "time-zone",
        IntervalMinutes = "interval-minutes",
        Alerts = "alerts",
        TokenPolicyDays = "token-policy-days",
    }
}

/// All settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// `system`, `light` or `dark`.
    pub theme: String,
    /// `compact` or `comfortable`.
    pub density: String,
    /// One of [`ZOOM_PERCENT`].
    pub zoom_percent: u32,
    /// [`SYSTEM_ZONE`] or a name of the IANA database.
    pub time_zone: String,
    /// Minutes between two sessions of an organization.
    pub interval_minutes: u32,
    /// Whether the desktop tells when a connection is lost, and when it is back.
    pub alerts: bool,
    /// Days that Salesforce is assumed to keep an unused refresh token.
    pub token_policy_days: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: "system".to_owned(),
            density: "compact".to_owned(),
            zoom_percent: 100,
            time_zone: SYSTEM_ZONE.to_owned(),
            interval_minutes: 1,
            alerts: true,
            token_policy_days: u32::try_from(ASSUMED_IDLE_LIMIT_DAYS).unwrap_or(30),
        }
    }
}

/// A value that a setting cannot take; the text says which it can.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingProblem {
    /// Not one of the choices.
    #[error("Choose one of the offered values.")]
    NoChoice,
    /// Not in the time zone database.
    #[error("This computer knows no time zone of this name. Choose one from the list.")]
    UnknownZone,
    /// Not a number, or outside the limits.
    #[error("Enter a whole number of minutes from {} to {}.", INTERVAL_MINUTES.start(), INTERVAL_MINUTES.end())]
    Interval,
    /// Not a number, or outside the limits.
    #[error("Enter a whole number of days from {} to {}.", TOKEN_POLICY_DAYS.start(), TOKEN_POLICY_DAYS.end())]
    TokenPolicy,
}

impl Settings {
    /// The value of a setting as it is stored.
    pub fn value(&self, key: SettingKey) -> String {
        match key {
            SettingKey::Theme => self.theme.clone(),
            SettingKey::Density => self.density.clone(),
            SettingKey::Zoom => self.zoom_percent.to_string(),
            SettingKey::TimeZone => self.time_zone.clone(),
            SettingKey::IntervalMinutes => self.interval_minutes.to_string(),
            SettingKey::Alerts => if self.alerts { "on" } else { "off" }.to_owned(),
            SettingKey::TokenPolicyDays => self.token_policy_days.to_string(),
        }
    }

    /// Takes a value over if it is one; a file from elsewhere may hold any.
    pub fn set(&mut self, key: SettingKey, value: &str) -> Result<(), SettingProblem> {
        match key {
            SettingKey::Theme => self.theme = choice(value, &["system", "light", "dark"])?,
            SettingKey::Density => self.density = choice(value, &["compact", "comfortable"])?,
            SettingKey::Zoom => {
                let percent = value.parse().map_err(|_| SettingProblem::NoChoice)?;
                if !ZOOM_PERCENT.contains(&percent) {
                    return Err(SettingProblem::NoChoice);
                }
                self.zoom_percent = percent;
            }
            SettingKey::TimeZone => self.time_zone = zone(value)?,
            SettingKey::IntervalMinutes => {
                self.interval_minutes =
                    number(value, &INTERVAL_MINUTES).ok_or(SettingProblem::Interval)?;
            }
            SettingKey::Alerts => self.alerts = choice(value, &["on", "off"])? == "on",
            SettingKey::TokenPolicyDays => {
                self.token_policy_days =
                    number(value, &TOKEN_POLICY_DAYS).ok_or(SettingProblem::TokenPolicy)?;
            }
        }
        Ok(())
    }

    /// Between two sessions.
    pub fn interval(&self) -> SignedDuration {
        SignedDuration::from_mins(i64::from(self.interval_minutes))
    }
}

fn choice(value: &str, choices: &[&str]) -> Result<String, SettingProblem> {
    let known = choices.iter().find(|choice| **choice == value);
    known
        .map(|known| (*known).to_owned())
        .ok_or(SettingProblem::NoChoice)
}

/// Only how a name may look: whether the computer knows the zone is for the host to find out.
fn zone(value: &str) -> Result<String, SettingProblem> {
    let shaped = (1..=64).contains(&value.len())
        && value.starts_with(|first: char| first.is_ascii_alphabetic())
        && value
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"/_+-".contains(&byte));
    if shaped {
        Ok(value.to_owned())
    } else {
        Err(SettingProblem::UnknownZone)
    }
}

fn number(value: &str, limits: &RangeInclusive<u32>) -> Option<u32> {
    value.parse().ok().filter(|number| limits.contains(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_reads_back_as_it_was_written() {
        let mut settings = Settings::default();
        for (key, value) in [
            (SettingKey::Theme, "dark"),
            (SettingKey::Density, "comfortable"),
            (SettingKey::Zoom, "150"),
            (SettingKey::TimeZone, "Europe/Vienna"),
            (SettingKey::IntervalMinutes, "120"),
            (SettingKey::Alerts, "off"),
            (SettingKey::TokenPolicyDays, "90"),
        ] {
            settings.set(key, value).expect("a possible value");
            assert_eq!(settings.value(key), value);
        }
    }

    #[test]
    fn a_value_outside_the_limits_changes_nothing() {
        let mut settings = Settings::default();
        for (key, values) in [
            (SettingKey::Theme, ["", "pink", "Dark"]),
            (SettingKey::Density, ["", "tight", "compact "]),
            (SettingKey::Zoom, ["", "101", "2000"]),
            (
                SettingKey::TimeZone,
                ["", "Mars Olympus", "../../etc/passwd"],
            ),
            (SettingKey::IntervalMinutes, ["0", "121", "1.5"]),
            (SettingKey::Alerts, ["", "true", "1"]),
            (SettingKey::TokenPolicyDays, ["0", "366", "-1"]),
        ] {
            for value in values {
                assert!(settings.set(key, value).is_err(), "{key:?} {value:?}");
            }
        }
        assert_eq!(settings, Settings::default());
    }
}
