//! Sessions: what is read, how failures end, and what a person may ask for.

use super::rig::{Rig, at, id, inactive, person, unreachable, user};
use crate::connection::{ConnectionState, FaultKind, PassingFault};
use crate::directory::ApiUsage;
use crate::fault::{Fault, FaultCode};
use crate::member_check::CheckOutcome;
use crate::organization::OrganizationChange;
use crate::port::Store;
use crate::port::salesforce::{CallFailure, TokenFailure};
use crate::refusal::{NotDone, SessionsStopped};
use crate::session::{Outcome, Trigger};
use crate::status::OwnStatus;
use jiff::SignedDuration;

async fn suspended(rig: &Rig) -> u64 {
    let state = rig.store().state(rig.id).await.expect("it is there");
    state.counts.of(OwnStatus::Suspended)
}

async fn view(rig: &Rig) -> ConnectionState {
    let reading = rig.engine.directory.connection(rig.id).await;
    reading.expect("it is there").state
}

fn request_limit(retry_after: Option<SignedDuration>) -> CallFailure {
    CallFailure::RequestLimit {
        fault: Fault::new(FaultCode::RequestLimit, "REQUEST_LIMIT_EXCEEDED"),
        retry_after,
    }
}

#[tokio::test]
async fn the_first_session_reads_everyone_and_the_next_what_changed() {
    let rig = Rig::connected().await;
    let before = rig.salesforce.with(|org| org.calls);
    rig.salesforce.with(|org| {
        org.users[0] = inactive(1);
        org.users[0].modified = at(2_001);
    });
    rig.clock.advance(SignedDuration::from_mins(1));
    assert_eq!(rig.session().await, Some(Outcome::Finished));
    assert_eq!(suspended(&rig).await, 1);
    let calls = rig.salesforce.with(|org| org.calls) - before;
    assert_eq!(calls, 2, "who is frozen, and who changed");
}

#[tokio::test]
async fn a_load_that_breaks_off_keeps_every_page_that_it_read() {
    let rig = Rig::new().await;
    rig.salesforce.with(|org| {
        org.users = (1..=40).map(user).collect();
        org.page_size = 2;
        org.missing_page = Some(id(30));
    });
    rig.log_in().await;
    let state = rig.store().state(rig.id).await.expect("it is there");
    let loading = state.mirror.loading.expect("it is not done");
    assert_eq!(loading.resume_after, Some(id(30)), "behind the last step");
    assert_eq!(rig.session().await, Some(Outcome::Finished));
    let state = rig.store().state(rig.id).await.expect("it is there");
    assert_eq!(state.counts.all_members(), 40);
}

#[tokio::test]
async fn pages_without_end_are_left_at_once_in_a_load_and_in_a_delta() {
    let rig = Rig::connected().await;
    for full in [true, false] {
        rig.salesforce.with(|org| {
            org.page_size = 2;
            org.endless = true;
        });
        rig.state(|state| state.known.full_load_wanted = full);
        let before = rig.salesforce.with(|org| org.calls);
        rig.clock.advance(SignedDuration::from_mins(1));
        rig.salesforce.with(|org| {
            for user in &mut org.users {
                user.modified = at(2_060);
            }
        });
        assert_eq!(rig.session().await, Some(Outcome::Failed));
        let calls = rig.salesforce.with(|org| org.calls) - before;
        assert!(calls <= 4, "{calls} calls");
        let ConnectionState::Passing(PassingFault::Unreachable { fault, .. }) = view(&rig).await
        else {
            panic!("it looks as if it had been read");
        };
        assert_eq!(fault.code, FaultCode::ListUnbelievable);
        assert_eq!(suspended(&rig).await, 0);
        rig.salesforce.with(|org| org.endless = false);
        rig.clock.advance(SignedDuration::from_hours(1));
        assert_eq!(rig.session().await, Some(Outcome::Finished));
    }
}

#[tokio::test]
async fn a_session_stops_where_a_budget_ends_keeps_what_it_read_and_goes_on_later() {
    for (used, limit, why) in [
        (960, 1_000, SessionsStopped::NoBudget),
        (1, 240, SessionsStopped::OwnShareUsed),
    ] {
        let rig = Rig::new().await;
        rig.salesforce.with(|org| {
            org.users = (1..=60).map(user).collect();
            org.page_size = 2;
            org.usage = Some(ApiUsage { used, limit });
        });
        rig.log_in().await;
        let last = rig.store().last_sessions(rig.id).await.expect("read");
        let last = last.ended.expect("it ran");
        assert_eq!(last.outcome, Some(Outcome::Interrupted), "{why:?}");
        assert_eq!(last.fault.map(|fault| fault.raw), Some(why.to_string()));
        let state = rig.store().state(rig.id).await.expect("it is there");
        let read = state.counts.users;
        assert!((10..60).contains(&read), "{read} users are kept");
        rig.salesforce.with(|org| org.usage = None);
        rig.state(|state| state.known.usage = None);
        assert_eq!(rig.session().await, Some(Outcome::Finished));
        let state = rig.store().state(rig.id).await.expect("it is there");
        assert_eq!(state.counts.users, 60, "{why:?}");
    }
}

#[tokio::test]
async fn everyone_is_read_again_after_six_hours() {
    let rig = Rig::connected().await;
    // Nobody has a new stamp, so only a complete list shows it.
    rig.salesforce.with(|org| org.users[0] = inactive(1));
    rig.session().await;
    assert_eq!(suspended(&rig).await, 0);
    rig.clock.advance(SignedDuration::from_hours(6));
    rig.session().await;
    assert_eq!(suspended(&rig).await, 1);
}

#[tokio::test]
async fn a_reconciliation_reads_everyone_although_it_is_early() {
    let rig = Rig::connected().await;
    rig.salesforce.with(|org| org.users[0] = inactive(1));
    rig.state(|state| state.known.full_load_wanted = true);
    rig.session().await;
    assert_eq!(suspended(&rig).await, 1);
    assert!(!rig.state(|state| state.known.full_load_wanted), "once");
}

#[tokio::test]
async fn an_unreachable_salesforce_reddens_nobody_and_doubles_the_pause() {
    let rig = Rig::connected().await;
    rig.salesforce
        .with(|org| org.failures.push_back(unreachable()));
    assert_eq!(rig.session().await, Some(Outcome::Failed));
    assert_eq!(suspended(&rig).await, 0);
    assert!(matches!(
        view(&rig).await,
        ConnectionState::Passing(PassingFault::Unreachable { .. })
    ));
    assert_eq!(rig.state(|state| state.turn.due()), Some(at(2_120)));
    assert_eq!(rig.session().await, Some(Outcome::Finished));
    assert_eq!(view(&rig).await, ConnectionState::Connected);
    assert_eq!(rig.state(|state| state.known.failures), 0);
}

#[tokio::test]
async fn it_is_unreachable_since_the_first_time_in_a_row() {
    let rig = Rig::connected().await;
    for _ in 0..2 {
        rig.salesforce
            .with(|org| org.failures.push_back(unreachable()));
        rig.session().await;
        rig.clock.advance(SignedDuration::from_mins(5));
    }
    let ConnectionState::Passing(PassingFault::Unreachable { since, .. }) = view(&rig).await else {
        panic!("it was reached");
    };
    assert_eq!(since, at(2_000));
}

#[tokio::test]
async fn used_up_requests_wait_half_an_hour_or_as_long_as_salesforce_says() {
    let rig = Rig::connected().await;
    let hour = SignedDuration::from_hours(1);
    for (wish, until) in [(None, 1_800), (Some(hour * 5), 5 * 3_600)] {
        rig.salesforce
            .with(|org| org.failures.push_back(request_limit(wish)));
        rig.session().await;
        let ConnectionState::Passing(PassingFault::Throttled { until: end, .. }) = view(&rig).await
        else {
            panic!("nothing is used up");
        };
        assert_eq!(end, at(2_000 + until));
    }
}

#[tokio::test]
async fn an_expired_access_token_is_renewed_once_and_nobody_notices() {
    let rig = Rig::connected().await;
    let expired =
        || CallFailure::SessionExpired(Fault::new(FaultCode::Unknown, "INVALID_SESSION_ID"));
    rig.salesforce.with(|org| org.failures.push_back(expired()));
    assert_eq!(rig.session().await, Some(Outcome::Finished));
    assert_eq!(rig.salesforce.with(|org| org.refreshes), 1);
    assert_eq!(
        rig.state(|state| state.known.access.clone().map(|known| known.generation)),
        Some(2)
    );
}

#[tokio::test]
async fn a_dead_refresh_token_loses_the_connection_with_one_alert() {
    let rig = Rig::connected().await;
    rig.state(|state| state.known.access = None);
    let lost = TokenFailure::Lost(Fault::new(FaultCode::TokenExpired, "invalid_grant"));
    rig.salesforce.with(|org| org.refused.push_back(lost));
    assert_eq!(rig.session().await, Some(Outcome::Failed));
    assert!(matches!(view(&rig).await, ConnectionState::Lost(_)));
    // It is not spent a second time.
    assert_eq!(rig.session().await, Some(Outcome::Failed));
    assert_eq!(rig.salesforce.with(|org| org.refreshes), 1);
    assert_eq!(rig.alerts.lock().expect("never panics").len(), 1);
}

#[tokio::test]
async fn a_grant_refused_for_a_reason_nobody_knows_is_tried_less_and_less_until_it_works() {
    let rig = Rig::connected().await;
    rig.state(|state| state.known.access = None);
    let refused = || {
        TokenFailure::Lost(Fault::new(
            FaultCode::GrantRefused,
            "invalid_grant: a new text",
        ))
    };
    let mut pauses = Vec::new();
    for refreshes in 1..=6 {
        rig.salesforce.with(|org| org.refused.push_back(refused()));
        assert_eq!(rig.session().await, Some(Outcome::Failed));
        assert_eq!(rig.salesforce.with(|org| org.refreshes), refreshes);
        let ConnectionState::Lost(fault) = view(&rig).await else {
            panic!("it is offered to sign in");
        };
        assert_eq!(fault.since, at(2_000), "since the first time");
        let due = rig
            .state(|state| state.turn.due())
            .expect("it is tried again");
        let now = rig.engine.ports.now();
        pauses.push(due.duration_since(now).as_mins());
        rig.clock.advance(due.duration_since(now));
    }
    assert_eq!(pauses, [30, 60, 120, 240, 360, 360]);
    assert_eq!(rig.alerts.lock().expect("never panics").len(), 1);
    assert_eq!(
        rig.engine.scheduler.start_due().await,
        1,
        "without a person"
    );
    rig.until(|state| state.known.failures == 0).await;
    assert_eq!(view(&rig).await, ConnectionState::Connected);
    let tab = rig.engine.directory.connectivity(rig.id).await;
    let recovery = tab.expect("it is there").recovery.expect("it says so");
    assert_eq!(recovery.lost_since, at(2_000));
}

#[tokio::test]
async fn a_grant_refused_for_a_reason_nobody_knows_can_be_tried_by_hand() {
    let rig = Rig::connected().await;
    rig.state(|state| state.known.access = None);
    let refused = Fault::new(FaultCode::GrantRefused, "invalid_grant: a new text");
    rig.salesforce
        .with(|org| org.refused.push_back(TokenFailure::Lost(refused)));
    rig.session().await;
    let started = rig.engine.sync.check_now(rig.id).await;
    started.expect("it may be tried");
    rig.until(|state| state.known.failures == 0).await;
    assert_eq!(view(&rig).await, ConnectionState::Connected);
}

fn policy() -> CallFailure {
    let raw = "TXN_SECURITY_NO_ACCESS: The operation you requested was blocked";
    CallFailure::Refused(Fault::new(FaultCode::ReadBlocked, raw))
}

/// A session that is refused at its first question.
async fn refused(rig: &Rig) {
    rig.salesforce.with(|org| org.failures.push_back(policy()));
    assert_eq!(rig.session().await, Some(Outcome::Failed));
}

#[tokio::test]
async fn a_read_refused_three_times_in_a_row_is_no_connection_that_works() {
    let rig = Rig::connected().await;
    refused(&rig).await;
    refused(&rig).await;
    assert_eq!(view(&rig).await, ConnectionState::Connected, "an accident");
    refused(&rig).await;
    refused(&rig).await;
    let ConnectionState::Passing(PassingFault::NotRead { fault, .. }) = view(&rig).await else {
        panic!("it is green while nothing is read");
    };
    assert!(fault.raw.starts_with("TXN_SECURITY_NO_ACCESS"));
    assert_eq!(suspended(&rig).await, 0, "nobody is red");
    let told = || rig.alerts.lock().expect("never panics").len();
    assert_eq!(told(), 1);
    assert_eq!(rig.session().await, Some(Outcome::Finished));
    assert_eq!(view(&rig).await, ConnectionState::Connected);
    assert_eq!(told(), 2, "it is over");
    let tab = rig.engine.directory.connectivity(rig.id).await;
    let recovery = tab.expect("it is there").recovery;
    assert_eq!(recovery, None, "nobody was suspended");
    refused(&rig).await;
    assert_eq!(view(&rig).await, ConnectionState::Connected, "counted anew");
}

#[tokio::test]
async fn a_first_load_that_is_refused_is_told_at_once() {
    let rig = Rig::new().await;
    rig.salesforce.with(|org| org.hidden = Some(policy()));
    rig.log_in().await;
    assert!(matches!(
        view(&rig).await,
        ConnectionState::Passing(PassingFault::NotRead { .. })
    ));
}

#[tokio::test]
async fn that_nothing_is_read_is_known_after_a_restart() {
    let rig = Rig::connected().await;
    for _ in 0..3 {
        refused(&rig).await;
    }
    rig.state(|state| *state = state.disconnected());
    assert_eq!(view(&rig).await, ConnectionState::Connected, "forgotten");
    rig.engine
        .reconcile_with_vault()
        .await
        .expect("it is there");
    assert!(matches!(
        view(&rig).await,
        ConnectionState::Passing(PassingFault::NotRead { .. })
    ));
    refused(&rig).await;
    assert_eq!(rig.alerts.lock().expect("never panics").len(), 1);
    // What one member's check is told says nothing of everyone.
    rig.salesforce.with(|org| org.failures.push_back(policy()));
    let checked = rig.engine.sync.check_member(rig.id, &id(1)).await;
    checked.expect("it is kept as failed");
    let ConnectionState::Passing(PassingFault::NotRead { .. }) = view(&rig).await else {
        panic!("a check of one member ended it");
    };
}

#[tokio::test]
async fn an_answer_ends_that_salesforce_was_not_there() {
    let rig = Rig::connected().await;
    rig.salesforce
        .with(|org| org.failures.push_back(unreachable()));
    rig.session().await;
    assert!(matches!(
        view(&rig).await,
        ConnectionState::Passing(PassingFault::Unreachable { .. })
    ));
    refused(&rig).await;
    assert_eq!(view(&rig).await, ConnectionState::Connected);
}

#[tokio::test]
async fn a_refusal_of_the_connection_is_over_once_everything_was_read() {
    let rig = Rig::connected().await;
    let off = Fault::new(
        FaultCode::ApiDisabledForOrganization,
        "API_DISABLED_FOR_ORG",
    );
    rig.salesforce
        .with(|org| org.failures.push_back(CallFailure::Refused(off)));
    rig.session().await;
    let ConnectionState::Refused(fault) = view(&rig).await else {
        panic!("it is not refused");
    };
    assert_eq!(fault.kind, FaultKind::Refused);
    rig.session().await;
    assert_eq!(view(&rig).await, ConnectionState::Connected);
}

#[tokio::test]
async fn an_answer_that_brings_another_account_is_refused_and_its_token_revoked() {
    let rig = Rig::connected().await;
    rig.vault().with(|sealed| {
        let known = sealed.connections.get_mut(&rig.id).expect("connected");
        known.0.account.user_id = id(5);
    });
    rig.state(|state| state.known.access = None);
    rig.session().await;
    assert!(matches!(view(&rig).await, ConnectionState::Refused(_)));
    let revoked = rig.salesforce.with(|org| org.revoked.clone());
    assert_eq!(revoked, ["rotated at https://login.salesforce.com"]);
}

#[tokio::test]
async fn what_is_switched_off_begins_no_session() {
    let rig = Rig::connected().await;
    for off in [
        OrganizationChange::Synchronization(false),
        OrganizationChange::ServiceAccountLogin(false),
    ] {
        let organizations = &rig.engine.organizations;
        organizations
            .change(person(), rig.id, off)
            .await
            .expect("kept");
        assert_eq!(rig.session().await, None);
    }
    let refused = rig.engine.sync.check_now(rig.id).await;
    assert!(matches!(
        refused,
        Err(NotDone::Stopped(SessionsStopped::SynchronizationOff))
    ));
}

#[tokio::test]
async fn a_person_checks_once_a_minute() {
    let rig = Rig::connected().await;
    let check = || rig.engine.sync.check_now(rig.id);
    check().await.expect("allowed");
    assert!(matches!(
        check().await,
        Err(NotDone::TooSoon { seconds: 60 })
    ));
    rig.clock.advance(SignedDuration::from_secs(60));
    check().await.expect("allowed again");
}

#[tokio::test]
async fn nobody_checks_by_hand_while_the_organizations_requests_are_nearly_used_up() {
    let rig = Rig::connected().await;
    let usage = |used| {
        Some(ApiUsage {
            used,
            limit: 100_000,
        })
    };
    rig.state(|state| state.known.usage = usage(95_000));
    let refused = rig.engine.sync.check_now(rig.id).await;
    assert!(matches!(refused, Err(NotDone::NoBudget)));
    rig.state(|state| state.known.usage = usage(94_999));
    rig.engine.sync.check_now(rig.id).await.expect("room again");
}

#[tokio::test]
async fn calls_that_belong_to_no_session_count_in_the_consoles_share() {
    let rig = Rig::connected().await;
    let spent = async || {
        let calls = rig.engine.connections.own_calls(rig.id, u64::MAX).await;
        calls.expect("memory answers").spent
    };
    let before = spent().await;
    assert_eq!(before, 9, "six at the sign-in, three by the first session");
    rig.engine.connections.test_connection(rig.id).await;
    assert_eq!(spent().await - before, 7);
    rig.engine
        .connections
        .check_preflight(rig.id)
        .await
        .expect("answered");
    assert_eq!(spent().await - before, 13);
    rig.clock.advance(SignedDuration::from_hours(25));
    assert_eq!(spent().await, 0, "a day later");
}

#[tokio::test]
async fn the_own_share_used_up_by_tests_refuses_a_check_and_says_until_when() {
    let rig = Rig::connected().await;
    rig.state(|state| {
        state.known.usage = Some(ApiUsage {
            used: 9,
            limit: 100,
        })
    });
    let Err(NotDone::OwnShareUsed { used, minutes }) = rig.engine.sync.check_now(rig.id).await
    else {
        panic!("it has room");
    };
    assert_eq!((used.spent, used.allowed, minutes), (9, 5, 24 * 60));
}

#[tokio::test]
async fn held_back_changes_wait_for_the_number_that_was_shown() {
    let rig = Rig::new().await;
    rig.salesforce
        .with(|org| org.users = (1..=100).map(user).collect());
    rig.log_in().await;
    rig.salesforce
        .with(|org| org.frozen = (1..=60).map(id).collect());
    assert_eq!(rig.session().await, Some(Outcome::HeldBack));
    assert_eq!(suspended(&rig).await, 0);
    let apply = |affected| rig.engine.sync.apply_held_back(person(), rig.id, affected);
    assert!(matches!(apply(59).await, Err(NotDone::NumbersChanged)));
    apply(60).await.expect("as shown");
    // Nothing is held back any more, so the next one comes as soon as ever.
    rig.until(|state| state.turn.due() == Some(at(2_060))).await;
    assert_eq!(suspended(&rig).await, 60);
}

#[tokio::test]
async fn one_member_is_checked_alone_and_not_twice_in_a_minute() {
    let rig = Rig::connected().await;
    rig.salesforce.with(|org| org.frozen = vec![id(2)]);
    let member = id(2);
    let check = || rig.engine.sync.check_member(rig.id, &member);
    let found = check().await.expect("allowed");
    assert_eq!(
        (found.outcome, found.after),
        (CheckOutcome::Changed, Some(OwnStatus::Suspended))
    );
    let again = check().await;
    assert!(matches!(again, Err(NotDone::TooSoon { .. })));
    rig.clock.advance(SignedDuration::from_mins(1));
    let found = check().await.expect("allowed again");
    assert_eq!(found.outcome, CheckOutcome::Unchanged);
}

#[tokio::test]
async fn a_check_that_fails_changes_nobody_and_keeps_what_stopped_it() {
    let rig = Rig::connected().await;
    rig.salesforce
        .with(|org| org.failures.push_back(unreachable()));
    let found = rig
        .engine
        .sync
        .check_member(rig.id, &id(2))
        .await
        .expect("kept");
    assert_eq!(
        (found.outcome, found.before),
        (CheckOutcome::Failed, found.after)
    );
    assert!(matches!(
        view(&rig).await,
        ConnectionState::Passing(PassingFault::Unreachable { .. })
    ));
    assert_eq!(
        rig.state(|state| state.known.failures),
        0,
        "no pause grows by it"
    );
}

#[tokio::test]
async fn a_check_that_succeeds_after_a_failure_brings_the_next_session_at_once() {
    let rig = Rig::connected().await;
    rig.salesforce
        .with(|org| org.failures.push_back(unreachable()));
    rig.session().await;
    rig.engine
        .sync
        .check_member(rig.id, &id(2))
        .await
        .expect("allowed");
    assert_eq!(rig.state(|state| state.turn.due()), Some(at(2_000)));
}

#[tokio::test]
async fn a_user_who_is_no_member_is_not_checked() {
    let rig = Rig::new().await;
    rig.salesforce.with(|org| org.users[2] = inactive(3));
    rig.log_in().await;
    let refused = rig.engine.sync.check_member(rig.id, &id(3)).await;
    assert!(matches!(refused, Err(NotDone::NotAMember)));
    let refused = rig.engine.sync.check_member(rig.id, &id(7)).await;
    assert!(
        matches!(refused, Err(NotDone::Store(_))),
        "nobody knows this one"
    );
}

#[tokio::test]
async fn a_second_session_does_not_repeat_the_one_that_runs() {
    let rig = Rig::connected().await;
    let session = std::sync::Arc::clone(&rig.engine.states.of(rig.id).session);
    let _running = session.lock_owned().await;
    assert_eq!(rig.engine.sync.run(rig.id, Trigger::Manual).await, None);
}
