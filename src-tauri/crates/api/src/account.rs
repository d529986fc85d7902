//! The connected account: its checks, the question before another one is saved, *Test connection*
//! and *Disconnect*.

use crate::error::Answer;
use crate::host::Host;
use lpc_core::connection::Disconnection;
use lpc_core::connection_test::ConnectionTest;
use lpc_core::organization::OrganizationId;

/// *Test connection*.
pub async fn test_connection(host: &impl Host, id: OrganizationId) -> Answer<ConnectionTest> {
    Ok(host.engine().connections.test_connection(id).await)
}

/// *Check again*.
pub async fn check_preflight(host: &impl Host, id: OrganizationId) -> Answer<()> {
    Ok(host.engine().connections.check_preflight(id).await?)
}

/// The admin takes the account that signed in.
pub async fn confirm_account(
    host: &impl Host,
    id: OrganizationId,
    no_lpc_user: bool,
) -> Answer<()> {
    let connections = &host.engine().connections;
    Ok(connections.confirm_account(&host.actor(), id, no_lpc_user)?)
}

/// *Disconnect*; `regardless` is the second confirmation.
pub async fn disconnect(
    host: &impl Host,
    id: OrganizationId,
    regardless: bool,
) -> Answer<Disconnection> {
    let connections = &host.engine().connections;
    Ok(connections
        .disconnect(&host.actor(), id, regardless)
        .await?)
}
