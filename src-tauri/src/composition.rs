//! Puts the engines together with their real parts. No Tauri here: tests compose the same way.

use crate::flavor;
use anyhow::Context as _;
use lpc_core::alert::Alert;
use lpc_core::clock::Clock;
use lpc_core::engine::{Engine, Ports};
use lpc_core::login::callback::CallbackAddresses;
use lpc_core::notice::Notice;
use lpc_core::organization::Organization;
use lpc_entitlement::{EntitlementFolder, Verifier};
use lpc_platform::KeyStore;
use lpc_salesforce::{SalesforceClient, TrustedHosts};
use lpc_store::ConsoleDb;
use lpc_vault::SqliteVault;
use std::path::Path;
use std::sync::Arc;

/// `vault.db`.
pub type RealVault = SqliteVault;
/// `console.db`.
pub type RealStore = ConsoleDb;
/// Salesforce over HTTP.
pub type RealSalesforce = SalesforceClient;
/// The engines over the real parts.
pub type DesktopConsole = Engine<RealVault, RealStore, RealSalesforce>;

/// The `User-Agent` that a Salesforce administrator sees in the login history.
const IDENTIFICATION: &str = concat!("LPC-Admin-Console/", env!("CARGO_PKG_VERSION"));

/// What differs between the desktop and a test.
pub struct Parts {
    /// Where the data key is kept.
    pub key_store: Arc<dyn KeyStore>,
    /// Where tokens may be sent.
    pub trusted: TrustedHosts,
    pub clock: Arc<dyn Clock>,
    /// Where logins come back to.
    pub callbacks: CallbackAddresses,
    /// Called on every change.
    pub notify: Arc<dyn Fn(Notice) + Send + Sync>,
    /// Shows an alert on the desktop.
    pub alert: Arc<dyn Fn(Alert) + Send + Sync>,
}

/// Opens both databases in `folder` and makes the engines.
pub fn compose(folder: &Path, parts: Parts) -> anyhow::Result<Arc<DesktopConsole>> {
    Ok(Engine::new(ports(folder, parts)?))
}

/// What the engines work with, over the databases in `folder`.
pub fn ports(
    folder: &Path,
    parts: Parts,
) -> anyhow::Result<Ports<RealVault, RealStore, RealSalesforce>> {
    let now = parts.clock.now();
    let vault =
        SqliteVault::open(folder, parts.key_store, now).context("the saved sign-ins (vault.db)")?;
    let verifier = Verifier::new(flavor::ENTITLEMENT_KEYS, flavor::FLAVOR.scheme)
        .map_err(|problem| anyhow::anyhow!("the keys of the entitlements: {problem}"))?;
    let store = ConsoleDb::open(folder, now).context("the console’s data (console.db)")?;
    let salesforce =
        SalesforceClient::new(parts.trusted, IDENTIFICATION).context("the HTTPS client")?;
    Ok(Ports {
        vault,
        store,
        salesforce,
        entitlements: Arc::new(EntitlementFolder::new(folder, verifier)),
        clock: parts.clock,
        callbacks: parts.callbacks,
        notify: parts.notify,
        alert: parts.alert,
        random: Arc::new(fastrand::f64),
    })
}

/// The organization that tests begin with; on the desktop a person makes the first one. It takes
/// Salesforce's name at the first connect.
pub fn first_organization() -> Organization {
    Organization {
        named_by_hand: false,
        ..Organization::named(
            "My organization".to_owned(),
            None,
            flavor::FLAVOR.consumer_key,
        )
    }
}
