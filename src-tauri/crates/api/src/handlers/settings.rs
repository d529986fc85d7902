//! The view *Settings*.

use crate::error::{ApiError, ErrorCode};
use crate::host::{DesktopHost, Host};
use crate::overview::Theme;
use crate::settings::{Density, SettingLimits, SettingName, Settings};
use jiff::tz::TimeZone;
use lpc_core::engine::SettingError;
use lpc_core::settings::{
    INTERVAL_MINUTES, SYSTEM_ZONE, SettingKey, SettingProblem, TOKEN_POLICY_DAYS, ZOOM_PERCENT,
};

/// Changes one setting. The value is as a person enters it: a word, `on` or `off`, or a number.
pub async fn change_setting<H: DesktopHost>(
    host: &H,
    name: SettingName,
    value: &str,
) -> Result<(), ApiError> {
    let value = value.trim();
    // Whether the computer knows a zone can only be asked here: the core reads no files.
    if name == SettingName::TimeZone && value != SYSTEM_ZONE && TimeZone::get(value).is_err() {
        let problem = SettingProblem::UnknownZone;
        return Err(ApiError::new(ErrorCode::InvalidInput, problem.to_string()));
    }
    change(host, key(name), value).await?;
    // Only the host can zoom: the window itself may call no plugin.
    if name == SettingName::Zoom {
        host.zoom(host.engine().preferences.settings().zoom_percent);
    }
    Ok(())
}

async fn change<H: Host>(host: &H, key: SettingKey, value: &str) -> Result<(), ApiError> {
    let changed = host
        .engine()
        .preferences
        .change_setting(&host.actor(), key, value)
        .await;
    changed.map_err(|error| match error {
        SettingError::Problem(problem) => {
            ApiError::new(ErrorCode::InvalidInput, problem.to_string())
        }
        SettingError::Store(error) => error.into(),
    })
}

fn key(name: SettingName) -> SettingKey {
    match name {
        SettingName::Theme => SettingKey::Theme,
        SettingName::Density => SettingKey::Density,
        SettingName::Zoom => SettingKey::Zoom,
        SettingName::TimeZone => SettingKey::TimeZone,
        SettingName::IntervalMinutes => SettingKey::IntervalMinutes,
        SettingName::Alerts => SettingKey::Alerts,
        SettingName::TokenPolicyDays => SettingKey::TokenPolicyDays,
    }
}

impl From<lpc_core::settings::Settings> for Settings {
    fn from(settings: lpc_core::settings::Settings) -> Self {
        Self {
            theme: match settings.theme.as_str() {
                "light" => Theme::Light,
                "dark" => Theme::Dark,
                _ => Theme::System,
            },
            density: match settings.density.as_str() {
                "comfortable" => Density::Comfortable,
                _ => Density::Compact,
            },
            zoom_percent: settings.zoom_percent,
            time_zone: settings.time_zone,
            interval_minutes: settings.interval_minutes,
            alerts: settings.alerts,
            token_policy_days: settings.token_policy_days,
            limits: SettingLimits {
                interval_minutes: INTERVAL_MINUTES.into_inner(),
                token_policy_days: TOKEN_POLICY_DAYS.into_inner(),
                zoom_percent: ZOOM_PERCENT.to_vec(),
            },
        }
    }
}
