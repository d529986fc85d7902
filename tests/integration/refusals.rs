//! What Salesforce may say to a sign-in, and callbacks that come for nothing: each ends in a message
//! with a next step and changes nothing.

use crate::rig::{Rig, USERNAME};
use lpc_core::connection::ConnectionStateName;
use lpc_core::login::LoginFailure;
use lpc_core::login::LoginPhase;
use lpc_core::session::Outcome;
use serde_json::{Value, json};

/// The failure as shown: code, text as received, title of its explanation, next step. It says where
/// the login went, so that it can be tried there again.
async fn failed(rig: &Rig) -> (LoginFailure, String, String, String) {
    match rig.connectivity().await.login {
        LoginPhase::Failed {
            failure: code,
            environment: Some(_),
            next_step,
            ..
        } => {
            let fault = code.fault();
            let raw = fault.map(|fault| fault.raw.clone()).unwrap_or_default();
            let title = fault.map(|fault| fault.explanation().title);
            (code, raw, title.unwrap_or_default().to_owned(), next_step)
        }
        other => panic!("the login did not fail: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_refusal_of_a_sign_in_is_explained_and_the_connection_stays() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let error = |error: &str, text: &str| json!({ "status": 400, "error": error, "error_description": text });
    let cases: [(&str, Value, Value, &str); 9] = [
        (
            "app_blocked",
            json!(true),
            json!(false),
            "The app is blocked",
        ),
        (
            "permitted_users",
            json!("admin_approved"),
            json!("as_the_app_says"),
            "The service account is not approved for the app",
        ),
        (
            "api_disabled",
            json!(true),
            json!(false),
            "The API is not enabled",
        ),
        (
            "not_valid_for_rest",
            json!(true),
            json!(false),
            "The token may not use the API",
        ),
        (
            "authorize_error",
            error(
                "OAUTH_EC_APP_NOT_FOUND",
                "External client app is not installed in this org",
            ),
            json!(null),
            "The app is not installed here",
        ),
        (
            "authorize_error",
            error(
                "OAUTH_APP_ACCESS_DENIED",
                "user is not admin approved to access this app",
            ),
            json!(null),
            "The service account is not approved for the app",
        ),
        (
            "authorize_error",
            error("invalid_scope", "the requested scope is not allowed"),
            json!(null),
            "The app lacks a scope",
        ),
        (
            "authorize_error",
            error("server_error", "something"),
            json!(null),
            "Salesforce refused",
        ),
        (
            "request_limit",
            json!(true),
            json!(false),
            "The organization’s API requests are used up",
        ),
    ];
    for (switch, on, off, title) in cases {
        rig.set(switch, on);
        rig.log_in_as(USERNAME).await;
        let (code, raw, explained, next_step) = failed(&rig).await;
        assert!(matches!(code, LoginFailure::Refused { .. }), "{switch}");
        assert_eq!(explained, title, "{switch}: {raw}");
        assert!(!next_step.is_empty() && !raw.is_empty(), "{switch}");
        rig.set(switch, off);
        assert_eq!(
            rig.connectivity()
                .await
                .connection
                .unwrap()
                .account
                .username,
            USERNAME
        );
    }
    assert_eq!(
        rig.session().await,
        Outcome::Finished,
        "the old token still works"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_that_only_the_browser_shows_leaves_the_login_waiting_until_it_times_out() {
    let rig = Rig::new().await;
    for switch in ["app_uninstalled", "org_locked", "ip_restricted"] {
        rig.set(switch, json!(true));
        let link = rig.start_login().await;
        if let Err(page) = rig.sim.authorize_as(link.expose(), USERNAME) {
            assert!(!page.is_empty());
            assert_eq!(
                rig.state().await,
                ConnectionStateName::Authorizing,
                "{switch}"
            );
            rig.clock.advance(jiff::SignedDuration::from_mins(11));
            let (code, _, _, next_step) = failed(&rig).await;
            assert!(matches!(code, LoginFailure::TimedOut), "{switch}");
            assert!(
                next_step.contains("choose what its page says"),
                "{next_step}"
            );
        }
        rig.set(switch, json!(false));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_salesforce_is_waited_for() {
    let mut rig = Rig::new().await;
    rig.set("delays_ms", json!({ "token": 400, "query": 200 }));
    rig.connect().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_production_that_was_chosen_as_a_sandbox_is_told_which_button_to_use() {
    use lpc_core::environment::Environment;
    let mut rig = Rig::new().await;
    let link = {
        lpc_api::login::start_login(&rig.host, rig.org(), Environment::Sandbox)
            .await
            .unwrap();
        rig.host.opened.lock().unwrap().clone().unwrap()
    };
    let callback = rig.approve(&link, USERNAME);
    rig.host.take_callback(&callback).await.unwrap();
    rig.wait_for_login().await;
    let (code, _, _, next_step) = failed(&rig).await;
    assert!(matches!(code, LoginFailure::WrongEnvironment { .. }));
    assert!(
        next_step.starts_with("Choose Connect to Salesforce,"),
        "{next_step}"
    );
    rig.set("is_sandbox", json!(true));
    rig.log_in_as(USERNAME).await;
    let (code, _, _, next_step) = failed(&rig).await;
    assert!(matches!(code, LoginFailure::WrongEnvironment { .. }));
    assert!(
        next_step.starts_with("Choose Connect to Salesforce Sandbox"),
        "{next_step}"
    );
    assert_eq!(rig.sim.state()["live"]["refresh_tokens"], json!(0));
}

async fn told(rig: &Rig) -> Option<&'static str> {
    let late = rig.connectivity().await.late_callback;
    late.map(|late| late.message)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_that_comes_for_nothing_is_told_where_its_login_began() {
    let mut rig = Rig::new().await;
    let first = rig.start_login().await;
    let first_callback = rig.approve(&first, USERNAME);
    let second = rig.start_login().await;
    let _ = rig.host.take_callback(&first_callback).await;
    assert!(
        told(&rig)
            .await
            .unwrap()
            .contains("a newer one took its place")
    );
    assert_eq!(
        rig.state().await,
        ConnectionStateName::Authorizing,
        "the newer one waits on"
    );
    let callback = rig.approve(&second, USERNAME);
    rig.host.take_callback(&callback).await.unwrap();
    rig.wait_for_login().await;
    assert_eq!(told(&rig).await, None, "it is over");
    let _ = rig.host.take_callback(&callback).await;
    assert_eq!(told(&rig).await, None, "delivered twice by the system");
    rig.clock.advance(jiff::SignedDuration::from_mins(1));
    let _ = rig.host.take_callback(&callback).await;
    assert!(told(&rig).await.unwrap().contains("finished before"));
    lpc_api::connectivity::dismiss_login_failure(&rig.host, rig.org())
        .await
        .unwrap();
    assert_eq!(told(&rig).await, None);
    let unknown = "com.lpcadmin.console.demo://oauth/production?code=x&state=never-issued";
    let _ = rig.host.take_callback(unknown).await;
    assert_eq!(
        told(&rig).await,
        None,
        "strangers put no words into the window"
    );
}
