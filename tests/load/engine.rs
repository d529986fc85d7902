//! The process that is measured: a console on an empty folder, from the callback of its login to the
//! end of its first session.

use crate::parts::{MemoryKeyStore, TestClock, TestHost};
use crate::usage::Begun;
use jiff::Timestamp;
use lpc_admin_console_shell::composition::{Parts, compose, first_organization};
use lpc_admin_console_shell::flavor::FLAVOR;
use lpc_core::environment::Environment;
use lpc_core::login::callback::CallbackAddresses;
use lpc_core::notice::Notice;
use lpc_salesforce::{Origin, TrustedHosts};
use std::path::Path;
use std::sync::{Arc, Mutex};
use tokio::sync::watch;

/// Prints the link of a login, reads the callback, and prints what the load took.
pub async fn run(origin: &str, folder: &Path) {
    let origin = Origin::stand_in(origin).unwrap();
    let (sender, mut changed) = watch::channel(());
    let parts = Parts {
        key_store: Arc::new(MemoryKeyStore::default()),
        trusted: TrustedHosts::with_stand_in(origin.clone(), origin),
        clock: Arc::new(TestClock::new(Timestamp::now())),
        callbacks: CallbackAddresses::new(FLAVOR.scheme),
        notify: Arc::new(move |_: Notice| {
            sender.send_replace(());
        }),
        alert: Arc::new(|_| {}),
    };
    let console = compose(folder, parts).unwrap();
    console.prepare(first_organization()).await.unwrap();
    let host = TestHost {
        console,
        opened: Mutex::new(None),
        clipboard: Mutex::new(String::new()),
        chosen: Mutex::new(None),
        folder: folder.display().to_string(),
    };
    let organization = lpc_api::overview::overview(&host)
        .await
        .unwrap()
        .organizations[0]
        .id;
    lpc_api::connectivity::confirm_no_lpc_user(&host, organization, true)
        .await
        .unwrap();
    lpc_api::login::start_login(&host, organization, Environment::Production)
        .await
        .unwrap();
    println!("{}", host.opened.lock().unwrap().take().unwrap().expose());
    let callback = std::io::stdin().lines().next().unwrap().unwrap();

    let begun = Begun::now();
    host.take_callback(&callback).await.unwrap();
    loop {
        changed.changed().await.unwrap();
        let overview = lpc_api::overview::overview(&host).await.unwrap();
        let organization = &overview.organizations[0];
        if !organization.session_running && organization.last_session.is_some() {
            break;
        }
    }
    let taken = begun.taken();
    let counts = lpc_api::users::user_counts(&host, organization)
        .await
        .unwrap();
    println!(
        "{}",
        serde_json::json!({ "usage": taken, "users": counts.all })
    );
    host.console.connections.settle().await;
}
