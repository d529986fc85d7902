//! The connected account: its checks, the question before another one is saved, *Test connection*
//! and *Disconnect*.

use crate::error::Answer;
use crate::host::Host;
use lpc_core::connection::Disconnection as Outcome;
use lpc_core::connection_test::ConnectionTest;
use lpc_core::organization::OrganizationId;
use serde::Serialize;
use ts_rs::TS;

/// How *Disconnect* ended.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Disconnection {
    /// Whether the token is forgotten here.
    pub disconnected: bool,
    /// Why it could not be revoked, as received; `null` when it was.
    pub not_revoked: Option<String>,
    /// How to revoke it in Salesforce; empty when it was revoked.
    pub by_hand: Vec<String>,
}

/// What an admin does where the console cannot reach Salesforce.
const BY_HAND: [&str; 3] = [
    "In Salesforce, open Setup › Connected Apps OAuth Usage, or Setup › Users › the service account › OAuth Connected Apps.",
    "Find the External Client App of this console beside the service account.",
    "Choose Revoke. The token ends at once, also on a computer that kept a copy.",
];

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
    let outcome = host
        .engine()
        .connections
        .disconnect(&host.actor(), id, regardless)
        .await?;
    let by_hand = || BY_HAND.map(str::to_owned).to_vec();
    Ok(match outcome {
        Outcome::Done => Disconnection {
            disconnected: true,
            not_revoked: None,
            by_hand: Vec::new(),
        },
        Outcome::NotRevoked { detail } => Disconnection {
            disconnected: true,
            not_revoked: Some(detail),
            by_hand: by_hand(),
        },
        Outcome::Kept { detail } => Disconnection {
            disconnected: false,
            not_revoked: Some(detail),
            by_hand: by_hand(),
        },
    })
}
