//! The frame of the window: every organization at a glance.

use crate::connection::{ConnectionStateName, host_of};
use crate::directory::ApiUsage;
use crate::environment::Environment;
use crate::fault::Fault;
use crate::holding::{self, Finding};
use crate::organization::OrganizationId;
use crate::pace::OwnShareUsed;
use crate::port::store::State;
use crate::reading::ConnectionReading;
use crate::session::{Outcome, Session};
use crate::status::EffectiveStatus;
use crate::wire::Millis;
use serde::Serialize;
use ts_rs::TS;

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

/// Changes that look like a fault of the source and wait for a person.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HeldBack {
    #[serde(flatten)]
    pub finding: Finding,
    /// Users or members whom it touches; what *Apply anyway* agrees to.
    pub affected: u64,
    /// When it was first seen.
    pub since: Millis,
    /// When it was seen last.
    pub seen: Millis,
    /// A person agreed; the next session applies it.
    pub confirmed: bool,
    pub fault: Fault,
}

impl OrganizationSummary {
    /// `idle_limit_days` is the assumed policy.
    pub(crate) fn of(
        reading: ConnectionReading,
        state: State,
        last_session: Option<Session>,
        own_share: Option<OwnShareUsed>,
        idle_limit_days: u32,
    ) -> Self {
        let connection = reading.connection.as_ref();
        let connected = &reading.state;
        Self {
            id: reading.organization.id,
            external_id: reading.organization.external_id.clone().unwrap_or_default(),
            synchronization: reading.organization.synchronization,
            entitled: reading.entitled,
            host: host_name(&reading),
            username: connection.map(|stored| stored.account.username.clone()),
            reason: connected.fault().map(|fault| fault.raw.clone()),
            retry_at: connected.retry_at().map(Millis::from),
            idle_days_left: connection
                .map(|stored| stored.idle_days_left(idle_limit_days, reading.at)),
            idle_ends: connection.map(|stored| stored.idle_ends(idle_limit_days).into()),
            environment: connection.map(|stored| stored.environment),
            state: connected.name(),
            state_since: connected.since().map(Millis::from),
            users: state.counts.users,
            members: state.counts.all_members(),
            suspended: state
                .counts
                .effective(&reading.overlay(), EffectiveStatus::Suspended),
            last_session: last_session.and_then(SessionSummary::of),
            next_session: reading.next_session.map(Millis::from),
            held_back: state.held_back.map(HeldBack::from),
            session_running: reading.session_running,
            api_usage: reading.usage,
            own_share,
            name: reading.organization.name,
        }
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

impl SessionSummary {
    fn of(session: Session) -> Option<Self> {
        let ended = session.ended?;
        let took = ended.duration_since(session.started).as_millis().max(0);
        Some(Self {
            ended: ended.into(),
            duration: u64::try_from(took).unwrap_or(u64::MAX),
            members_checked: session.members_checked,
            changed: session.changed,
            finished: matches!(session.outcome, Some(Outcome::Finished | Outcome::HeldBack)),
            raw: session.fault.map(|fault| fault.raw),
        })
    }
}

impl From<holding::HeldBack> for HeldBack {
    fn from(held: holding::HeldBack) -> Self {
        Self {
            affected: held.finding.affected(),
            since: held.since.into(),
            seen: held.seen.into(),
            confirmed: held.confirmed.is_some(),
            fault: held.finding.fault(),
            finding: held.finding,
        }
    }
}
