//! How fast sessions follow each other: throttling, budgets, sleep and wake.

use crate::held_back::sessions;
use crate::rig::Rig;
use jiff::SignedDuration;
use lpc_core::clock::Clock;
use lpc_core::connection::ConnectionStateName;
use lpc_core::port::store::SessionFilter;
use lpc_core::session::Outcome;
use lpc_core::session::Trigger;
use serde_json::json;

/// Minutes until the next session is planned.
async fn next_in_minutes(rig: &Rig) -> i64 {
    let overview = lpc_api::overview::overview(&rig.host).await.unwrap();
    let next = overview.organizations[0].next_session.unwrap();
    (next.0 - rig.clock.now().as_millisecond()) / 60_000
}

fn due(minutes: i64) -> std::ops::RangeInclusive<i64> {
    // A tenth of jitter, and the minute that has begun.
    minutes * 9 / 10 - 1..=minutes * 11 / 10
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pause_after_a_throttling_grows_with_throttlings_alone_and_ends_with_them() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    for minutes in [30, 150, 270] {
        rig.set("request_limit", json!(true));
        assert_eq!(rig.session().await, Outcome::Failed);
        assert_eq!(rig.state().await, ConnectionStateName::Throttled);
        let planned = next_in_minutes(&rig).await;
        assert!(
            (minutes - 1..=minutes).contains(&planned),
            "{planned} of {minutes}"
        );
        rig.clock.advance(SignedDuration::from_mins(minutes - 1));
        assert_eq!(rig.host.console.scheduler.start_due().await, 0, "{minutes}");
        rig.clock.advance(SignedDuration::from_mins(2));
        // An outage in between neither counts nor ends the row.
        rig.set("request_limit", json!(false));
        rig.set("down", json!("json503"));
        assert_eq!(rig.session().await, Outcome::Failed);
        assert_eq!(rig.state().await, ConnectionStateName::Unreachable);
        rig.set("down", json!("none"));
    }
    assert_eq!(rig.session().await, Outcome::Finished);
    rig.set("request_limit", json!(true));
    rig.session().await;
    assert!(
        (29..=30).contains(&next_in_minutes(&rig).await),
        "from the start"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_requests_at_once_are_waited_for_by_the_minute() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    rig.set("concurrent_limit", json!(true));
    assert_eq!(rig.session().await, Outcome::Failed);
    assert_eq!(rig.state().await, ConnectionStateName::Throttled);
    assert!(next_in_minutes(&rig).await < 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn retry_after_is_waited_for_and_forgotten_with_the_next_answer() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    rig.set("down", json!("json503"));
    rig.set("retry_after", json!(2400));
    for expired in [false, true] {
        if expired {
            // The token endpoint says so as well as the data.
            rig.fault("expire_access_tokens");
        }
        assert_eq!(rig.session().await, Outcome::Failed);
        assert_eq!(rig.state().await, ConnectionStateName::Unreachable);
        let planned = next_in_minutes(&rig).await;
        assert!((39..=40).contains(&planned), "{planned}");
    }
    rig.set("down", json!("none"));
    assert_eq!(rig.session().await, Outcome::Finished);
    assert!(next_in_minutes(&rig).await < 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_organizations_budget_slows_the_schedule_and_at_last_the_hand() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    rig.set("api_limit", json!(1_000_000));
    for (used, minutes, by_hand) in [
        (690_000, 1, true),
        (700_000, 5, true),
        (860_000, 60, true),
        (951_000, 60, false),
    ] {
        rig.set("api_used", json!(used));
        assert_eq!(rig.session().await, Outcome::Finished);
        let planned = next_in_minutes(&rig).await;
        assert!(due(minutes).contains(&planned), "{used}: {planned}");
        rig.clock.advance(SignedDuration::from_secs(61));
        let ended = rig.ended_sessions();
        let checked = rig.host.console.sync.check_now(rig.id).await;
        assert_eq!(checked.is_ok(), by_hand, "{used}: {checked:?}");
        if by_hand {
            rig.wait_for_sessions(ended + 1).await;
        }
    }
    assert_eq!(rig.state().await, ConnectionStateName::Connected);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_consoles_own_share_is_spread_over_the_day_and_then_used_up() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    rig.set("api_used", json!(0));
    rig.set("api_limit", json!(2_000));
    rig.session().await;
    // A hundred calls a day for sessions of two: one in 28.8 minutes.
    let planned = next_in_minutes(&rig).await;
    assert!(due(29).contains(&planned), "{planned}");
    for _ in 0..50 {
        rig.session().await;
    }
    let planned = next_in_minutes(&rig).await;
    assert!(due(60).contains(&planned), "{planned}");
    rig.clock.advance(SignedDuration::from_hours(25));
    rig.session().await;
    assert!(
        next_in_minutes(&rig).await < 60,
        "a day later there is room again"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_consoles_own_share_used_up_ends_checking_by_hand_and_says_until_when() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    rig.set("api_used", json!(0));
    rig.set("api_limit", json!(2_000));
    for _ in 0..60 {
        rig.session().await;
    }
    rig.clock.advance(SignedDuration::from_mins(20));
    let share = own_share(&rig).await.expect("it is used up");
    assert_eq!(share.allowed, 100);
    assert!(share.spent > 100, "{share:?}");
    let (left, now) = (
        share.until.as_millisecond() - rig.clock.now().as_millisecond(),
        23 * 60 + 40,
    );
    assert_eq!(left / 60_000, now, "a day after what used it up");

    let refused = lpc_api::overview::check_now(&rig.host, rig.org())
        .await
        .unwrap_err();
    let used = format!("{} of 100 ", share.spent);
    for expected in [used.as_str(), "5 % of 2,000", "23 h 40 min"] {
        assert!(
            refused.message.contains(expected),
            "{expected}: {refused:?}"
        );
    }
    assert!(
        lpc_api::sessions::reconcile(&rig.host, rig.org())
            .await
            .is_err(),
        "reading everyone costs most of all"
    );

    // Turning synchronization on brings no session forward, as after a throttling.
    let planned = next_in_minutes(&rig).await;
    for on in [false, true] {
        lpc_api::organizations::set_synchronization(&rig.host, rig.org(), on)
            .await
            .unwrap();
    }
    assert_eq!(next_in_minutes(&rig).await, planned);
    assert_eq!(rig.host.console.scheduler.start_due().await, 0);

    rig.clock.advance(SignedDuration::from_hours(24));
    assert_eq!(own_share(&rig).await, None, "its time is over");
    let ended = rig.ended_sessions();
    lpc_api::overview::check_now(&rig.host, rig.org())
        .await
        .unwrap();
    rig.wait_for_sessions(ended + 1).await;
}

async fn own_share(rig: &Rig) -> Option<lpc_core::pace::OwnShareUsed> {
    let overview = lpc_api::overview::overview(&rig.host).await.unwrap();
    overview.organizations[0].own_share
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_sleep_one_session_runs_at_once() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    rig.host.console.scheduler.start_due().await;
    // The network went first: the pauses have grown.
    rig.set("down", json!("drop"));
    for _ in 0..4 {
        rig.session().await;
    }
    rig.set("down", json!("none"));
    assert!(next_in_minutes(&rig).await > 10);
    let ended = rig.ended_sessions();
    rig.clock.advance(SignedDuration::from_mins(3));
    let mut started = rig.host.console.scheduler.start_due().await;
    for _ in 0..11 {
        rig.clock.advance(SignedDuration::from_secs(1));
        started += rig.host.console.scheduler.start_due().await;
    }
    assert_eq!(started, 1, "within ten seconds, and once");
    rig.wait_for_sessions(ended + 1).await;
    assert_eq!(rig.state().await, ConnectionStateName::Connected);
    let newest = &sessions(&rig, SessionFilter::All).await.sessions[0];
    assert_eq!(newest.session.trigger, Trigger::Woken);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_set_back_does_not_stop_the_sessions() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    rig.host.console.scheduler.start_due().await;
    let ended = rig.ended_sessions();
    rig.clock.advance(SignedDuration::from_hours(-3));
    let mut started = rig.host.console.scheduler.start_due().await;
    for _ in 0..11 {
        rig.clock.advance(SignedDuration::from_secs(1));
        started += rig.host.console.scheduler.start_due().await;
    }
    assert_eq!(started, 1);
    rig.wait_for_sessions(ended + 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sleep_does_not_shorten_a_throttling() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    rig.host.console.scheduler.start_due().await;
    rig.set("request_limit", json!(true));
    rig.session().await;
    rig.clock.advance(SignedDuration::from_mins(20));
    for _ in 0..12 {
        assert_eq!(rig.host.console.scheduler.start_due().await, 0);
        rig.clock.advance(SignedDuration::from_secs(1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn statuses_that_were_not_read_for_a_while_say_so_and_keep_their_time() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let fresh = rig.counts().await;
    assert!(!fresh.stale);
    rig.clock.advance(SignedDuration::from_mins(10));
    rig.set("down", json!("json503"));
    rig.session().await;
    let counts = rig.counts().await;
    assert!(counts.stale);
    assert_eq!(
        counts.as_of, fresh.as_of,
        "as of the last session that read them"
    );
    rig.clock.advance(SignedDuration::from_mins(10));
    let rig = rig.restarted().await;
    assert_eq!(rig.state().await, ConnectionStateName::Connected);
    assert!(
        rig.counts().await.stale,
        "a restart does not make them fresh"
    );
    rig.set("down", json!("none"));
    rig.session().await;
    assert!(!rig.counts().await.stale);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hidden_window_is_checked_for_slower_and_at_once_when_it_comes_back() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    rig.host.console.scheduler.set_hidden(true);
    rig.session().await;
    let planned = next_in_minutes(&rig).await;
    assert!(due(5).contains(&planned), "{planned}");
    rig.host.console.scheduler.set_hidden(false);
    assert!(
        next_in_minutes(&rig).await >= 4,
        "it was checked a moment ago"
    );
    rig.host.console.scheduler.set_hidden(true);
    rig.clock.advance(SignedDuration::from_mins(2));
    rig.host.console.scheduler.set_hidden(false);
    assert_eq!(next_in_minutes(&rig).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_switch_and_no_setting_brings_a_session_into_a_pause_that_salesforce_asked_for() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let interval = async |rig: &Rig, minutes: &str| {
        let name = lpc_core::settings::SettingKey::IntervalMinutes;
        lpc_api::settings::change_setting(&rig.host, name, minutes)
            .await
            .unwrap();
    };
    rig.set("request_limit", json!(true));
    assert_eq!(rig.session().await, Outcome::Failed);
    for on in [false, true] {
        lpc_api::organizations::set_synchronization(&rig.host, rig.org(), on)
            .await
            .unwrap();
    }
    assert_eq!(rig.host.console.scheduler.start_due().await, 0);
    assert!((29..=30).contains(&next_in_minutes(&rig).await));
    // A session that succeeded, of an organization whose limit is nearly used up.
    rig.set("request_limit", json!(false));
    rig.set("api_limit", json!(1_000_000));
    rig.set("api_used", json!(860_000));
    interval(&rig, "120").await;
    assert_eq!(rig.session().await, Outcome::Finished);
    interval(&rig, "1").await;
    assert!(next_in_minutes(&rig).await > 50, "the budget holds on");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_interval_does_not_lengthen_the_pause_after_a_failure_and_a_look_does_not_shorten_it()
 {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let name = lpc_core::settings::SettingKey::IntervalMinutes;
    lpc_api::settings::change_setting(&rig.host, name, "120")
        .await
        .unwrap();
    rig.set("down", json!("json503"));
    assert_eq!(rig.session().await, Outcome::Failed);
    assert!(next_in_minutes(&rig).await <= 3, "it is tried again soon");
    rig.set("down", json!("none"));
    assert_eq!(rig.session().await, Outcome::Finished);
    rig.host.console.scheduler.set_hidden(true);
    rig.clock.advance(SignedDuration::from_mins(10));
    rig.host.console.scheduler.set_hidden(false);
    assert!(
        next_in_minutes(&rig).await > 90,
        "the person asked for two hours"
    );
}
