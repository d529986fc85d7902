//! Cases from the field: what public reports say that Salesforce answers, and what then must not
//! happen.

use crate::rig::{Rig, USERNAME};
use jiff::SignedDuration;
use lpc_core::connection::ConnectionStateName;
use lpc_core::dictionary::Remedy;
use lpc_core::login::LoginPhase;
use lpc_core::session::Outcome;
use serde_json::json;

/// The token endpoint refuses the next refreshes so.
fn refuse(rig: &Rig, description: &str) {
    rig.fault("expire_access_tokens");
    rig.set(
        "token_error",
        json!({ "status": 400, "error": "invalid_grant", "error_description": description }),
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_a_grant_calls_inactive_keeps_its_token_and_asks_for_no_login() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    for description in ["inactive user", "Inactive User"] {
        refuse(&rig, description);
        assert_eq!(rig.session().await, Outcome::Failed);
        assert_eq!(rig.state().await, ConnectionStateName::Refused);
        let explanation = rig.connectivity().await.fault.unwrap().fault.explanation();
        assert_eq!(explanation.title, "The service account is deactivated");
        assert_eq!(explanation.remedy, Remedy::CheckNow);
        rig.set("token_error", json!(null));
        assert_eq!(rig.session().await, Outcome::Finished, "the same token");
        assert_eq!(rig.state().await, ConnectionStateName::Connected);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_reason_that_nobody_knows_is_final() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let signed_in = rig.requests("authorize");
    let mut random = fastrand::Rng::with_seed(200);
    for turn in 0..200 {
        let letters = std::iter::repeat_with(|| random.char(' '..='~'));
        let description: String = letters.take(turn % 60).collect();
        refuse(&rig, &description);
        rig.session().await;
        let connectivity = rig.connectivity().await;
        assert_eq!(
            connectivity.state,
            ConnectionStateName::Lost,
            "{description}"
        );
        assert!(
            connectivity.fault.unwrap().retry_at.is_some(),
            "{description}"
        );
        rig.set("token_error", json!(null));
        rig.clock.advance(SignedDuration::from_mins(31));
        let due = rig.host.console.scheduler.start_due().await;
        assert_eq!(due, 1, "without a person: {description}");
        rig.wait_for_recovery().await;
        let state = rig.state().await;
        assert_eq!(state, ConnectionStateName::Connected, "{description}");
    }
    assert_eq!(rig.requests("authorize"), signed_in, "nobody signed in");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_instance_that_knows_no_version_any_more_is_asked_for_another_once() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    // A sandbox that was refreshed to an older release.
    rig.set("newest_version", json!(64));
    let versions = rig.requests("versions");
    assert_eq!(rig.session().await, Outcome::Finished);
    assert_eq!(rig.session().await, Outcome::Finished);
    assert_eq!(rig.requests("versions"), versions + 1, "asked once");
    rig.set("newest_version", json!(62));
    assert_eq!(rig.log_in_as(USERNAME).await, LoginPhase::Idle);
    assert_eq!(rig.state().await, ConnectionStateName::Connected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_my_domain_that_moved_is_asked_for_once_more_with_a_new_token_and_named() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let healthy = rig.counts().await;
    rig.set("down_endpoints", json!(["query"]));
    rig.set(
        "redirect_to",
        json!("https://newname.my.salesforce.com/services/data"),
    );
    for redirect in ["redirect", "redirect307"] {
        rig.set("down", json!(redirect));
        let refreshes = rig.counter("refreshes");
        assert_eq!(rig.session().await, Outcome::Failed);
        assert_eq!(rig.counter("refreshes"), refreshes + 1, "{redirect}");
        assert_eq!(rig.state().await, ConnectionStateName::Unreachable);
        let fault = rig.connectivity().await.fault.unwrap().fault;
        assert!(
            fault.raw.ends_with("to newname.my.salesforce.com"),
            "{fault}"
        );
        let explanation = fault.explanation();
        assert_eq!(
            explanation.title,
            "The organization’s address seems to have changed"
        );
        assert_eq!(explanation.remedy, Remedy::Reconnect);
        assert_eq!(rig.counts().await.suspended, healthy.suspended);
    }
    rig.set("down", json!("none"));
    assert_eq!(rig.session().await, Outcome::Finished);
    assert_eq!(rig.state().await, ConnectionStateName::Connected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_that_a_new_token_ends_is_noticed_by_nobody() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let redirect = json!({
        "fault": "fail_next", "count": 1, "with": "redirect", "endpoints": ["query"],
    });
    rig.sim.control(redirect).unwrap();
    assert_eq!(rig.session().await, Outcome::Finished);
    assert_eq!(rig.state().await, ConnectionStateName::Connected);
}

/// Every error that Salesforce's data endpoints are known to give for good.
const REFUSALS: [(u16, &str, &str); 8] = [
    (403, "TXN_SECURITY_NO_ACCESS", "blocked by a policy"),
    (
        400,
        "INVALID_FIELD",
        "No such column 'Profile' on entity 'User'",
    ),
    (400, "INVALID_TYPE", "sObject type 'User' is not supported"),
    (400, "MALFORMED_QUERY", "unexpected token"),
    (
        403,
        "INSUFFICIENT_ACCESS",
        "Access from current IP address is not allowed",
    ),
    (403, "OAUTH_APP_BLOCKED", "the app is blocked"),
    (404, "NOT_FOUND", "The requested resource does not exist"),
    (400, "A_CODE_NOBODY_KNOWS", "a text"),
];

fn refuse_queries(rig: &Rig, (status, code, message): (u16, &str, &str)) {
    rig.set(
        "query_error",
        json!({ "status": status, "errorCode": code, "message": message, "from": "User" }),
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn no_refusal_of_every_read_leaves_a_connection_connected() {
    for full in [false, true] {
        let mut rig = Rig::new().await;
        rig.connect().await;
        let healthy = rig.counts().await;
        for refusal in REFUSALS {
            if full {
                rig.clock.advance(SignedDuration::from_hours(7));
            }
            refuse_queries(&rig, refusal);
            for _ in 0..3 {
                assert_eq!(rig.session().await, Outcome::Failed);
            }
            let connectivity = rig.connectivity().await;
            assert_eq!(
                connectivity.state,
                ConnectionStateName::NotRead,
                "{refusal:?}"
            );
            let fault = connectivity.fault.unwrap();
            assert!(fault.fault.raw.starts_with(refusal.1), "{refusal:?}");
            assert_eq!(fault.suspended, 0, "{refusal:?}");
            let counts = rig.counts().await;
            assert_eq!(counts.suspended, healthy.suspended, "{refusal:?}");
            assert!(counts.as_of.is_some(), "{refusal:?}");
            rig.set("query_error", json!(null));
            assert_eq!(rig.session().await, Outcome::Finished);
            assert_eq!(rig.state().await, ConnectionStateName::Connected);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_load_that_is_refused_is_told_at_once_and_lists_nobody() {
    for refusal in REFUSALS {
        let mut rig = Rig::new().await;
        rig.sim
            .control(json!({
                "fault": "fail_next", "count": 1, "with": "json503", "endpoints": ["query_more"],
            }))
            .unwrap();
        rig.set("page_size_max", json!(50));
        rig.log_in_as(USERNAME).await;
        rig.wait_for_session().await;
        refuse_queries(&rig, refusal);
        assert_eq!(rig.session().await, Outcome::Failed);
        assert_eq!(
            rig.state().await,
            ConnectionStateName::NotRead,
            "{refusal:?}"
        );
    }
}
