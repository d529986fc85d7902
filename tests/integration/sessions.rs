//! Sessions: full load, delta, refresh, and everything that must turn nobody red.

use crate::rig::{LOST, Rig};
use jiff::SignedDuration;
use lpc_core::connection::ConnectionStateName;
use lpc_core::session::Outcome;
use lpc_core::status::EffectiveStatus;
use lpc_core::users::ShownFilter;
use salesforce_sim::Config;
use serde_json::json;

const SUSPENDED: ShownFilter = ShownFilter::Status {
    status: EffectiveStatus::Suspended,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_delta_finds_the_deactivated_the_frozen_and_the_renamed() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let before = rig.counts().await;
    rig.sim
        .control(json!({ "fault": "deactivate_users", "count": 3 }))
        .unwrap();
    rig.sim
        .control(json!({ "fault": "freeze_users", "count": 2 }))
        .unwrap();
    rig.clock.advance(SignedDuration::from_mins(1));
    assert_eq!(rig.session().await, Outcome::Finished);
    let after = rig.counts().await;
    assert_eq!(
        after.suspended,
        before.suspended + 5,
        "{before:?} {after:?}"
    );
    assert_eq!(after.active, before.active - 5);
    assert_eq!(
        after.members, before.members,
        "a deactivated member stays a member"
    );
    let red = rig.users(SUSPENDED, "").await;
    let count = |text: &str| {
        red.rows
            .iter()
            .filter(|row| row.error.as_deref() == Some(text))
            .count()
    };
    assert_eq!(count("User.IsActive = false"), 3);
    assert!(count("UserLogin.IsFrozen = true") >= 2);
    rig.sim
        .control(json!({ "fault": "reactivate_users", "count": 3 }))
        .unwrap();
    rig.clock.advance(SignedDuration::from_mins(1));
    rig.session().await;
    assert_eq!(
        rig.counts().await.active,
        after.active + 3,
        "facts clear at once"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_load_goes_through_pages_shorter_than_asked() {
    let rig = crate::loads::of_several_pages().await;
    assert_eq!(rig.counts().await.all, 2_500);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_session_is_refreshed_once_and_the_rotated_token_is_the_one_used_next() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    for round in 1..=3 {
        rig.fault("expire_access_tokens");
        assert_eq!(rig.session().await, Outcome::Finished);
        assert_eq!(rig.counter("refreshes"), round);
    }
    assert_eq!(rig.counter("refresh_reuse_seen"), 0);
    assert!(rig.connectivity().await.connection.unwrap().rotated);
    let rig = rig.restarted().await;
    assert_eq!(
        rig.session().await,
        Outcome::Finished,
        "the last token survived the restart"
    );
    assert_eq!(rig.counter("refresh_reuse_seen"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_rotation_the_old_token_goes_on_working() {
    let mut rig = Rig::with(Config {
        users: 300,
        rotation: false,
        ..Config::default()
    })
    .await;
    rig.connect().await;
    for _ in 0..3 {
        rig.fault("expire_access_tokens");
        assert_eq!(rig.session().await, Outcome::Finished);
    }
    assert!(!rig.connectivity().await.connection.unwrap().rotated);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_consoles_on_one_folder_never_spend_the_same_token() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let other = rig.beside().await;
    for _ in 0..4 {
        rig.fault("expire_access_tokens");
        let (id, trigger) = (rig.id, lpc_core::session::Trigger::Schedule);
        tokio::join!(
            async { rig.host.console.sync.run(id, trigger).await },
            async { other.sync.run(id, trigger).await },
        );
    }
    assert_eq!(rig.counter("refresh_reuse_seen"), 0);
    assert_eq!(rig.state().await, ConnectionStateName::Connected);
}

#[tokio::test(flavor = "multi_thread")]
async fn salesforce_down_or_answering_html_turns_nobody_red() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let before = rig.counts().await;
    for fault in ["json503", "html503", "html200", "redirect", "drop"] {
        rig.fault("expire_access_tokens");
        rig.set("down", json!(fault));
        assert_eq!(rig.session().await, Outcome::Failed, "{fault}");
        assert_eq!(
            rig.state().await,
            ConnectionStateName::Unreachable,
            "{fault}"
        );
        let during = rig.counts().await;
        assert_eq!(during.suspended, before.suspended, "{fault}");
        assert!(during.stale, "{fault}: the last statuses carry a mark");
        let explanation = rig.connectivity().await.fault.unwrap().fault.explanation();
        let title = match fault {
            "html200" | "redirect" => "Something on the network answers in Salesforce’s place",
            _ => "Salesforce cannot be reached",
        };
        assert_eq!(explanation.title, title, "{fault}");
        assert!(!explanation.who.is_empty(), "{fault}");
        rig.set("down", json!("none"));
        assert_eq!(
            rig.session().await,
            Outcome::Finished,
            "{fault}: the token was not harmed"
        );
        assert_eq!(rig.state().await, ConnectionStateName::Connected, "{fault}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_lost_after_the_rotation_is_retried_once_and_then_named() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    rig.fault("expire_access_tokens");
    rig.set("drop_after_rotation", json!(true));
    assert_eq!(rig.session().await, Outcome::Failed);
    assert_eq!(
        rig.state().await,
        ConnectionStateName::Unreachable,
        "not known to be lost yet"
    );
    rig.set("drop_after_rotation", json!(false));
    assert_eq!(rig.session().await, Outcome::Failed);
    assert_eq!(rig.state().await, ConnectionStateName::Lost);
    assert_eq!(rig.connectivity().await.fault.unwrap().fault.raw, LOST);
    assert_eq!(rig.counter("refresh_reuse_seen"), 1, "one retry, no more");
}

#[tokio::test(flavor = "multi_thread")]
async fn used_up_requests_throttle_and_turn_nobody_red() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let before = rig.counts().await;
    rig.set("request_limit", json!(true));
    rig.session().await;
    let connectivity = rig.connectivity().await;
    assert_eq!(connectivity.state, ConnectionStateName::Throttled);
    assert!(connectivity.fault.unwrap().retry_at.is_some());
    assert_eq!(rig.counts().await.suspended, before.suspended);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_policy_that_refuses_keeps_the_token_and_asks_for_no_login() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    rig.fault("expire_access_tokens");
    rig.set(
        "token_error",
        json!({ "status": 400, "error": "invalid_grant", "error_description": "ip restricted" }),
    );
    rig.session().await;
    assert_eq!(rig.state().await, ConnectionStateName::Refused);
    rig.set("token_error", json!(null));
    assert_eq!(
        rig.session().await,
        Outcome::Finished,
        "checked again, the same token works"
    );
    assert_eq!(rig.state().await, ConnectionStateName::Connected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_concurrent_refresh_elsewhere_is_not_a_lost_connection() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    rig.fault("expire_access_tokens");
    let description = "token request is already being processed";
    rig.set(
        "token_error",
        json!({ "status": 400, "error": "invalid_grant", "error_description": description }),
    );
    rig.session().await;
    assert_eq!(rig.state().await, ConnectionStateName::Unreachable);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_salesforce_will_not_take_does_not_loop_on_refreshing() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let before = rig.counter("refreshes");
    rig.set("not_valid_for_rest", json!(true));
    rig.session().await;
    assert_eq!(rig.state().await, ConnectionStateName::Refused);
    assert_eq!(rig.counter("refreshes"), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_idle_token_is_kept_alive_after_a_week() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    rig.clock.advance(SignedDuration::from_hours(6 * 24));
    rig.session().await;
    assert_eq!(rig.counter("refreshes"), 0);
    rig.clock.advance(SignedDuration::from_hours(25));
    rig.session().await;
    assert_eq!(
        rig.counter("refreshes"),
        1,
        "only a refresh restarts the idle clock"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_schedule_runs_a_session_a_minute_and_check_now_at_most_one() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    assert_eq!(
        rig.host.console.scheduler.start_due().await,
        0,
        "nothing is due yet"
    );
    rig.clock.advance(SignedDuration::from_secs(70));
    assert_eq!(rig.host.console.scheduler.start_due().await, 1);
    rig.wait_for_sessions(2).await;
    assert_eq!(
        rig.host.console.scheduler.start_due().await,
        0,
        "one session a minute"
    );
    rig.host.console.sync.check_now(rig.id).await.unwrap();
    rig.wait_for_sessions(3).await;
    let refused = rig.host.console.sync.check_now(rig.id).await;
    assert!(refused.is_err(), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_nearly_used_up_limit_slows_the_sessions_and_ends_checking_by_hand() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    rig.set("api_limit", json!(1_000));
    rig.set("api_used", json!(960));
    rig.session().await;
    let overview = lpc_api::overview::overview(&rig.host).await.unwrap();
    let next = overview.organizations[0].next_session.unwrap();
    let now = lpc_core::clock::Clock::now(&*rig.clock).as_millisecond();
    assert!(
        next.0 - now > 50 * 60 * 1000,
        "the next session is about an hour away"
    );
    let refused = rig.host.console.sync.check_now(rig.id).await;
    assert!(matches!(refused, Err(lpc_core::refusal::NotDone::NoBudget)));
    assert_eq!(rig.state().await, ConnectionStateName::Connected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_connection_and_a_switch_that_is_off_schedule_nothing() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let org = rig.org();
    let switch =
        |enabled| lpc_api::connectivity::set_service_account_login(&rig.host, org, enabled);
    switch(false).await.unwrap();
    rig.clock.advance(SignedDuration::from_mins(10));
    assert_eq!(rig.host.console.scheduler.start_due().await, 0);
    switch(true).await.unwrap();
    rig.lose().await;
    rig.clock.advance(SignedDuration::from_mins(10));
    assert_eq!(rig.host.console.scheduler.start_due().await, 0);
    let overview = lpc_api::overview::overview(&rig.host).await.unwrap();
    assert_eq!(overview.organizations[0].next_session, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_key_store_is_named_and_turns_nobody_red() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let before = rig.counts().await;
    rig.key_store.lock(true);
    let rig = rig.restarted().await;
    assert_eq!(rig.session().await, Outcome::Failed);
    let connectivity = rig.connectivity().await;
    assert_eq!(connectivity.state, ConnectionStateName::Unreachable);
    let explanation = connectivity.fault.unwrap().fault.explanation();
    assert!(explanation.title.contains("locked"), "{explanation:?}");
    assert_eq!(rig.counts().await.suspended, before.suspended);
    rig.key_store.lock(false);
    assert_eq!(rig.session().await, Outcome::Finished);
    assert_eq!(rig.state().await, ConnectionStateName::Connected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_is_switched_off_is_kept_alive_all_the_same() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let org = rig.org();
    lpc_api::connectivity::set_service_account_login(&rig.host, org, false)
        .await
        .unwrap();
    rig.clock.advance(SignedDuration::from_hours(6 * 24));
    rig.host.console.scheduler.start_due().await;
    assert_eq!(rig.counter("refreshes"), 0, "used six days ago");
    rig.clock.advance(SignedDuration::from_hours(25));
    rig.host.console.scheduler.start_due().await;
    rig.host.console.scheduler.start_due().await;
    assert_eq!(rig.counter("refreshes"), 1);
    assert_eq!(rig.state().await, ConnectionStateName::Off);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_looked_at_again_without_a_person() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    rig.fault("expire_access_tokens");
    let refusal = json!({ "error": "invalid_grant", "error_description": "ip restricted" });
    rig.set("token_error", refusal);
    rig.session().await;
    assert_eq!(rig.state().await, ConnectionStateName::Refused);
    rig.set("token_error", json!(null));
    rig.clock.advance(SignedDuration::from_mins(10));
    assert_eq!(rig.host.console.scheduler.start_due().await, 0, "slowly");
    rig.clock.advance(SignedDuration::from_mins(21));
    assert_eq!(rig.host.console.scheduler.start_due().await, 1);
    rig.wait_for_sessions(3).await;
    assert_eq!(rig.state().await, ConnectionStateName::Connected);
}
