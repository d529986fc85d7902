//! From the button to the stored connection, and every way it can end without one.

use crate::rig::{Rig, USERNAME};
use lpc_api::connectivity::ClientAppInput;
use lpc_api::error::ErrorCode;
use lpc_core::connection::ConnectionStateName;
use lpc_core::environment::Environment;
use lpc_core::login::LoginFailure;
use lpc_core::login::LoginPhase;
use serde_json::json;

fn failure(phase: &LoginPhase) -> LoginFailure {
    match phase {
        LoginPhase::Failed { failure: code, .. } => code.clone(),
        other => panic!("the login did not fail: {other:?}"),
    }
}

fn message(phase: &LoginPhase) -> &str {
    match phase {
        LoginPhase::Failed { message, .. } => message,
        other => panic!("the login did not fail: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_connects_names_the_organization_and_lists_everyone() {
    let mut rig = Rig::new().await;
    assert_eq!(rig.state().await, ConnectionStateName::NotConfigured);
    rig.connect().await;
    let connectivity = rig.connectivity().await;
    let connection = connectivity.connection.unwrap();
    assert_eq!(connection.account.username, USERNAME);
    assert_eq!(
        (
            connection.account.user_id.as_str().len(),
            &connection.account.user_id.as_str()[..3]
        ),
        (18, "005")
    );
    assert_eq!(
        connectivity.organization_name,
        connection.account.organization_name
    );
    let counts = rig.counts().await;
    assert_eq!(counts.all, 300);
    assert_eq!(counts.members, counts.active + counts.suspended);
    assert!(counts.active > 200, "most people are active: {counts:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_browser_is_sent_to_the_right_host_with_pkce_and_a_fresh_login() {
    let mut rig = Rig::new().await;
    let link = rig.start_login().await;
    for expected in [
        "response_type=code",
        "code_challenge_method=S256",
        "code_challenge=",
        "prompt=login",
        "state=",
    ] {
        assert!(link.expose().contains(expected), "{expected}");
    }
    assert!(link.expose().starts_with(&rig.sim.origin()));
    assert!(!link.expose().contains("login_hint"), "nobody is known yet");
    let callback = rig.approve(&link, USERNAME);
    rig.host.take_callback(&callback).await.unwrap();
    rig.wait_for_login().await;
    let again = rig.start_login().await;
    assert!(
        again.expose().contains("login_hint=svc-lpc%40example.com"),
        "the account is pre-filled"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_denied_login_ends_in_a_clear_state() {
    let mut rig = Rig::new().await;
    let link = rig.start_login().await;
    let callback = rig.sim.deny(link.expose()).unwrap();
    rig.host.take_callback(&callback).await.unwrap();
    let phase = rig.wait_for_login().await;
    assert!(matches!(failure(&phase), LoginFailure::Denied { .. }));
    assert_eq!(
        failure(&phase).fault().unwrap().raw,
        "access_denied: end-user denied authorization"
    );
    assert_eq!(rig.state().await, ConnectionStateName::NotConfigured);
    lpc_api::connectivity::dismiss_login_failure(&rig.host, rig.org())
        .await
        .unwrap();
    assert_eq!(rig.connectivity().await.login, LoginPhase::Idle);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_abandoned_login_times_out_and_an_extended_one_lives_on() {
    let rig = Rig::new().await;
    rig.start_login().await;
    rig.clock.advance(jiff::SignedDuration::from_mins(9));
    lpc_api::login::extend_login(&rig.host, rig.org())
        .await
        .unwrap();
    rig.clock.advance(jiff::SignedDuration::from_mins(9));
    assert_eq!(rig.state().await, ConnectionStateName::Authorizing);
    rig.clock.advance(jiff::SignedDuration::from_mins(2));
    assert_eq!(
        failure(&rig.connectivity().await.login),
        LoginFailure::TimedOut
    );
    assert_eq!(rig.state().await, ConnectionStateName::NotConfigured);
    let extended = lpc_api::login::extend_login(&rig.host, rig.org()).await;
    assert_eq!(extended.unwrap_err().code, ErrorCode::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_account_on_a_reconnect_changes_nothing_and_names_both() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let before = rig.connectivity().await.connection.unwrap();
    let other = rig.sim.other_username();
    let phase = rig.log_in_as(&other).await;
    assert!(matches!(failure(&phase), LoginFailure::WrongAccount { .. }));
    assert!(message(&phase).contains(&other) && message(&phase).contains(USERNAME));
    assert_eq!(
        rig.connectivity().await.connection.unwrap().account.user_id,
        before.account.user_id
    );
    assert_eq!(rig.state().await, ConnectionStateName::Connected);
    rig.fault("expire_access_tokens");
    assert_eq!(
        rig.session().await,
        lpc_core::session::Outcome::Finished,
        "the old token still works"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sandbox_is_not_taken_for_production() {
    let mut rig = Rig::new().await;
    rig.set("is_sandbox", json!(true));
    let phase = rig.log_in_as(USERNAME).await;
    assert!(matches!(
        failure(&phase),
        LoginFailure::WrongEnvironment { .. }
    ));
    assert!(rig.connectivity().await.connection.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_without_view_all_data_is_refused_and_its_token_revoked() {
    let mut rig = Rig::new().await;
    rig.set("permissions", json!({ "PermissionsViewAllData": false }));
    let phase = rig.log_in_as(USERNAME).await;
    assert!(matches!(failure(&phase), LoginFailure::CheckFailed { .. }));
    assert!(
        message(&phase).contains("View All Data"),
        "{}",
        message(&phase)
    );
    assert!(rig.connectivity().await.connection.is_none());
    assert_eq!(
        rig.sim.state()["live"]["refresh_tokens"],
        json!(0),
        "the new token was revoked"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn salesforce_down_or_answering_html_during_the_exchange_saves_nothing() {
    for fault in ["json503", "html503", "html200", "redirect", "drop"] {
        let mut rig = Rig::new().await;
        let link = rig.start_login().await;
        let callback = rig.approve(&link, USERNAME);
        rig.set("down", json!(fault));
        rig.host.take_callback(&callback).await.unwrap();
        let phase = rig.wait_for_login().await;
        assert!(
            matches!(failure(&phase), LoginFailure::Unreachable { .. }),
            "{fault}"
        );
        let received = failure(&phase);
        let portal = received.fault().is_some_and(|received| {
            received
                .explanation()
                .title
                .contains("on the network answers")
        });
        assert_eq!(portal, matches!(fault, "html200" | "redirect"), "{fault}");
        assert!(rig.connectivity().await.connection.is_none(), "{fault}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_instance_outside_salesforce_is_refused() {
    let mut rig = Rig::new().await;
    rig.set(
        "wrong_instance_url",
        json!("https://login.salesforce.com.evil.example"),
    );
    let phase = rig.log_in_as(USERNAME).await;
    assert!(matches!(failure(&phase), LoginFailure::Untrusted { .. }));
    assert!(rig.connectivity().await.connection.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_needs_the_switch_a_key_and_the_confirmation() {
    let rig = Rig::new().await;
    let org = rig.org();
    let start = || lpc_api::login::start_login(&rig.host, org, Environment::Production);
    lpc_api::connectivity::confirm_no_lpc_user(&rig.host, rig.org(), false)
        .await
        .unwrap();
    assert!(start().await.unwrap_err().message.contains("no LPC user"));
    lpc_api::connectivity::confirm_no_lpc_user(&rig.host, rig.org(), true)
        .await
        .unwrap();
    lpc_api::connectivity::set_service_account_login(&rig.host, rig.org(), false)
        .await
        .unwrap();
    assert!(start().await.unwrap_err().message.contains("disabled"));
    lpc_api::connectivity::set_service_account_login(&rig.host, rig.org(), true)
        .await
        .unwrap();
    let input = ClientAppInput {
        environment: Environment::Production,
        consumer_key: "  ".to_owned(),
        my_domain: String::new(),
    };
    lpc_api::connectivity::save_client_app(&rig.host, rig.org(), input)
        .await
        .unwrap();
    assert!(start().await.unwrap_err().message.contains("consumer key"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_my_domain_outside_salesforce_is_refused_at_the_field() {
    let rig = Rig::new().await;
    for hostile in [
        "https://evil.example",
        "login.salesforce.com.evil.example",
        "halden.my.salesforce.com.",
        "http://halden.my.salesforce.com",
    ] {
        let input = ClientAppInput {
            environment: Environment::Production,
            consumer_key: "3MVG9".to_owned(),
            my_domain: hostile.to_owned(),
        };
        let refused = lpc_api::connectivity::save_client_app(&rig.host, rig.org(), input).await;
        assert_eq!(
            refused.unwrap_err().code,
            ErrorCode::InvalidInput,
            "{hostile}"
        );
    }
    let input = ClientAppInput {
        environment: Environment::Production,
        consumer_key: " 3MVG9 ".to_owned(),
        my_domain: "tallowstreet".to_owned(),
    };
    let saved = lpc_api::connectivity::save_client_app(&rig.host, rig.org(), input)
        .await
        .unwrap();
    assert_eq!(saved.consumer_key, "3MVG9");
    assert_eq!(saved.login_host, "tallowstreet.my.salesforce.com");
    assert_eq!(
        saved.callback_url,
        "com.lpcadmin.console.demo://oauth/production"
    );
}
