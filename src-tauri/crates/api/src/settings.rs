//! The view *Settings*.

use crate::error::Answer;
use crate::host::DesktopHost;
use jiff::tz::TimeZone;
use lpc_core::refusal::NotDone;
use lpc_core::settings::{
    self, INTERVAL_MINUTES, SYSTEM_ZONE, SettingKey, SettingProblem, TOKEN_POLICY_DAYS,
    ZOOM_PERCENT,
};
use serde::Serialize;
use ts_rs::TS;

/// The console's settings.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    #[serde(flatten)]
    pub values: settings::Settings,
    pub limits: SettingLimits,
}

/// Least and most, both included; or all there are.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SettingLimits {
    pub interval_minutes: (u32, u32),
    pub token_policy_days: (u32, u32),
    /// The steps of the zoom, in percent, ascending.
    pub zoom_percent: Vec<u32>,
}

/// Changes one setting. The value is as a person enters it: a word, `on` or `off`, or a number.
pub async fn change_setting(host: &impl DesktopHost, name: SettingKey, value: &str) -> Answer<()> {
    let (preferences, value) = (&host.engine().preferences, value.trim());
    // Whether the computer knows a zone can only be asked here: the core reads no files.
    if name == SettingKey::TimeZone && value != SYSTEM_ZONE && TimeZone::get(value).is_err() {
        return Err(NotDone::Setting(SettingProblem::UnknownZone).into());
    }
    let actor = host.actor();
    preferences.change_setting(&actor, name, value).await?;
    // Only the host can zoom: the window itself may call no plugin.
    if name == SettingKey::Zoom {
        host.zoom(preferences.settings().zoom_percent);
    }
    Ok(())
}

impl From<settings::Settings> for Settings {
    fn from(values: settings::Settings) -> Self {
        Self {
            values,
            limits: SettingLimits {
                interval_minutes: INTERVAL_MINUTES.into_inner(),
                token_policy_days: TOKEN_POLICY_DAYS.into_inner(),
                zoom_percent: ZOOM_PERCENT.to_vec(),
            },
        }
    }
}
