//! The tab *Salesforce Connectivity*, as the window shows it.

use crate::connection::{Account, ConnectionState, ConnectionStateName, StoredConnection, host_of};
use crate::directory::ApiUsage;
use crate::environment::Environment;
use crate::fault::{Fault, FaultCode};
use crate::incident::{IncidentScope, Recovery};
use crate::key_store::KeyStoreNotice;
use crate::login::{CallbackRefusal, LoginPhase};
use crate::organization::OrganizationId;
use crate::plan::KnownIncident;
use crate::port::store::OwnCounts;
use crate::preflight::Preflight;
use crate::reading::ConnectionReading;
use crate::status::{EffectiveStatus, KEY_LOST_TEXT, OwnStatus};
use crate::wire::Millis;
use jiff::Timestamp;
use serde::Serialize;
use ts_rs::TS;

/// What the tab shows.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Connectivity {
    pub organization_id: OrganizationId,
    pub organization_name: String,
    /// The switch *Login using Salesforce Service Account*.
    pub service_account_login: bool,
    /// The admin's confirmation that no LPC user works with the service account.
    pub confirmed_no_lpc_user: bool,
    pub state: ConnectionStateName,
    /// Production and Sandbox, in this order.
    pub client_apps: Vec<ClientApp>,
    /// Where the login stands.
    pub login: LoginPhase,
    /// The connection, once there is one.
    pub connection: Option<Connection>,
    /// The fault that stops it: Lost, Refused, KeyLost, Unreachable, Throttled.
    pub fault: Option<ConnectionFault>,
    /// The account signed in again after a loss, and no session has proved yet that it works.
    pub resuming: Option<Resuming>,
    /// What the last recovery achieved, until dismissed.
    pub recovery: Option<Recovery>,
    /// What there is to know about the key store; `None` when a sign-in is kept safely.
    pub key_store_problem: Option<KeyStoreProblem>,
    /// How the checks of the connected account last ended.
    pub preflight: Option<Preflight>,
    /// A callback that came for nothing, until it is dismissed or a new login begins.
    pub late_callback: Option<LateCallback>,
}

/// Why a sign-in is not kept on this computer.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KeyStoreProblem {
    pub notice: KeyStoreNotice,
    /// What it means and what to do.
    pub text: &'static str,
}

/// One environment's External Client App.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ClientApp {
    pub environment: Environment,
    /// The consumer key; empty until entered.
    pub consumer_key: String,
    /// The My Domain's host; empty for the standard login host.
    pub my_domain: String,
    /// The host that will be opened.
    pub login_host: String,
    /// To be registered at the app, byte for byte.
    pub callback_url: String,
}

/// The connected service account.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Connection {
    pub environment: Environment,
    #[serde(flatten)]
    pub account: Account,
    /// The host that serves the data.
    pub instance_host: String,
    /// When this account was first connected.
    pub connected_since: Millis,
    /// When a token was last obtained.
    pub last_refresh: Millis,
    /// Whether the last refresh rotated the token.
    pub rotated: bool,
    /// Days until the assumed idle limit ends the token.
    pub idle_days_left: u32,
    /// The assumed idle limit in days.
    pub idle_limit_days: u32,
    /// When the token would end if the console stayed closed.
    pub idle_ends: Millis,
    /// The organization's API use as Salesforce last named it.
    pub api_usage: Option<ApiUsage>,
    /// Calls of this console's sessions in the last 24 hours.
    pub own_calls: u64,
}

/// What stops the connection.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionFault {
    /// As received, explained.
    pub fault: Fault,
    /// Since when, where that is known.
    pub since: Option<Millis>,
    /// When it is tried again by itself.
    pub retry_at: Option<Millis>,
    /// Members who are suspended by it alone.
    pub suspended: u64,
    /// Members with a fault of their own.
    pub own_faults: u64,
}

/// Between a new sign-in and the session that proves it.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Resuming {
    /// When the connection had been lost.
    pub lost_since: Millis,
    /// Members who wait for the session.
    pub members: u64,
}

/// A callback that came for nothing.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LateCallback {
    /// What happened, and what to do.
    pub message: &'static str,
    pub at: Millis,
}

impl From<KeyStoreNotice> for KeyStoreProblem {
    fn from(notice: KeyStoreNotice) -> Self {
        Self {
            notice,
            text: notice.text(),
        }
    }
}

impl From<(CallbackRefusal, Timestamp)> for LateCallback {
    fn from((refusal, at): (CallbackRefusal, Timestamp)) -> Self {
        Self {
            message: refusal.of_browser(),
            at: at.into(),
        }
    }
}

impl Resuming {
    /// The incident stays open until a session has read the organization with the new token.
    pub(crate) fn of(
        state: ConnectionStateName,
        incidents: &[KnownIncident],
        counts: &OwnCounts,
    ) -> Option<Self> {
        let signed_in = matches!(
            state,
            ConnectionStateName::Connected | ConnectionStateName::ExpiringSoon
        );
        let lost = incidents
            .iter()
            .find(|incident| incident.scope == IncidentScope::Connection)?;
        signed_in.then(|| Self {
            lost_since: lost.since.into(),
            members: counts.all_members(),
        })
    }
}

impl Connection {
    /// `idle_limit_days` is the assumed policy, `usage` what Salesforce named last.
    pub(crate) fn of(
        stored: &StoredConnection,
        usage: Option<ApiUsage>,
        own_calls: u64,
        idle_limit_days: u32,
        now: Timestamp,
    ) -> Self {
        Self {
            environment: stored.environment,
            account: stored.account.clone(),
            instance_host: host_of(&stored.instance_url).to_owned(),
            connected_since: stored.connected_since.into(),
            last_refresh: stored.last_refresh.into(),
            rotated: stored.rotated,
            idle_days_left: stored.idle_days_left(idle_limit_days, now),
            idle_limit_days,
            idle_ends: stored.idle_ends(idle_limit_days).into(),
            api_usage: usage,
            own_calls,
        }
    }
}

impl ConnectionFault {
    pub(crate) fn of(reading: &ConnectionReading, counts: &OwnCounts) -> Option<Self> {
        let fault = match &reading.state {
            ConnectionState::KeyLost => Fault::new(FaultCode::KeyLost, KEY_LOST_TEXT),
            state => state.fault()?.clone(),
        };
        // Where nothing is tried again, no session is next.
        let retry_at = reading.state.retry_at().or(reading.next_session);
        let suspended = counts.effective(&reading.overlay(), EffectiveStatus::Suspended);
        let own_faults = counts.of(OwnStatus::Suspended);
        Some(Self {
            fault,
            since: reading.state.since().map(Millis::from),
            retry_at: retry_at.map(Millis::from),
            suspended: suspended.saturating_sub(own_faults),
            own_faults,
        })
    }
}
