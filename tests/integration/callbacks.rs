//! Callbacks that must not count: unknown, replayed, malformed, of the other environment, late.

use crate::rig::{Rig, USERNAME, person};
use lpc_api::error::ErrorCode;
use lpc_core::connection::ConnectionStateName;
use lpc_core::login::CallbackRefusal;
use lpc_core::login::LoginPhase;

#[tokio::test(flavor = "multi_thread")]
async fn a_replayed_callback_is_refused_without_a_request() {
    let mut rig = Rig::new().await;
    let link = rig.start_login().await;
    let callback = rig.approve(&link, USERNAME);
    rig.host.take_callback(&callback).await.unwrap();
    rig.wait_for_login().await;
    rig.wait_for_session().await;
    let requests = rig.sim.state()["counters"].clone();
    let replay = rig.host.take_callback(&callback).await;
    assert_eq!(replay, Err(CallbackRefusal::Replayed));
    assert_eq!(rig.sim.state()["counters"], requests, "no request was sent");
    assert_eq!(rig.state().await, ConnectionStateName::Connected);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_equal_callbacks_exactly_one_is_taken() {
    let mut rig = Rig::new().await;
    let link = rig.start_login().await;
    let callback = rig.approve(&link, USERNAME);
    let deliveries: Vec<_> = (0..5)
        .map(|_| {
            let (console, callback) = (rig.host.console.clone(), callback.clone());
            tokio::spawn(async move {
                console
                    .connections
                    .accept_callback(&person(), &callback)
                    .await
            })
        })
        .collect();
    let mut taken = 0;
    for delivery in deliveries {
        match delivery.await.unwrap() {
            Ok(()) => taken += 1,
            Err(refusal) => assert_eq!(refusal, CallbackRefusal::Replayed),
        }
    }
    assert_eq!(taken, 1);
    assert_eq!(rig.wait_for_login().await, LoginPhase::Idle);
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_and_malformed_callbacks_leave_the_waiting_login_alone() {
    let rig = Rig::new().await;
    rig.start_login().await;
    let console = &rig.host.console;
    let scheme = "com.lpcadmin.console.demo";
    let unknown = format!("{scheme}://oauth/production?code=x&state=never-issued");
    assert_eq!(
        console
            .connections
            .accept_callback(&person(), &unknown)
            .await,
        Err(CallbackRefusal::Unknown)
    );
    let stateless = format!("{scheme}://oauth/production?code=x");
    assert_eq!(
        console
            .connections
            .accept_callback(&person(), &stateless)
            .await,
        Err(CallbackRefusal::Malformed)
    );
    let shipped = "com.lpcadmin.console://oauth/production?code=x&state=y";
    assert_eq!(
        console
            .connections
            .accept_callback(&person(), shipped)
            .await,
        Err(CallbackRefusal::Malformed)
    );
    assert_eq!(rig.state().await, ConnectionStateName::Authorizing);
    assert_eq!(rig.requests("token"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_on_the_other_environments_address_is_refused_and_the_right_one_still_works() {
    let mut rig = Rig::new().await;
    let link = rig.start_login().await;
    let callback = rig.approve(&link, USERNAME);
    let swapped = callback.replace("/production?", "/sandbox?");
    assert_ne!(swapped, callback);
    let refused = rig.host.take_callback(&swapped).await;
    assert_eq!(refused, Err(CallbackRefusal::WrongEnvironment));
    rig.host.take_callback(&callback).await.unwrap();
    assert_eq!(rig.wait_for_login().await, LoginPhase::Idle);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_callback_is_refused() {
    let rig = Rig::new().await;
    let link = rig.start_login().await;
    let callback = rig.approve(&link, USERNAME);
    rig.clock.advance(jiff::SignedDuration::from_mins(11));
    let late = rig.host.take_callback(&callback).await;
    assert_eq!(late, Err(CallbackRefusal::Late));
    assert_eq!(rig.state().await, ConnectionStateName::NotConfigured);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_superseded_and_a_canceled_login_take_no_callback() {
    let mut rig = Rig::new().await;
    let first = rig.start_login().await;
    let first_callback = rig.approve(&first, USERNAME);
    let second = rig.start_login().await;
    let superseded = rig.host.take_callback(&first_callback).await;
    assert_eq!(superseded, Err(CallbackRefusal::Superseded));
    let second_callback = rig.approve(&second, USERNAME);
    lpc_api::login::cancel_login(&rig.host, rig.org())
        .await
        .unwrap();
    let canceled = rig.host.take_callback(&second_callback).await;
    assert_eq!(canceled, Err(CallbackRefusal::Canceled));
    assert!(matches!(
        rig.wait_for_login().await,
        LoginPhase::Failed { .. }
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_is_finished_after_a_restart_but_its_link_is_gone() {
    let rig = Rig::new().await;
    let link = rig.start_login().await;
    let callback = rig.approve(&link, USERNAME);
    let mut rig = rig.restarted().await;
    let LoginPhase::Waiting { link_available, .. } = rig.connectivity().await.login else {
        panic!("the login waits on");
    };
    assert!(!link_available);
    let again = lpc_api::login::open_login_again(&rig.host, rig.org()).await;
    assert_eq!(again.unwrap_err().code, ErrorCode::NotFound);
    rig.host.take_callback(&callback).await.unwrap();
    rig.wait_for_session().await;
    assert_eq!(rig.state().await, ConnectionStateName::Connected);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clipboard_button_finishes_a_login_and_explains_what_it_cannot_use() {
    let mut rig = Rig::new().await;
    let link = rig.start_login().await;
    *rig.host.clipboard.lock().unwrap() = "what was copied before".to_owned();
    let refused = lpc_api::login::paste_callback(&rig.host).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::Clipboard);
    assert!(
        refused.message.contains("com.lpcadmin.console.demo://"),
        "{}",
        refused.message
    );
    assert!(
        !refused.message.contains("copied before"),
        "what was read is never shown"
    );
    let callback = rig.approve(&link, USERNAME);
    *rig.host.clipboard.lock().unwrap() = format!("  {callback}\n");
    lpc_api::login::paste_callback(&rig.host).await.unwrap();
    rig.wait_for_session().await;
    assert_eq!(rig.state().await, ConnectionStateName::Connected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_that_meets_a_locked_key_store_can_be_offered_again() {
    let rig = Rig::new().await;
    let link = rig.start_login().await;
    let callback = rig.approve(&link, USERNAME);
    rig.key_store.lock(true);
    let mut rig = rig.restarted().await;
    let locked = rig.host.take_callback(&callback).await;
    assert_eq!(locked, Err(CallbackRefusal::KeyStore));
    rig.key_store.lock(false);
    rig.host.take_callback(&callback).await.unwrap();
    rig.wait_for_session().await;
    assert_eq!(rig.state().await, ConnectionStateName::Connected);
}
