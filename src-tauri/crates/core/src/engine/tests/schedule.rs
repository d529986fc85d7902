//! The schedule: what falls due, what waits, what a jump of the clock and a look change.

use super::rig::{Rig, at, person, unreachable};
use crate::connection::ConnectionState;
use crate::fault::{Fault, FaultCode};
use crate::organization::OrganizationChange;
use crate::part::Part;
use crate::port::Store;
use crate::port::salesforce::CallFailure;
use crate::port::vault::SealState;
use crate::session::Trigger;
use crate::settings::SettingKey;
use crate::turn::Turn;
use jiff::SignedDuration;
use std::sync::Arc;

async fn look(rig: &Rig) -> usize {
    rig.engine.scheduler.start_due().await
}

#[tokio::test]
async fn nothing_starts_before_somebody_signed_in() {
    let rig = Rig::new().await;
    assert_eq!(look(&rig).await, 0);
    assert_eq!(rig.state(|state| state.turn), Turn::Unplanned);
}

#[tokio::test]
async fn the_next_session_starts_when_it_is_due_and_not_before() {
    let rig = Rig::connected().await;
    rig.clock.advance(SignedDuration::from_secs(59));
    assert_eq!(look(&rig).await, 0);
    rig.clock.advance(SignedDuration::from_secs(1));
    assert_eq!(look(&rig).await, 1);
    assert_eq!(look(&rig).await, 0, "it is not started twice");
    rig.until(|state| state.turn.due() == Some(at(2_120))).await;
}

#[tokio::test]
async fn a_restart_plans_the_first_session_within_the_interval() {
    let rig = Rig::connected().await;
    rig.state(|state| state.turn = Turn::Unplanned);
    assert_eq!(look(&rig).await, 0);
    let planned = rig.state(|state| state.turn);
    let (at, why) = (at(2_030), Trigger::Schedule);
    assert_eq!(planned, Turn::Due { at, why });
}

#[tokio::test]
async fn after_a_sleep_a_session_runs_at_once_whatever_failed_before() {
    let rig = Rig::connected().await;
    for _ in 0..4 {
        rig.salesforce
            .with(|org| org.failures.push_back(unreachable()));
        rig.session().await;
    }
    assert_eq!(rig.state(|state| state.turn.due()), Some(at(2_000 + 900)));
    look(&rig).await;
    rig.clock.advance(SignedDuration::from_secs(100));
    assert_eq!(look(&rig).await, 0);
    assert_eq!(rig.state(|state| state.turn.due()), Some(at(2_105)));
    assert_eq!(rig.state(|state| state.known.failures), 0);
}

#[tokio::test]
async fn a_throttling_outlasts_a_sleep() {
    let rig = Rig::connected().await;
    let fault = Fault::new(FaultCode::RequestLimit, "REQUEST_LIMIT_EXCEEDED");
    let limit = CallFailure::RequestLimit {
        fault,
        retry_after: None,
    };
    rig.salesforce.with(|org| org.failures.push_back(limit));
    rig.session().await;
    look(&rig).await;
    rig.clock.advance(SignedDuration::from_mins(20));
    assert_eq!(look(&rig).await, 0);
    assert_eq!(rig.state(|state| state.turn.due()), Some(at(2_000 + 1_800)));
}

#[tokio::test]
async fn a_lost_connection_is_never_due() {
    let rig = Rig::connected().await;
    rig.state(|state| state.known.key_lost = true);
    rig.vault()
        .with(|sealed| sealed.seal_state = Some(SealState::KeyLost));
    rig.clock.advance(SignedDuration::from_mins(2));
    assert_eq!(look(&rig).await, 0);
}

#[tokio::test]
async fn a_key_that_is_back_ends_its_loss_without_a_login() {
    let rig = Rig::connected().await;
    rig.state(|state| state.known.key_lost = true);
    rig.vault()
        .with(|sealed| sealed.seal_state = Some(SealState::KeyLost));
    look(&rig).await;
    assert_eq!(rig.state(|state| state.known.look_again), Some(at(2_010)));
    rig.vault().with(|sealed| sealed.seal_state = None);
    look(&rig).await;
    let reading = rig
        .engine
        .directory
        .connection(rig.id)
        .await
        .expect("there");
    assert_eq!(reading.state, ConnectionState::Connected);
}

#[tokio::test]
async fn a_refused_connection_is_looked_at_again_by_itself() {
    let rig = Rig::connected().await;
    let off = Fault::new(
        FaultCode::ApiDisabledForOrganization,
        "API_DISABLED_FOR_ORG",
    );
    rig.salesforce
        .with(|org| org.failures.push_back(CallFailure::Refused(off)));
    rig.session().await;
    assert_eq!(rig.state(|state| state.turn.due()), Some(at(2_000 + 1_800)));
    rig.clock.advance(SignedDuration::from_mins(30));
    assert_eq!(look(&rig).await, 1);
}

#[tokio::test]
async fn a_token_that_nobody_uses_is_kept_alive_once_in_half_an_hour_at_most() {
    let rig = Rig::connected().await;
    let off = OrganizationChange::ServiceAccountLogin(false);
    let changed = rig.engine.organizations.change(person(), rig.id, off);
    changed.await.expect("kept");
    let refreshes = || rig.salesforce.with(|org| org.refreshes);
    look(&rig).await;
    assert_eq!(refreshes(), 0, "it is young");
    rig.clock.advance(SignedDuration::from_hours(24 * 7));
    look(&rig).await;
    look(&rig).await;
    assert_eq!(refreshes(), 1);
}

#[tokio::test]
async fn an_organization_that_is_not_synchronized_runs_nothing_until_it_is_again() {
    let rig = Rig::connected().await;
    set(&rig, false).await;
    rig.clock.advance(SignedDuration::from_mins(5));
    assert_eq!(look(&rig).await, 0);
    set(&rig, true).await;
    assert_eq!(rig.state(|state| state.turn.due()), Some(at(2_300)));
    assert_eq!(look(&rig).await, 1);
}

async fn set(rig: &Rig, on: bool) {
    let organizations = &rig.engine.organizations;
    let switched = organizations.set_synchronization(person(), rig.id, on);
    switched.await.expect("kept");
}

#[tokio::test]
async fn who_comes_back_to_the_window_does_not_wait_for_a_slow_plan() {
    let rig = Rig::connected().await;
    rig.engine.scheduler.set_hidden(true);
    rig.session().await;
    assert_eq!(rig.state(|state| state.turn.due()), Some(at(2_300)));
    rig.clock.advance(SignedDuration::from_mins(2));
    rig.engine.scheduler.set_hidden(false);
    assert_eq!(rig.state(|state| state.turn.due()), Some(at(2_125)));
}

#[tokio::test]
async fn a_shorter_interval_holds_at_once() {
    let rig = Rig::connected().await;
    let set = async |minutes| {
        let preferences = &rig.engine.preferences;
        let key = SettingKey::IntervalMinutes;
        let changed = preferences.change_setting(person(), key, minutes);
        changed.await.expect("allowed");
    };
    set("60").await;
    rig.session().await;
    assert_eq!(rig.state(|state| state.turn.due()), Some(at(2_000 + 3_600)));
    set("2").await;
    assert_eq!(rig.state(|state| state.turn.due()), Some(at(2_060)));
}

#[tokio::test]
async fn a_look_that_goes_on_is_not_begun_a_second_time() {
    let rig = Rig::connected().await;
    rig.clock.advance(SignedDuration::from_mins(1));
    let looking = Arc::clone(&rig.engine.states.of(rig.id).looking);
    let held = looking.lock_owned().await;
    assert_eq!(look(&rig).await, 0);
    drop(held);
    assert_eq!(look(&rig).await, 1);
}

#[tokio::test]
async fn one_organization_that_hangs_delays_no_other() {
    let rig = Rig::connected().await;
    let made = rig
        .engine
        .organizations
        .create(person(), "Pellworm", "", "3MVG9");
    let other = made.await.expect("the name is free");
    let stored = rig.vault().with(|sealed| {
        let (mut stored, token) = sealed.connections[&rig.id].clone();
        stored.organization = other;
        (stored, token)
    });
    rig.vault()
        .with(|sealed| sealed.connections.insert(other, stored));
    look(&rig).await;
    let reading = Arc::clone(&rig.engine.states.of(rig.id).reading);
    let _hangs = reading.lock_owned().await;
    rig.clock.advance(SignedDuration::from_mins(1));
    assert_eq!(look(&rig).await, 2);
    let read = |of: Turn| matches!(of, Turn::Due { at: due, .. } if due > at(2_060));
    for _ in 0..10_000 {
        if rig.engine.states.change(other, |state| read(state.turn)) {
            break;
        }
        tokio::task::yield_now().await;
    }
    assert!(rig.engine.states.change(other, |state| read(state.turn)));
    assert!(
        !rig.state(|state| read(state.turn)),
        "the other one still waits"
    );
}

#[tokio::test]
async fn a_session_that_panics_gives_its_turn_back_and_is_told() {
    let rig = Rig::connected().await;
    let tasks = Arc::clone(&rig.engine.tasks);
    let ended = tasks
        .run(Part::Session, async { panic!("a mistake") })
        .await;
    assert_eq!(
        ended.map_err(|panicked| panicked.0),
        Err::<(), _>(Part::Session)
    );
    assert_eq!(tasks.stopped()[0].part, Part::Session);
    rig.clock.advance(SignedDuration::from_hours(1));
    assert!(
        tasks.stopped().is_empty(),
        "an hour later nobody is told any more"
    );
}

#[tokio::test]
async fn the_members_are_counted_once_a_session_ended() {
    let rig = Rig::connected().await;
    let sessions = rig.store().last_sessions(rig.id).await.expect("readable");
    let ended = sessions.ended.expect("one ran");
    assert_eq!((ended.members_checked, ended.api_calls), (3, 3));
}
