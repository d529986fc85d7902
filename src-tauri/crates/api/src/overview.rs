//! The frame of the window: organizations, the status bar.

use crate::error::Answer;
use crate::host::Host;
use crate::settings::Settings;
use lpc_core::organization::OrganizationId;
use lpc_core::overview::OrganizationSummary;
use lpc_core::refusal::NotDone;
use serde::Serialize;
use ts_rs::TS;

/// What the frame shows.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Overview {
    pub version: &'static str,
    /// Whether this is the demo flavor, which talks to the stand-in.
    pub demo: bool,
    /// The custom URI scheme, for help texts.
    pub scheme: &'static str,
    pub organizations: Vec<OrganizationSummary>,
    pub settings: Settings,
}

pub async fn overview(host: &impl Host) -> Answer<Overview> {
    let settings = host.engine().preferences.settings();
    let flavor = host.flavor();
    Ok(Overview {
        version: flavor.version,
        demo: flavor.demo,
        scheme: flavor.scheme,
        organizations: host.engine().directory.overview().await?,
        settings: settings.into(),
    })
}

/// Starts a session now.
pub async fn check_now(host: &impl Host, id: OrganizationId) -> Answer<()> {
    match host.engine().sync.check_now(id).await {
        // A session that runs already answers the same question.
        Ok(()) | Err(NotDone::Running) => Ok(()),
        Err(refused) => Err(refused.into()),
    }
}
