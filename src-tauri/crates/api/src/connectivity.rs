//! The tab *Salesforce Connectivity*: reading it, and what an admin enters there.

use crate::error::Answer;
use crate::host::Host;
use crate::login::LateCallback;
use jiff::{SignedDuration, Timestamp};
use lpc_core::connection::{
    Account, ConnectionState, ConnectionStateName, StoredConnection, host_of, idle_left,
};
use lpc_core::directory::ApiUsage;
use lpc_core::environment::Environment;
use lpc_core::fault::{Fault, FaultCode};
use lpc_core::incident::{Incident, IncidentScope, Recovery};
use lpc_core::key_store::KeyStoreNotice;
use lpc_core::login::LoginPhase;
use lpc_core::organization::{Organization, OrganizationChange, OrganizationId};
use lpc_core::port::store::OwnCounts;
use lpc_core::preflight::Preflight;
use lpc_core::reading::{ConnectionReading, ConnectivityReading};
use lpc_core::status::{EffectiveStatus, KEY_LOST_TEXT, OwnStatus};
use lpc_core::wire::Millis;
use serde::{Deserialize, Serialize};
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

/// What an admin enters for one environment.
#[derive(Debug, Clone, PartialEq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ClientAppInput {
    pub environment: Environment,
    /// The consumer key; spaces around it are dropped.
    pub consumer_key: String,
    /// A My Domain name, host or pasted address; empty for the standard login host.
    pub my_domain: String,
}

/// Reads the tab.
pub async fn connectivity(host: &impl Host, id: OrganizationId) -> Answer<Connectivity> {
    let console = host.engine();
    let ConnectivityReading {
        login,
        refused_callback,
        connection: reading,
        counts,
        recovery,
        preflight,
        incidents,
        own_calls,
        key_store,
        idle_limit_days: limit,
    } = console.directory.connectivity(id).await?;
    let state = reading.state.name();
    Ok(Connectivity {
        organization_id: id,
        organization_name: reading.organization.name.clone(),
        service_account_login: reading.organization.service_account_login,
        confirmed_no_lpc_user: reading.organization.confirmed_no_lpc_user,
        state,
        client_apps: Environment::ALL
            .into_iter()
            .map(|environment| client_app(host, &reading.organization, environment))
            .collect(),
        login,
        fault: connection_fault(&reading, &counts),
        connection: reading
            .connection
            .as_ref()
            .map(|stored| connection(stored, reading.usage, own_calls, limit, reading.at)),
        resuming: resuming(state, &incidents, &counts),
        recovery,
        key_store_problem: key_store.map(|notice| KeyStoreProblem {
            notice,
            text: notice.text(),
        }),
        preflight,
        late_callback: refused_callback.map(|(refusal, at)| LateCallback {
            message: refusal.of_browser(),
            at: at.into(),
        }),
    })
}

/// Lets sign-ins be held in memory until the console is closed, where no key store is.
pub async fn hold_sign_ins_for_session(host: &impl Host) -> Answer<()> {
    Ok(host
        .engine()
        .connections
        .hold_sign_ins_for_session(&host.actor())
        .await?)
}

/// The incident stays open until a session has read the organization with the new token.
fn resuming(
    state: ConnectionStateName,
    incidents: &[Incident],
    counts: &OwnCounts,
) -> Option<Resuming> {
    let signed_in = matches!(
        state,
        ConnectionStateName::Connected | ConnectionStateName::ExpiringSoon
    );
    let lost = incidents
        .iter()
        .find(|incident| incident.scope == IncidentScope::Connection)?;
    signed_in.then(|| Resuming {
        lost_since: lost.since.into(),
        members: counts.all_members(),
    })
}

/// The switch *Login using Salesforce Service Account*. Off stops sessions and keeps the token.
pub async fn set_service_account_login(
    host: &impl Host,
    id: OrganizationId,
    enabled: bool,
) -> Answer<()> {
    let change = OrganizationChange::ServiceAccountLogin(enabled);
    host.engine()
        .organizations
        .change(&host.actor(), id, change)
        .await?;
    Ok(())
}

/// The confirmation that no LPC user works with the service account.
pub async fn confirm_no_lpc_user(
    host: &impl Host,
    id: OrganizationId,
    confirmed: bool,
) -> Answer<()> {
    let change = OrganizationChange::NoLpcUser(confirmed);
    host.engine()
        .organizations
        .change(&host.actor(), id, change)
        .await?;
    Ok(())
}

/// Keeps what was entered for one environment and answers it as understood.
pub async fn save_client_app(
    host: &impl Host,
    id: OrganizationId,
    input: ClientAppInput,
) -> Answer<ClientApp> {
    let environment = input.environment;
    let organizations = &host.engine().organizations;
    let (key, domain) = (&input.consumer_key, &input.my_domain);
    let changed = organizations
        .set_client_app(&host.actor(), id, environment, key, domain)
        .await?;
    Ok(client_app(host, &changed, environment))
}

/// Forgets how the last login failed.
pub async fn dismiss_login_failure(host: &impl Host, id: OrganizationId) -> Answer<()> {
    host.engine().connections.dismiss_login_failure(id);
    Ok(())
}

/// Dismisses the notice of the last recovery.
pub async fn dismiss_recovery(host: &impl Host, id: OrganizationId) -> Answer<()> {
    Ok(host.engine().organizations.dismiss_recovery(id).await?)
}

fn client_app(
    host: &impl Host,
    organization: &Organization,
    environment: Environment,
) -> ClientApp {
    let app = organization.client_app(environment);
    let (login_origin, callback_url) = host.engine().directory.addresses(&app);
    let my_domain = app.login_origin.as_deref().map(host_of);
    ClientApp {
        environment,
        my_domain: my_domain.unwrap_or_default().to_owned(),
        consumer_key: app.consumer_key,
        login_host: host_of(&login_origin).to_owned(),
        callback_url,
    }
}

fn connection(
    stored: &StoredConnection,
    usage: Option<ApiUsage>,
    own_calls: u64,
    limit: i64,
    now: Timestamp,
) -> Connection {
    let idle_ends = stored.last_refresh + SignedDuration::from_hours(24 * limit);
    let days = |days: i64| u32::try_from(days).unwrap_or(0);
    Connection {
        environment: stored.environment,
        account: stored.account.clone(),
        instance_host: host_of(&stored.instance_url).to_owned(),
        connected_since: stored.connected_since.into(),
        last_refresh: stored.last_refresh.into(),
        rotated: stored.rotated,
        idle_days_left: days(idle_left(stored.last_refresh, limit, now).as_hours() / 24),
        idle_limit_days: days(limit),
        idle_ends: idle_ends.into(),
        api_usage: usage,
        own_calls,
    }
}

fn connection_fault(reading: &ConnectionReading, counts: &OwnCounts) -> Option<ConnectionFault> {
    let fault = match &reading.state {
        ConnectionState::KeyLost => Fault::new(FaultCode::KeyLost, KEY_LOST_TEXT),
        state => state.fault()?.clone(),
    };
    let retry_at = match &reading.state {
        // Where nothing is tried again, no session is next.
        ConnectionState::Unreachable { .. }
        | ConnectionState::NotRead { .. }
        | ConnectionState::Lost(_)
        | ConnectionState::Refused(_) => reading.next_session,
        state => state.retry_at(),
    };
    let suspended = counts.effective(&reading.overlay(), EffectiveStatus::Suspended);
    let own_faults = counts.of(OwnStatus::Suspended);
    Some(ConnectionFault {
        fault,
        since: reading.state.since().map(Millis::from),
        retry_at: retry_at.map(Millis::from),
        suspended: suspended.saturating_sub(own_faults),
        own_faults,
    })
}
