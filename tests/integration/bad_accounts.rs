//! A service account that cannot be used, and a computer without a key store.

use crate::rig::{Rig, USERNAME};
use lpc_api::error::ErrorCode;
use lpc_core::connection::ConnectionStateName;
use lpc_core::environment::Environment;
use lpc_core::login::LoginFailure;
use lpc_core::login::LoginPhase;
use lpc_core::session::Outcome;
use serde_json::json;

fn set_active(rig: &Rig, active: bool) {
    let fault = if active {
        "reactivate_users"
    } else {
        "deactivate_users"
    };
    rig.sim
        .control(json!({ "fault": fault, "users": [USERNAME] }))
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_is_deactivated_before_its_first_sign_in_ends_is_named_and_not_kept() {
    let mut rig = Rig::new().await;
    let link = rig.start_login().await;
    let callback = rig.approve(&link, USERNAME);
    set_active(&rig, false);
    rig.host.take_callback(&callback).await.unwrap();
    let LoginPhase::Failed {
        failure: code,
        next_step,
        ..
    } = rig.wait_for_login().await
    else {
        panic!("it is taken");
    };
    assert!(matches!(code, LoginFailure::Refused { .. }));
    let fault = code.fault().unwrap();
    assert!(fault.raw.contains("inactive"));
    assert_eq!(
        fault.explanation().title,
        "The service account is deactivated"
    );
    assert!(next_step.contains("activate"), "{next_step}");
    assert!(rig.connectivity().await.connection.is_none());
    set_active(&rig, true);
    rig.connect().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_is_deactivated_later_keeps_its_token_and_works_when_it_is_back() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    set_active(&rig, false);
    rig.fault("expire_access_tokens");
    assert_eq!(rig.session().await, Outcome::Failed);
    assert_eq!(rig.state().await, ConnectionStateName::Refused);
    let explanation = rig.connectivity().await.fault.unwrap().fault.explanation();
    assert_eq!(explanation.title, "The service account is deactivated");
    assert!(explanation.who.contains("activate"), "{explanation:?}");
    set_active(&rig, true);
    assert_eq!(rig.session().await, Outcome::Finished, "the same token");
    assert_eq!(rig.state().await, ConnectionStateName::Connected);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_key_store_no_sign_in_begins_and_the_window_says_what_to_start() {
    let rig = Rig::new().await;
    rig.key_store.take_away(true);
    let problem = rig.connectivity().await.key_store_problem.unwrap();
    assert!(problem.text.contains("Start the key store"), "{problem:?}");
    let refused = lpc_api::login::start_login(&rig.host, rig.org(), Environment::Production).await;
    let error = refused.unwrap_err();
    assert_eq!(error.code, ErrorCode::KeyStore);
    assert!(error.message.contains("key store"), "{error:?}");
    assert!(
        rig.host.opened.lock().unwrap().is_none(),
        "no browser opens"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_store_that_is_gone_is_named_turns_nobody_red_and_loses_nothing() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let before = rig.counts().await;
    rig.key_store.take_away(true);
    let rig = rig.restarted().await;
    assert_eq!(rig.session().await, Outcome::Failed);
    let connectivity = rig.connectivity().await;
    let explanation = connectivity.fault.unwrap().fault.explanation();
    assert_eq!(explanation.title, "The key store of this computer is gone");
    assert!(explanation.who.contains("start the key store"));
    assert_eq!(rig.counts().await.suspended, before.suspended);
    rig.key_store.take_away(false);
    assert_eq!(rig.session().await, Outcome::Finished);
    assert_eq!(rig.state().await, ConnectionStateName::Connected);
}
