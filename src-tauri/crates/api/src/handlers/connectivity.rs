//! The tab *Salesforce Connectivity*: reading it, and what an admin enters there.

use super::account;
use super::organization_id;
use super::overview::{api_usage, state_name};
use crate::connectivity::{
    ClientApp, ClientAppInput, Connection, ConnectionFault, Connectivity, KeyStoreConsequence,
    KeyStoreProblem, LoginFailure, LoginPhase, Recovery, Resuming,
};
use crate::error::ApiError;
use crate::host::Host;
use crate::preflight::TwoAccounts;
use crate::wire::{ConnectionStateName, Count, Explanation, Millis};
use jiff::{SignedDuration, Timestamp};
use lpc_core::connection::{ConnectionState, StoredConnection, idle_left};
use lpc_core::engine::{ConnectionReading, ConnectivityReading, KeyStoreNotice, LoginReading};
use lpc_core::environment::Environment;
use lpc_core::fault::{Fault, FaultCode};
use lpc_core::incident::{Incident, IncidentScope};
use lpc_core::login::LoginPurpose;
use lpc_core::organization::{Organization, OrganizationChange};
use lpc_core::port::store::OwnCounts;
use lpc_core::status::{EffectiveStatus, KEY_LOST_TEXT, OwnStatus};

/// Reads the tab.
pub async fn connectivity<H: Host>(host: &H, organization: &str) -> Result<Connectivity, ApiError> {
    let id = organization_id(organization)?;
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
    let (state, _) = state_name(&reading.state);
    Ok(Connectivity {
        organization_id: id.to_string(),
        organization_name: reading.organization.name.clone(),
        service_account_login: reading.organization.service_account_login,
        confirmed_no_lpc_user: reading.organization.confirmed_no_lpc_user,
        state,
        client_apps: Environment::ALL
            .into_iter()
            .map(|environment| client_app(host, &reading.organization, environment))
            .collect(),
        login: login_phase(login, reading.connection.as_ref()),
        fault: connection_fault(&reading, &counts),
        connection: reading.connection.as_ref().map(|stored| {
            connection(
                stored,
                reading.usage.map(api_usage),
                own_calls,
                limit,
                reading.at,
            )
        }),
        resuming: resuming(state, &incidents, &counts),
        recovery: recovery.map(|recovery| Recovery {
            resumed: Count(recovery.resumed),
            need_attention: Count(recovery.need_attention),
            members_read: Count(recovery.members_read),
            lost_since: recovery.lost_since.into(),
            recovered_at: recovery.recovered_at.into(),
        }),
        key_store_problem: key_store.map(key_store_problem),
        preflight: preflight.map(account::preflight),
        late_callback: refused_callback.map(account::late_callback),
    })
}

fn key_store_problem(notice: KeyStoreNotice) -> KeyStoreProblem {
    KeyStoreProblem {
        consequence: match notice {
            KeyStoreNotice::Missing | KeyStoreNotice::Locked => KeyStoreConsequence::Blocked,
            KeyStoreNotice::MissingButSpared => KeyStoreConsequence::OffersSession,
            KeyStoreNotice::HeldForSession => KeyStoreConsequence::HeldForSession,
        },
        text: notice.text().to_owned(),
    }
}

/// Lets sign-ins be held in memory until the console is closed, where no key store is.
pub async fn hold_sign_ins_for_session<H: Host>(host: &H) -> Result<(), ApiError> {
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
        members: Count(counts.all_members()),
    })
}

/// The switch *Login using Salesforce Service Account*. Off stops sessions and keeps the token.
pub async fn set_service_account_login<H: Host>(
    host: &H,
    organization: &str,
    enabled: bool,
) -> Result<(), ApiError> {
    let change = OrganizationChange::ServiceAccountLogin(enabled);
    let id = organization_id(organization)?;
    host.engine()
        .organizations
        .change(&host.actor(), id, change)
        .await?;
    Ok(())
}

/// The confirmation that no LPC user works with the service account.
pub async fn confirm_no_lpc_user<H: Host>(
    host: &H,
    organization: &str,
    confirmed: bool,
) -> Result<(), ApiError> {
    let change = OrganizationChange::NoLpcUser(confirmed);
    let id = organization_id(organization)?;
    host.engine()
        .organizations
        .change(&host.actor(), id, change)
        .await?;
    Ok(())
}

/// Keeps what was entered for one environment and answers it as understood.
pub async fn save_client_app<H: Host>(
    host: &H,
    organization: &str,
    input: ClientAppInput,
) -> Result<ClientApp, ApiError> {
    let environment = Environment::from(input.environment);
    let organizations = &host.engine().organizations;
    let (key, domain) = (&input.consumer_key, &input.my_domain);
    let id = organization_id(organization)?;
    let changed = organizations
        .set_client_app(&host.actor(), id, environment, key, domain)
        .await?;
    Ok(client_app(host, &changed, environment))
}

/// Forgets how the last login failed.
pub async fn dismiss_login_failure<H: Host>(host: &H, organization: &str) -> Result<(), ApiError> {
    host.engine()
        .connections
        .dismiss_login_failure(organization_id(organization)?);
    Ok(())
}

/// Dismisses the notice of the last recovery.
pub async fn dismiss_recovery<H: Host>(host: &H, organization: &str) -> Result<(), ApiError> {
    Ok(host
        .engine()
        .organizations
        .dismiss_recovery(organization_id(organization)?)
        .await?)
}

fn client_app<H: Host>(
    host: &H,
    organization: &Organization,
    environment: Environment,
) -> ClientApp {
    let app = organization.client_app(environment);
    let (login_origin, callback_url) = host.engine().directory.addresses(&app);
    let my_domain = app.login_origin.as_deref().map(host_of);
    ClientApp {
        environment: environment.into(),
        my_domain: my_domain.unwrap_or_default().to_owned(),
        consumer_key: app.consumer_key,
        login_host: host_of(&login_origin).to_owned(),
        callback_url,
    }
}

/// The host (and port, for the stand-in) of an origin.
pub(super) fn host_of(origin: &str) -> &str {
    origin.split_once("://").map_or(origin, |(_, host)| host)
}

fn connection(
    stored: &StoredConnection,
    usage: Option<crate::overview::ApiUsage>,
    own_calls: u64,
    limit: i64,
    now: Timestamp,
) -> Connection {
    let idle_ends = stored.last_refresh + SignedDuration::from_hours(24 * limit);
    let days = |days: i64| u32::try_from(days).unwrap_or(0);
    Connection {
        environment: stored.environment.into(),
        user_id: stored.account.user_id.to_string(),
        username: stored.account.username.clone(),
        display_name: stored.account.display_name.clone(),
        salesforce_organization_id: stored.account.organization_id.to_string(),
        salesforce_organization_name: stored.account.organization_name.clone(),
        instance_host: host_of(&stored.instance_url).to_owned(),
        connected_since: stored.connected_since.into(),
        last_refresh: stored.last_refresh.into(),
        rotated: stored.rotated,
        idle_days_left: days(idle_left(stored.last_refresh, limit, now).as_hours() / 24),
        idle_limit_days: days(limit),
        idle_ends: idle_ends.into(),
        api_usage: usage,
        own_calls: Count(own_calls),
    }
}

fn connection_fault(reading: &ConnectionReading, counts: &OwnCounts) -> Option<ConnectionFault> {
    let (fault, since, retry_at) = match &reading.state {
        ConnectionState::Lost(lasting) | ConnectionState::Refused(lasting) => {
            (&lasting.fault, Some(lasting.since), None)
        }
        ConnectionState::KeyLost => (&Fault::new(FaultCode::KeyLost, KEY_LOST_TEXT), None, None),
        ConnectionState::Unreachable { fault, since } => {
            (fault, Some(*since), reading.next_session)
        }
        ConnectionState::Throttled { until, fault } => (fault, None, Some(*until)),
        _ => return None,
    };
    let suspended = counts.effective(&reading.overlay(), EffectiveStatus::Suspended);
    let own_faults = counts.of(OwnStatus::Suspended);
    Some(ConnectionFault {
        explanation: Explanation::of(fault),
        since: since.map(Millis::from),
        retry_at: retry_at.map(Millis::from),
        suspended: Count(suspended.saturating_sub(own_faults)),
        own_faults: Count(own_faults),
    })
}

/// What the window knows of a login; the name to sign in with is the connected account's.
fn login_phase(reading: LoginReading, connection: Option<&StoredConnection>) -> LoginPhase {
    match reading {
        LoginReading::Idle => LoginPhase::Idle,
        LoginReading::Waiting {
            login,
            link_available,
        } => LoginPhase::Waiting {
            environment: login.environment.into(),
            host: host_of(&login.login_origin).to_owned(),
            login_hint: connection
                .filter(|_| login.purpose == LoginPurpose::Connect)
                .map(|stored| stored.account.username.clone()),
            purpose: login.purpose.into(),
            started: login.started.into(),
            expires: login.expires.into(),
            link_available,
        },
        LoginReading::Exchanging(environment) => LoginPhase::Exchanging {
            environment: environment.into(),
        },
        LoginReading::Checking(environment) => LoginPhase::Checking {
            environment: environment.into(),
        },
        LoginReading::Confirming(confirmation) => LoginPhase::Confirming {
            question: account::question(*confirmation),
        },
        LoginReading::Failed {
            environment,
            failure,
            checks,
            at,
        } => LoginPhase::Failed {
            environment: environment.map(Into::into),
            code: failure_code(&failure),
            message: failure.to_string(),
            raw: failure.fault().map(|fault| fault.raw.clone()),
            explanation: explanation(&failure),
            next_step: failure.next_step(),
            accounts: two_accounts(&failure),
            checks: account::checks(checks),
            at: at.into(),
        },
    }
}

fn explanation(failure: &lpc_core::login::LoginFailure) -> Option<Explanation> {
    use lpc_core::login::LoginFailure as Core;
    match failure {
        Core::Refused(fault) | Core::Unreachable(fault) => Some(Explanation::of(fault)),
        _ => None,
    }
}

fn two_accounts(failure: &lpc_core::login::LoginFailure) -> Option<TwoAccounts> {
    match failure {
        lpc_core::login::LoginFailure::WrongAccount { pinned, found } => Some(TwoAccounts {
            pinned: account::identity(pinned),
            found: account::identity(found),
        }),
        _ => None,
    }
}

fn failure_code(failure: &lpc_core::login::LoginFailure) -> LoginFailure {
    use lpc_core::login::LoginFailure as Core;
    match failure {
        Core::Denied(_) => LoginFailure::Denied,
        Core::TimedOut => LoginFailure::TimedOut,
        Core::Canceled => LoginFailure::Canceled,
        Core::Refused(_) => LoginFailure::Refused,
        Core::Unreachable(_) => LoginFailure::Unreachable,
        Core::WrongAccount { .. } => LoginFailure::WrongAccount,
        Core::WrongEnvironment { .. } => LoginFailure::WrongEnvironment,
        Core::CheckFailed { .. } => LoginFailure::CheckFailed,
        Core::NotEntitled { .. } => LoginFailure::NotEntitled,
        Core::OrganizationNotEntitled { .. } => LoginFailure::OrganizationNotEntitled,
        Core::SandboxNotEntitled { .. } => LoginFailure::SandboxNotEntitled,
        Core::Untrusted { .. } => LoginFailure::Untrusted,
        Core::Interrupted => LoginFailure::Interrupted,
        Core::NotSaved { .. } => LoginFailure::NotSaved,
    }
}
