//! *Disconnect*.

use crate::account::live_tokens;
use crate::rig::{Rig, USERNAME};
use lpc_api::error::ErrorCode;
use lpc_core::connection::ConnectionStateName;
use lpc_core::session::Outcome;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn disconnecting_revokes_and_forgets_and_the_users_stay_listed() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let done = lpc_api::account::disconnect(&rig.host, rig.org(), false)
        .await
        .unwrap();
    assert!(done.disconnected && done.not_revoked.is_none());
    assert_eq!(live_tokens(&rig), 0);
    let after = rig.connectivity().await;
    assert_eq!(after.state, ConnectionStateName::NotConfigured);
    assert!(after.connection.is_none() && after.preflight.is_none());
    assert_eq!(rig.counts().await.all, 300);
    let again = lpc_api::account::disconnect(&rig.host, rig.org(), false).await;
    assert_eq!(again.unwrap_err().code, ErrorCode::NotFound);
    let mut rig = rig.restarted().await;
    assert_eq!(rig.state().await, ConnectionStateName::NotConfigured);
    rig.log_in_as(USERNAME).await;
    assert_eq!(rig.state().await, ConnectionStateName::Connected);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unreachable_salesforce_keeps_the_token_until_the_admin_says_it_twice() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    for fault in ["html503", "drop", "redirect", "html200"] {
        rig.set("down", json!(fault));
        let kept = lpc_api::account::disconnect(&rig.host, rig.org(), false)
            .await
            .unwrap();
        assert!(!kept.disconnected, "{fault}");
        assert!(kept.not_revoked.is_some(), "{fault}");
        assert!(
            kept.by_hand
                .join(" ")
                .contains("Connected Apps OAuth Usage")
        );
    }
    rig.set("down", json!("none"));
    assert_eq!(
        rig.session().await,
        Outcome::Finished,
        "nothing was forgotten"
    );
    rig.set("down", json!("drop"));
    let gone = lpc_api::account::disconnect(&rig.host, rig.org(), true)
        .await
        .unwrap();
    assert!(gone.disconnected && gone.not_revoked.is_some());
    assert!(rig.connectivity().await.connection.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_connection_disconnects_without_a_second_question() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    rig.lose().await;
    let done = lpc_api::account::disconnect(&rig.host, rig.org(), false)
        .await
        .unwrap();
    assert!(done.disconnected, "{done:?}");
    assert!(rig.connectivity().await.fault.is_none());
    rig.log_in_as(USERNAME).await;
    rig.wait_for_sessions(3).await;
    assert!(
        rig.connectivity().await.recovery.is_none(),
        "a new connection recovers nothing"
    );
}
