//! The frame of the window: organizations, the status bar.

use crate::error::Answer;
use crate::host::Host;
use crate::sessions::{self, HeldBack};
use crate::settings::Settings;
use jiff::SignedDuration;
use lpc_core::connection::{ConnectionStateName, host_of, idle_left};
use lpc_core::directory::ApiUsage;
use lpc_core::environment::Environment;
use lpc_core::organization::OrganizationId;
use lpc_core::pace::OwnShareUsed;
use lpc_core::reading::{ConnectionReading, OrganizationReading};
use lpc_core::refusal::NotDone;
use lpc_core::session::{Outcome, Session};
use lpc_core::status::EffectiveStatus;
use lpc_core::wire::Millis;
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

/// One organization in the frame.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationSummary {
    pub id: OrganizationId,
    pub name: String,
    /// The id it has elsewhere; empty until set.
    pub external_id: String,
    /// Whether its members are synchronized at all; off stops sessions whatever the state.
    pub synchronization: bool,
    /// Whether the entitlement lets its sessions run; true where nothing is connected.
    pub entitled: bool,
    /// The host it is connected to, or the one that would be opened; empty when none is known.
    pub host: String,
    /// The service account's user name, if it is connected.
    pub username: Option<String>,
    /// The text as received that explains the state, where there is one.
    pub reason: Option<String>,
    /// When it is tried again by itself, while Salesforce limits or does not answer.
    pub retry_at: Option<Millis>,
    /// Days until the assumed idle limit ends the token, if it is connected.
    pub idle_days_left: Option<u32>,
    pub idle_ends: Option<Millis>,
    /// Where it is connected, if it is.
    pub environment: Option<Environment>,
    pub state: ConnectionStateName,
    /// Since when that state holds, where that is known.
    pub state_since: Option<Millis>,
    /// Users whom Salesforce shows.
    pub users: u64,
    pub members: u64,
    /// Members who are effectively suspended.
    pub suspended: u64,
    /// The newest session that ended.
    pub last_session: Option<SessionSummary>,
    /// When the next session is due; `None` while sessions are stopped or one runs.
    pub next_session: Option<Millis>,
    /// Changes that wait for a person's *Apply anyway*.
    pub held_back: Option<HeldBack>,
    pub session_running: bool,
    pub api_usage: Option<ApiUsage>,
    /// The console's own share of it, while it is used up: sessions run once an hour.
    pub own_share: Option<OwnShareUsed>,
}

/// A session for the status bar.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionSummary {
    pub ended: Millis,
    /// How long it took, in milliseconds.
    pub duration: u64,
    pub members_checked: u64,
    /// Members whose status changed.
    pub changed: u64,
    /// Whether it read everything.
    pub finished: bool,
    /// The text that stopped it.
    pub raw: Option<String>,
}

pub async fn overview(host: &impl Host) -> Answer<Overview> {
    let settings = host.engine().preferences.settings();
    let limit = i64::from(settings.token_policy_days);
    let readings = host.engine().directory.overview().await?.into_iter();
    let flavor = host.flavor();
    Ok(Overview {
        version: flavor.version,
        demo: flavor.demo,
        scheme: flavor.scheme,
        organizations: readings.map(|one| summary(one, limit)).collect(),
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

fn summary(one: OrganizationReading, limit: i64) -> OrganizationSummary {
    let (reading, counts) = (one.connection, one.counts);
    let state = &reading.state;
    let connection = reading.connection.as_ref();
    let idle = connection.map(|stored| {
        let left = idle_left(stored.last_refresh, limit, reading.at);
        let ends = stored.last_refresh + SignedDuration::from_hours(24 * limit);
        (u32::try_from(left.as_hours() / 24).unwrap_or(0), ends)
    });
    OrganizationSummary {
        id: reading.organization.id,
        external_id: reading.organization.external_id.clone().unwrap_or_default(),
        synchronization: reading.organization.synchronization,
        entitled: reading.entitled,
        host: host_name(&reading),
        username: connection.map(|stored| stored.account.username.clone()),
        reason: state.fault().map(|fault| fault.raw.clone()),
        retry_at: state.retry_at().map(Millis::from),
        idle_days_left: idle.map(|(left, _)| left),
        idle_ends: idle.map(|(_, ends)| ends.into()),
        environment: connection.map(|stored| stored.environment),
        state: state.name(),
        state_since: state.since().map(Millis::from),
        users: counts.users,
        members: counts.all_members(),
        suspended: counts.effective(&reading.overlay(), EffectiveStatus::Suspended),
        last_session: one.last_session.and_then(session_summary),
        next_session: reading.next_session.map(Millis::from),
        held_back: one.held_back.map(sessions::held),
        session_running: reading.session_running,
        api_usage: reading.usage,
        own_share: one.own_share,
        name: reading.organization.name,
    }
}

/// The host that serves the data, else the My Domain that was entered.
fn host_name(reading: &ConnectionReading) -> String {
    let entered = || {
        let mut apps = reading.organization.client_apps.iter();
        apps.find_map(|app| app.login_origin.as_deref())
    };
    let connected = reading.connection.as_ref();
    let origin = connected.map_or_else(entered, |stored| Some(&stored.instance_url));
    origin.map(host_of).unwrap_or_default().to_owned()
}

fn session_summary(session: Session) -> Option<SessionSummary> {
    let ended = session.ended?;
    let took = ended.duration_since(session.started).as_millis().max(0);
    Some(SessionSummary {
        ended: ended.into(),
        duration: u64::try_from(took).unwrap_or(u64::MAX),
        members_checked: session.members_checked,
        changed: session.changed,
        finished: matches!(session.outcome, Some(Outcome::Finished | Outcome::HeldBack)),
        raw: session.fault.map(|fault| fault.raw),
    })
}
