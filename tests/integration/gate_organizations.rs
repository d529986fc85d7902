//! Which Salesforce organizations an entitlement admits, and what a login or a session does about it.

use crate::gate::{ELSEWHERE, check, claims, deploy, failure, remove};
use crate::rig::{Rig, USERNAME, sign};
use jiff::SignedDuration;
use lpc_api::error::ErrorCode;
use lpc_core::clock::Clock as _;
use lpc_core::environment::Environment;
use lpc_core::login::LoginFailure;
use lpc_core::login::LoginPhase;
use lpc_core::session::Outcome;
use salesforce_sim::Config;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn an_organization_outside_the_entitlement_is_refused_before_anything_is_saved() {
    let mut rig = Rig::new().await;
    let mut other = claims(&rig);
    other.organizations = vec![ELSEWHERE.to_owned()];
    deploy(&rig, &sign(&other)).await;
    let phase = rig.log_in_as(USERNAME).await;
    let (code, message) = failure(&phase);
    assert!(matches!(code, LoginFailure::OrganizationNotEntitled { .. }));
    let own = rig.sim.state()["organization"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(message.contains(&own), "{message}");
    assert!(rig.connectivity().await.connection.is_none());
    let live = rig.sim.state()["live"]["refresh_tokens"].clone();
    assert_eq!(live, json!(0), "the new token was revoked");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sandbox_needs_sandboxes_included_or_its_id_listed() {
    let config = || Config {
        users: 50,
        sandbox: true,
        ..Config::default()
    };
    for (listed, sandboxes, connected) in [
        (false, false, false),
        (false, true, true),
        (true, false, true),
    ] {
        let mut rig = Rig::with(config()).await;
        let mut changed = claims(&rig);
        changed.sandboxes = sandboxes;
        if !listed {
            changed.organizations = vec![ELSEWHERE.to_owned()];
        }
        deploy(&rig, &sign(&changed)).await;
        lpc_api::login::start_login(&rig.host, rig.org(), Environment::Sandbox)
            .await
            .unwrap();
        let link = rig.host.opened.lock().unwrap().clone().unwrap();
        let callback = rig.approve(&link, USERNAME);
        rig.host.take_callback(&callback).await.unwrap();
        let phase = rig.wait_for_login().await;
        if connected {
            assert_eq!(phase, LoginPhase::Idle, "{listed} {sandboxes}");
        } else {
            assert!(matches!(
                failure(&phase).0,
                LoginFailure::SandboxNotEntitled { .. }
            ));
            let live = rig.sim.state()["live"]["refresh_tokens"].clone();
            assert_eq!(live, json!(0), "the new token was revoked");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organization_that_is_not_entitled_never_looks_fresh() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let summary = async |rig: &Rig| {
        let overview = lpc_api::overview::overview(&rig.host).await.unwrap();
        overview.organizations[0].clone()
    };
    assert!(!rig.counts().await.stale);
    assert!(summary(&rig).await.entitled);
    let mut other = claims(&rig);
    other.organizations = vec![ELSEWHERE.to_owned()];
    deploy(&rig, &sign(&other)).await;
    let shown = summary(&rig).await;
    assert!(!shown.entitled);
    assert_eq!(shown.next_session, None);
    assert!(rig.counts().await.stale, "nobody checks them any more");
    let mut ended = claims(&rig);
    ended.exp = rig.clock.now().as_second() + 60;
    deploy(&rig, &sign(&ended)).await;
    assert!(!rig.counts().await.stale);
    rig.clock.advance(SignedDuration::from_secs(60));
    assert!(rig.counts().await.stale);
    assert!(!summary(&rig).await.entitled);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_waits_to_be_confirmed_is_not_saved_after_the_entitlement_ended() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let mut short = claims(&rig);
    short.exp = rig.clock.now().as_second() + 60;
    deploy(&rig, &sign(&short)).await;
    lpc_api::login::change_account(&rig.host, rig.org(), Environment::Production)
        .await
        .unwrap();
    let link = rig.host.opened.lock().unwrap().clone().unwrap();
    let callback = rig.approve(&link, &rig.sim.other_username());
    rig.host.take_callback(&callback).await.unwrap();
    let phase = rig.wait_for_login().await;
    assert!(matches!(phase, LoginPhase::Confirming { .. }), "{phase:?}");
    rig.clock.advance(SignedDuration::from_secs(90));
    lpc_api::account::confirm_account(&rig.host, rig.org(), true)
        .await
        .unwrap();
    let phase = rig.wait_for_login().await;
    assert!(matches!(
        failure(&phase).0,
        LoginFailure::NotEntitled { .. }
    ));
    let kept = rig.connectivity().await.connection.unwrap();
    assert_eq!(
        kept.account.username, USERNAME,
        "the connected account stays"
    );
    let live = rig.sim.state()["live"]["refresh_tokens"].clone();
    assert_eq!(live, json!(1), "only the new token was revoked");
}

#[tokio::test(flavor = "multi_thread")]
async fn held_back_changes_wait_for_an_entitlement_too() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    rig.sim
        .control(json!({ "fault": "deactivate_users", "count": 120 }))
        .unwrap();
    rig.clock.advance(SignedDuration::from_mins(1));
    assert_eq!(rig.session().await, Outcome::HeldBack);
    let held = || async {
        lpc_api::sessions::held_back(&rig.host, rig.org())
            .await
            .unwrap()
            .unwrap()
    };
    let before = held().await;
    remove(&rig);
    check(&rig).await;
    let refused = lpc_api::sessions::apply_held_back(&rig.host, rig.org(), before.affected).await;
    assert_eq!(refused.unwrap_err().code, ErrorCode::Entitlement);
    for by_hand in [
        lpc_api::overview::check_now(&rig.host, rig.org()).await,
        lpc_api::sessions::reconcile(&rig.host, rig.org()).await,
    ] {
        assert_eq!(by_hand.unwrap_err().code, ErrorCode::Entitlement);
    }
    assert!(!held().await.confirmed, "nothing was agreed to");
}
