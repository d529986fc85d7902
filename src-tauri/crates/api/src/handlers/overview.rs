//! The frame of the window.

use super::connectivity::host_of;
use super::organization_id;
use crate::error::ApiError;
use crate::host::Host;
use crate::overview::{ApiUsage, OrganizationSummary, Overview, OwnShare, SessionSummary};
use crate::wire::{ConnectionStateName, Count, Millis};
use jiff::{SignedDuration, Timestamp};
use lpc_core::connection::{ConnectionState, idle_left};
use lpc_core::engine::{CheckNowRefused, ConnectionReading, OrganizationReading};
use lpc_core::session::{Outcome, Session};
use lpc_core::status::EffectiveStatus;

/// Reads the frame.
pub async fn overview<H: Host>(host: &H) -> Result<Overview, ApiError> {
    let console = host.engine();
    let settings = console.preferences.settings();
    let limit = i64::from(settings.token_policy_days);
    let readings = console.directory.overview().await?;
    let organizations = readings
        .into_iter()
        .map(|one| summary(one, limit))
        .collect();
    let flavor = host.flavor();
    Ok(Overview {
        version: flavor.version.to_owned(),
        demo: flavor.demo,
        scheme: flavor.scheme.to_owned(),
        organizations,
        settings: settings.into(),
    })
}

/// Starts a session now.
pub async fn check_now<H: Host>(host: &H, organization: &str) -> Result<(), ApiError> {
    let id = organization_id(organization)?;
    match host.engine().sync.check_now(id).await {
        // A session that runs already answers the same question.
        Ok(()) | Err(CheckNowRefused::Running) => Ok(()),
        Err(refused) => Err(refused.into()),
    }
}

fn summary(one: OrganizationReading, limit: i64) -> OrganizationSummary {
    let OrganizationReading {
        connection: reading,
        counts,
        ..
    } = one;
    let (state, state_since) = state_name(&reading.state);
    let idle = reading.connection.as_ref().map(|stored| {
        let left = idle_left(stored.last_refresh, limit, reading.at);
        let ends = stored.last_refresh + SignedDuration::from_hours(24 * limit);
        (u32::try_from(left.as_hours() / 24).unwrap_or(0), ends)
    });
    let (reason, retry_at) = reason(&reading.state);
    OrganizationSummary {
        id: reading.organization.id.to_string(),
        external_id: reading.organization.external_id.clone().unwrap_or_default(),
        synchronization: reading.organization.synchronization,
        entitled: reading.entitled,
        host: host_name(&reading),
        username: reading
            .connection
            .as_ref()
            .map(|stored| stored.account.username.clone()),
        reason,
        retry_at: retry_at.map(Millis::from),
        idle_days_left: idle.map(|(left, _)| left),
        idle_ends: idle.map(|(_, ends)| ends.into()),
        environment: reading
            .connection
            .as_ref()
            .map(|connection| connection.environment.into()),
        state,
        state_since,
        users: Count(counts.users),
        members: Count(counts.all_members()),
        suspended: Count(counts.effective(&reading.overlay(), EffectiveStatus::Suspended)),
        last_session: one.last_session.and_then(session_summary),
        next_session: reading.next_session.map(Millis::from),
        held_back: one.held_back.map(super::sessions::held),
        session_running: reading.session_running,
        api_usage: reading.usage.map(api_usage),
        own_share: one.own_share.map(|share| OwnShare {
            used: Count(share.spent),
            allowed: Count(share.allowed),
            until: share.until.into(),
        }),
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

/// The text behind a state, and when the console tries again by itself.
fn reason(state: &ConnectionState) -> (Option<String>, Option<Timestamp>) {
    match state {
        ConnectionState::Lost(fault) | ConnectionState::Refused(fault) => {
            (Some(fault.fault.raw.clone()), None)
        }
        ConnectionState::Unreachable { fault, .. } => (Some(fault.raw.clone()), None),
        ConnectionState::Throttled { until, fault } => (Some(fault.raw.clone()), Some(*until)),
        _ => (None, None),
    }
}

pub(super) fn api_usage(usage: lpc_core::directory::ApiUsage) -> ApiUsage {
    ApiUsage {
        used: Count(usage.used),
        limit: Count(usage.limit),
    }
}

fn session_summary(session: Session) -> Option<SessionSummary> {
    let ended = session.ended?;
    let took = ended.duration_since(session.started).as_millis().max(0);
    Some(SessionSummary {
        ended: ended.into(),
        duration: Count(u64::try_from(took).unwrap_or(u64::MAX)),
        members_checked: Count(session.members_checked),
        changed: Count(session.changed),
        finished: matches!(session.outcome, Some(Outcome::Finished | Outcome::HeldBack)),
        raw: session.fault.map(|fault| fault.raw),
    })
}

/// The word of a state and since when it holds, where that is known.
pub(super) fn state_name(state: &ConnectionState) -> (ConnectionStateName, Option<Millis>) {
    use ConnectionStateName as Name;
    match state {
        ConnectionState::NotConfigured => (Name::NotConfigured, None),
        ConnectionState::Authorizing => (Name::Authorizing, None),
        ConnectionState::Connected => (Name::Connected, None),
        ConnectionState::ExpiringSoon => (Name::ExpiringSoon, None),
        ConnectionState::Lost(fault) => (Name::Lost, Some(fault.since.into())),
        ConnectionState::Refused(fault) => (Name::Refused, Some(fault.since.into())),
        ConnectionState::KeyLost => (Name::KeyLost, None),
        ConnectionState::Unreachable { since, .. } => (Name::Unreachable, Some((*since).into())),
        ConnectionState::Throttled { .. } => (Name::Throttled, None),
        ConnectionState::Off => (Name::Off, None),
    }
}
