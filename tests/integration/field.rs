//! Cases from the field: what public reports say that Salesforce answers, and what then must not
//! happen.

use crate::rig::Rig;
use jiff::SignedDuration;
use lpc_core::connection::ConnectionStateName;
use lpc_core::dictionary::Remedy;
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
