//! The engines over their real parts, with a stand-in for each environment.

use crate::host::{DevHost, Told};
use crate::key_store::MemoryKeyStore;
use anyhow::{Context as _, Result};
use jiff::{SignedDuration, Timestamp};
use lpc_admin_console_shell::composition::{Parts, compose};
use lpc_api::host::Host as _;
use lpc_core::clock::SystemClock;
use lpc_core::environment::Environment;
use lpc_core::login::callback::CallbackAddresses;
use lpc_entitlement::{Claims, ISSUER, demo, issue};
use lpc_salesforce::{Origin, TrustedHosts};
use salesforce_sim::{Config, Sim};
use std::path::Path;
use std::sync::Arc;
use tokio::sync::broadcast::Sender;

/// A running console; the stand-ins live as long as it.
pub struct Running {
    pub host: Arc<DevHost>,
    pub production: Sim,
    pub sandbox: Sim,
}

/// Starts everything on the data folder, open to whoever develops.
pub async fn start(
    folder: &Path,
    port: u16,
    users: usize,
    events: Sender<Told>,
) -> Result<Running> {
    let callbacks = CallbackAddresses::at_port(port);
    let stand_in = |sandbox| {
        Sim::start(Config {
            users,
            sandbox,
            callbacks: Environment::ALL.map(|one| callbacks.of(one)).to_vec(),
            ..Config::default()
        })
    };
    let (production, sandbox) = (stand_in(false).await?, stand_in(true).await?);
    lpc_platform::private_folder(folder)?;
    std::fs::write(
        folder.join("demo.entitlement"),
        entitlement(&[&production, &sandbox])?,
    )?;
    let origin = |sim: &Sim| Origin::stand_in(&sim.origin()).context("the stand-in’s origin");
    let told = events.clone();
    let console = compose(
        folder,
        Parts {
            key_store: Arc::new(MemoryKeyStore::default()),
            trusted: TrustedHosts::with_stand_in(origin(&production)?, origin(&sandbox)?),
            clock: Arc::new(SystemClock),
            callbacks,
            // Nobody listens between two pages, and the next one reads everything.
            notify: Arc::new(move |notice| drop(told.send(Told::Event(notice.into())))),
            alert: Arc::new(|_| {}),
        },
    )?;
    console.reconcile_with_vault().await?;
    tokio::spawn(Arc::clone(&console.scheduler).run());
    let host = Arc::new(DevHost::new(console, folder.to_owned(), events));
    Ok(Running {
        host,
        production,
        sandbox,
    })
}

impl Running {
    /// Waits for a refresh under way.
    pub async fn settle(&self) {
        self.host.engine().connections.settle().await;
    }
}

fn entitlement(stand_ins: &[&Sim]) -> Result<String> {
    let now = Timestamp::now();
    let organizations = stand_ins.iter().map(|sim| {
        let id = sim.state()["organization"]["id"]
            .as_str()
            .map(str::to_owned);
        id.context("the stand-in names its organization")
    });
    let claims = Claims {
        iss: ISSUER.to_owned(),
        aud: demo::AUDIENCE.to_owned(),
        iat: now.as_second(),
        nbf: now.as_second(),
        exp: (now + SignedDuration::from_hours(24 * 365)).as_second(),
        customer: "Development".to_owned(),
        edition: "Enterprise".to_owned(),
        organizations: organizations.collect::<Result<_>>()?,
        sandboxes: true,
    };
    issue::sign(&claims, demo::PRIVATE_KEY, demo::KEY_ID)
}
