//! The tab *Salesforce Connectivity*: reading it, and what an admin enters there.

use crate::error::Answer;
use crate::host::Host;
use lpc_core::connectivity::{ClientApp, Connectivity};
use lpc_core::environment::Environment;
use lpc_core::organization::{OrganizationChange, OrganizationId};
use serde::Deserialize;
use ts_rs::TS;

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

pub async fn connectivity(host: &impl Host, id: OrganizationId) -> Answer<Connectivity> {
    Ok(host.engine().directory.connectivity(id).await?)
}

/// Lets sign-ins be held in memory until the console is closed, where no key store is.
pub async fn hold_sign_ins_for_session(host: &impl Host) -> Answer<()> {
    Ok(host
        .engine()
        .connections
        .hold_sign_ins_for_session(&host.actor())
        .await?)
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
    Ok(host.engine().directory.client_app(&changed, environment))
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
