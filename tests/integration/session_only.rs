//! Signing in where no key store is: for one session of the console, and never longer.

use crate::five_organizations::connect;
use crate::rig::{MemoryKeyStore, Rig, TestClock, USERNAME, open_console_with, person};
use jiff::Timestamp;
use lpc_api::activity::ActivityQuery;
use lpc_api::error::ErrorCode;
use lpc_core::audit::AuditKind;
use lpc_core::connection::ConnectionStateName;
use lpc_core::dictionary::Remedy;
use lpc_core::environment::Environment;
use lpc_core::key_store::KeyStoreNotice;
use lpc_core::session::Outcome;
use salesforce_sim::{Config, Sim};
use serde_json::json;
use std::fs;
use std::sync::Arc;

/// A connected console that holds its sign-in in memory.
async fn held() -> Rig {
    let mut rig = Rig::new().await;
    rig.key_store.take_away(true);
    lpc_api::connectivity::hold_sign_ins_for_session(&rig.host)
        .await
        .unwrap();
    rig.connect().await;
    rig
}

async fn consequence(rig: &Rig) -> Option<KeyStoreNotice> {
    let problem = rig.connectivity().await.key_store_problem;
    problem.map(|problem| problem.notice)
}

fn live_refresh_tokens(rig: &Rig) -> u64 {
    rig.sim.state()["live"]["refresh_tokens"].as_u64().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_for_this_session_only_works_until_the_console_is_closed() {
    let rig = Rig::new().await;
    rig.key_store.take_away(true);
    let offered = Some(KeyStoreNotice::MissingButSpared);
    assert_eq!(consequence(&rig).await, offered);
    let mut rig = rig;
    lpc_api::connectivity::hold_sign_ins_for_session(&rig.host)
        .await
        .unwrap();
    let chosen = Some(KeyStoreNotice::HeldForSession);
    assert_eq!(consequence(&rig).await, chosen);
    rig.connect().await;
    let healthy = rig.counts().await;
    // Refresh and rotation go on as with a key that is kept.
    rig.fault("expire_access_tokens");
    assert_eq!(rig.session().await, Outcome::Finished);
    assert_eq!(consequence(&rig).await, chosen, "still said");
    assert_eq!(live_refresh_tokens(&rig), 1);

    let mut rig = rig.restarted().await;
    assert_eq!(live_refresh_tokens(&rig), 0, "revoked on the way out");
    assert_eq!(rig.state().await, ConnectionStateName::Lost);
    let explanation = rig.connectivity().await.fault.unwrap().fault.explanation();
    assert_eq!(explanation.title, "The sign-in was for one session only");
    assert_eq!(explanation.remedy, Remedy::Reconnect);
    assert_eq!(rig.counts().await.active, 0);
    assert_eq!(consequence(&rig).await, offered, "it is asked again");

    // With a key store the next sign-in is kept, and the members are back.
    rig.key_store.take_away(false);
    rig.log_in_as(USERNAME).await;
    rig.wait_for_recovery().await;
    assert_eq!(rig.counts().await.active, healthy.active);
    let rig = rig.restarted().await;
    assert_eq!(rig.state().await, ConnectionStateName::Connected);
    assert_eq!(rig.session().await, Outcome::Finished);
    assert_eq!(consequence(&rig).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_console_that_died_held_is_taken_out_at_the_next_start() {
    let rig = held().await;
    let sealed = |rig: &Rig| -> Vec<u8> {
        let path = rig.folder.path().join("vault.db");
        let sql = "SELECT refresh_token FROM connection";
        let database = rusqlite::Connection::open(path).unwrap();
        database.query_row(sql, [], |row| row.get(0)).unwrap()
    };
    assert!(!sealed(&rig).is_empty());
    // As after a crash: nothing is settled, nothing revoked.
    let beside = rig.beside().await;
    let state = beside.directory.connection(rig.id).await.unwrap();
    let stored = state.connection.unwrap();
    assert_eq!(stored.account.username, USERNAME, "the account stays known");
    let fault = stored.fault.unwrap();
    assert_eq!(fault.fault.raw, lpc_core::status::SESSION_OVER_TEXT);
    assert_eq!(sealed(&rig), Vec::<u8>::new());
    assert_eq!(live_refresh_tokens(&rig), 1, "nobody could revoke it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_saved_sign_in_that_waits_for_the_key_store_is_never_given_up_for_a_session() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    rig.key_store.take_away(true);
    let rig = rig.restarted().await;
    assert_eq!(consequence(&rig).await, Some(KeyStoreNotice::Missing));
    let refused = lpc_api::connectivity::hold_sign_ins_for_session(&rig.host).await;
    assert_eq!(refused.unwrap_err().code, ErrorCode::KeyStore);
    let refused = lpc_api::login::start_login(&rig.host, rig.org(), Environment::Production).await;
    assert_eq!(refused.unwrap_err().code, ErrorCode::KeyStore);
    rig.key_store.take_away(false);
    assert_eq!(rig.session().await, Outcome::Finished, "nothing was lost");
    assert_eq!(rig.state().await, ConnectionStateName::Connected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_store_that_is_back_is_used_and_a_locked_one_is_not_gone_around() {
    let rig = Rig::new().await;
    rig.key_store.lock(true);
    assert_eq!(consequence(&rig).await, Some(KeyStoreNotice::Locked));
    let refused = lpc_api::connectivity::hold_sign_ins_for_session(&rig.host).await;
    assert_eq!(refused.unwrap_err().code, ErrorCode::KeyStore);
    rig.key_store.lock(false);
    // The button is pressed in a window that is a moment behind.
    let mut rig = rig;
    lpc_api::connectivity::hold_sign_ins_for_session(&rig.host)
        .await
        .unwrap();
    assert_eq!(consequence(&rig).await, None);
    rig.connect().await;
    let rig = rig.restarted().await;
    assert_eq!(rig.session().await, Outcome::Finished);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_choice_is_in_the_audit_once_and_no_key_on_the_disk() {
    let rig = held().await;
    lpc_api::connectivity::hold_sign_ins_for_session(&rig.host)
        .await
        .unwrap();
    let query = ActivityQuery {
        topic: None,
        organization_id: None,
        before: None,
        limit: 100,
    };
    let page = lpc_api::activity::activity(&rig.host, query).await.unwrap();
    let chosen: Vec<_> = page
        .entries
        .iter()
        .filter(|entry| entry.kind == AuditKind::SignInsHeldForSession)
        .collect();
    assert_eq!(chosen.len(), 1);
    assert!(chosen[0].by_person);
    for entry in fs::read_dir(rig.folder.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let bytes = fs::read(&path).unwrap();
            let token = b"5Aep";
            assert!(
                !bytes.windows(token.len()).any(|window| window == token),
                "{} holds a refresh token in clear",
                path.display()
            );
        }
    }
    rig.key_store.take_away(false);
    assert!(!rig.key_store.has_entry(), "nothing was put there either");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_hangs_leaves_no_other_sign_in_alive() {
    let small = |sandbox| Config {
        users: 50,
        sandbox,
        ..Config::default()
    };
    let sims = [
        Sim::start(small(false)).await.unwrap(),
        Sim::start(small(true)).await.unwrap(),
    ];
    let clock = Arc::new(TestClock::new(Timestamp::now()));
    let key_store = Arc::new(MemoryKeyStore::default());
    key_store.take_away(true);
    let (console, changed, _folder) =
        open_console_with(&sims[0], &sims[1], &clock, key_store).await;
    console
        .connections
        .hold_sign_ins_for_session(&person())
        .await
        .unwrap();
    connect(
        &console,
        &sims[0],
        lpc_core::environment::Environment::Production,
        &changed,
    )
    .await;
    connect(
        &console,
        &sims[1],
        lpc_core::environment::Environment::Sandbox,
        &changed,
    )
    .await;
    let hold = |endpoints: serde_json::Value| {
        for sim in &sims {
            sim.control(json!({ "set": { "hold_endpoints": endpoints.clone() } }))
                .unwrap();
        }
    };
    let asked = |state: &serde_json::Value| state["counters"]["requests"]["revoke"] == 1;
    hold(json!(["revoke"]));
    let settling = tokio::spawn({
        let console = Arc::clone(&console);
        async move { console.connections.settle().await }
    });
    // Both at the same time.
    for sim in &sims {
        sim.until(asked).await;
    }
    hold(json!([]));
    settling.await.unwrap();
    for sim in &sims {
        assert_eq!(sim.state()["live"]["refresh_tokens"], json!(0));
    }
}
