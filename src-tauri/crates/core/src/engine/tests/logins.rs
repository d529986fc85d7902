//! Logins from the button to the stored connection, and back.

use super::rig::{Rig, account, at, id, person, unreachable};
use crate::connection::{ConnectionState, Disconnection};
use crate::connection_test::{TestOutcome, TestStepName};
use crate::environment::Environment;
use crate::fault::{Fault, FaultCode};
use crate::key_store::KeyStoreNotice;
use crate::login::{CallbackRefusal, LoginFailure, LoginPhase, LoginPurpose};
use crate::organization::OrganizationChange;
use crate::port::vault::SealState;
use crate::port::{Store, Vault};
use crate::refusal::NotDone;
use jiff::SignedDuration;

async fn begin(rig: &Rig, purpose: LoginPurpose) -> Result<(), NotDone> {
    let connections = &rig.engine.connections;
    let begun = connections.start_login(person(), rig.id, Environment::Production, purpose);
    begun.await.map(drop)
}

async fn change(rig: &Rig, change: OrganizationChange) {
    let changed = rig.engine.organizations.change(person(), rig.id, change);
    changed.await.expect("memory takes everything");
}

async fn failure(rig: &Rig) -> LoginFailure {
    match rig.login().await {
        LoginPhase::Failed { failure, .. } => failure,
        other => panic!("it did not fail: {other:?}"),
    }
}

/// Somebody else is pinned than who signs in.
fn pin_another(rig: &Rig) {
    rig.vault().with(|sealed| {
        let known = sealed.connections.get_mut(&rig.id).expect("connected");
        known.0.account.user_id = id(5);
    });
}

#[tokio::test]
async fn a_login_stores_the_account_its_checks_and_its_name() {
    let rig = Rig::connected().await;
    let stored = rig.vault().connection(rig.id).await.expect("readable");
    assert_eq!(stored.map(|known| known.account), Some(account()));
    let checks = rig.store().preflight(rig.id).await.expect("readable");
    assert_eq!(checks.map(|known| known.checks.len()), Some(12));
    assert!(matches!(rig.login().await, LoginPhase::Idle));
}

#[tokio::test]
async fn a_login_needs_the_switch_a_key_and_the_confirmation() {
    let rig = Rig::new().await;
    change(&rig, OrganizationChange::NoLpcUser(false)).await;
    let begun = begin(&rig, LoginPurpose::Connect).await;
    assert!(matches!(begun, Err(NotDone::NotConfirmed)));
    let app = crate::organization::ClientApp::empty(Environment::Production);
    change(&rig, OrganizationChange::ClientApp(app)).await;
    let begun = begin(&rig, LoginPurpose::Connect).await;
    assert!(matches!(begun, Err(NotDone::NoConsumerKey)));
    change(&rig, OrganizationChange::ServiceAccountLogin(false)).await;
    let begun = begin(&rig, LoginPurpose::Connect).await;
    assert!(matches!(begun, Err(NotDone::LoginOff)));
    assert!(matches!(rig.login().await, LoginPhase::Idle));
}

#[tokio::test]
async fn without_a_key_store_no_login_begins_and_a_lost_key_is_replaced_by_one() {
    let rig = Rig::new().await;
    let seal = |state| rig.vault().with(|sealed| sealed.seal_state = Some(state));
    seal(SealState::NoKeyStore { sealed: false });
    let begun = begin(&rig, LoginPurpose::Connect).await;
    assert!(matches!(begun, Err(NotDone::KeyStore(_))));
    seal(SealState::KeyLost);
    begin(&rig, LoginPurpose::Connect)
        .await
        .expect("consent is given");
    assert_eq!(
        rig.vault().seal_state().await.expect("readable"),
        SealState::Ready
    );
}

#[tokio::test]
async fn a_login_that_nobody_comes_back_from_times_out_and_can_be_extended() {
    let rig = Rig::new().await;
    rig.begin_login().await;
    rig.clock.advance(SignedDuration::from_mins(9));
    assert!(
        rig.engine
            .connections
            .extend_login(rig.id)
            .await
            .expect("kept")
    );
    rig.clock.advance(SignedDuration::from_mins(9));
    assert!(rig.engine.connections.login_link(rig.id).is_some());
    rig.clock.advance(SignedDuration::from_mins(1));
    assert!(rig.engine.connections.login_link(rig.id).is_none());
    assert_eq!(failure(&rig).await, LoginFailure::TimedOut);
    assert!(
        !rig.engine
            .connections
            .extend_login(rig.id)
            .await
            .expect("kept")
    );
}

#[tokio::test]
async fn a_canceled_login_takes_no_callback() {
    let rig = Rig::new().await;
    rig.begin_login().await;
    rig.engine
        .connections
        .cancel_login(person(), rig.id)
        .await
        .expect("kept");
    assert_eq!(failure(&rig).await, LoginFailure::Canceled);
    let late = "com.lpcadmin.console://oauth/production?code=c&state=s";
    let taken = rig.engine.connections.accept_callback(person(), late).await;
    assert_eq!(taken, Err(CallbackRefusal::Unknown));
    rig.engine.connections.dismiss_login_failure(rig.id);
    assert!(matches!(rig.login().await, LoginPhase::Idle));
}

#[tokio::test]
async fn what_is_no_address_of_ours_ends_no_login() {
    let rig = Rig::new().await;
    rig.begin_login().await;
    let taken = rig
        .engine
        .connections
        .accept_callback(person(), "https://example.com/")
        .await;
    assert_eq!(taken, Err(CallbackRefusal::Malformed));
    assert!(matches!(rig.login().await, LoginPhase::Waiting { .. }));
}

#[tokio::test]
async fn a_denial_is_told_as_the_persons_choice() {
    let rig = Rig::new().await;
    rig.begin_login().await;
    let denied = "com.lpcadmin.console://oauth/production?error=access_denied&state=s";
    let taken = rig.engine.connections.accept_callback(person(), denied);
    taken.await.expect("it was waited for");
    let fault = Fault::new(FaultCode::Denied, "access_denied");
    assert_eq!(failure(&rig).await, LoginFailure::Denied(fault));
}

#[tokio::test]
async fn an_account_without_a_needed_right_is_not_stored_and_its_token_revoked() {
    let rig = Rig::new().await;
    rig.salesforce.with(|org| org.lacks_view_all_data = true);
    rig.begin_login().await;
    rig.come_back().await;
    assert!(matches!(
        failure(&rig).await,
        LoginFailure::CheckFailed { .. }
    ));
    assert!(
        rig.vault()
            .connection(rig.id)
            .await
            .expect("readable")
            .is_none()
    );
    assert_eq!(rig.salesforce.with(|org| org.revoked.len()), 1);
}

#[tokio::test]
async fn an_unreachable_salesforce_stores_nothing_and_the_failed_token_is_not_kept() {
    let rig = Rig::new().await;
    rig.begin_login().await;
    rig.salesforce
        .with(|org| org.failures.push_back(unreachable()));
    rig.come_back().await;
    assert!(matches!(failure(&rig).await, LoginFailure::Unreachable(_)));
    assert_eq!(rig.salesforce.with(|org| org.revoked.len()), 1);
}

#[tokio::test]
async fn another_account_is_refused_on_a_reconnect_and_asked_about_on_a_change() {
    let rig = Rig::connected().await;
    pin_another(&rig);
    rig.begin_login().await;
    rig.come_back().await;
    assert!(matches!(
        failure(&rig).await,
        LoginFailure::WrongAccount { .. }
    ));
    begin(&rig, LoginPurpose::Change)
        .await
        .expect("nothing in the way");
    rig.come_back().await;
    let LoginPhase::Confirming { question } = rig.login().await else {
        panic!("nothing is asked");
    };
    assert_eq!((question.found, question.until), (account(), at(2_600)));
    assert_eq!(question.pinned.map(|known| known.user_id), Some(id(5)));
}

#[tokio::test]
async fn the_admins_answer_stores_the_account_and_only_with_the_statement() {
    let rig = Rig::connected().await;
    pin_another(&rig);
    begin(&rig, LoginPurpose::Change)
        .await
        .expect("nothing in the way");
    rig.come_back().await;
    let confirm = |statement| {
        let connections = &rig.engine.connections;
        connections.confirm_account(person(), rig.id, statement)
    };
    assert!(matches!(confirm(false), Err(NotDone::AccountNotConfirmed)));
    confirm(true).expect("it is asked");
    assert!(matches!(confirm(true), Err(NotDone::NothingHeld)), "once");
    rig.until(|state| !state.login.is_under_way()).await;
    let stored = rig.vault().connection(rig.id).await.expect("readable");
    assert_eq!(stored.map(|known| known.account), Some(account()));
}

#[tokio::test]
async fn a_question_that_nobody_answers_is_withdrawn_and_its_token_revoked() {
    let rig = Rig::connected().await;
    pin_another(&rig);
    begin(&rig, LoginPurpose::Change)
        .await
        .expect("nothing in the way");
    rig.come_back().await;
    rig.clock.advance(SignedDuration::from_mins(10));
    assert_eq!(failure(&rig).await, LoginFailure::TimedOut);
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert_eq!(rig.salesforce.with(|org| org.revoked.len()), 1);
}

#[tokio::test]
async fn a_login_again_revokes_the_token_that_it_supersedes() {
    let rig = Rig::connected().await;
    rig.log_in().await;
    let revoked = rig.salesforce.with(|org| org.revoked.clone());
    assert_eq!(revoked, ["rotated at https://login.salesforce.com"]);
}

#[tokio::test]
async fn a_disconnection_that_cannot_revoke_asks_before_it_forgets() {
    let rig = Rig::connected().await;
    let disconnect = |regardless| {
        let connections = &rig.engine.connections;
        connections.disconnect(person(), rig.id, regardless)
    };
    let fail = || {
        rig.salesforce
            .with(|org| org.failures.extend([unreachable(), unreachable()]));
    };
    fail();
    let kept = disconnect(false).await.expect("answered");
    assert!(!kept.disconnected);
    assert!(
        rig.vault()
            .connection(rig.id)
            .await
            .expect("readable")
            .is_some()
    );
    fail();
    let forgotten = disconnect(true).await.expect("answered");
    assert!(forgotten.disconnected && forgotten.not_revoked.is_some());
    assert!(matches!(disconnect(true).await, Err(NotDone::Disconnected)));
}

#[tokio::test]
async fn nothing_is_known_of_an_account_that_was_disconnected() {
    let rig = Rig::connected().await;
    let ended = rig
        .engine
        .connections
        .disconnect(person(), rig.id, false)
        .await;
    assert_eq!(ended.expect("answered"), Disconnection::of(true, Ok(())));
    assert!(rig.state(|state| state.known.access.is_none() && state.turn.due().is_none()));
    assert!(
        rig.store()
            .preflight(rig.id)
            .await
            .expect("readable")
            .is_none()
    );
    let reading = rig
        .engine
        .directory
        .connection(rig.id)
        .await
        .expect("there");
    assert_eq!(reading.state, ConnectionState::NotConfigured);
}

#[tokio::test]
async fn the_checks_are_run_again_for_who_is_connected_only() {
    let rig = Rig::new().await;
    let again = rig.engine.connections.check_preflight(rig.id).await;
    assert!(matches!(again, Err(NotDone::NotConnected)));
    rig.log_in().await;
    rig.clock.advance(SignedDuration::from_mins(3));
    rig.engine
        .connections
        .check_preflight(rig.id)
        .await
        .expect("answered");
    let kept = rig.store().preflight(rig.id).await.expect("readable");
    assert_eq!(kept.map(|known| known.checked), Some(at(2_180)));
}

#[tokio::test]
async fn a_test_goes_through_every_step_and_stops_at_the_one_that_fails() {
    let rig = Rig::connected().await;
    let test = rig.engine.connections.test_connection(rig.id).await;
    assert!(
        test.steps
            .iter()
            .all(|step| step.outcome == TestOutcome::Passed)
    );
    rig.salesforce.with(|org| org.stranger = true);
    let test = rig.engine.connections.test_connection(rig.id).await;
    assert_eq!(test.failed(), Some(TestStepName::Identity));
    let skipped = |step: &&crate::connection_test::TestStep| step.outcome == TestOutcome::Skipped;
    assert_eq!(test.steps.iter().filter(skipped).count(), 3);
}

#[tokio::test]
async fn a_test_of_nothing_says_what_to_do_first() {
    let rig = Rig::new().await;
    let test = rig.engine.connections.test_connection(rig.id).await;
    assert_eq!(test.failed(), Some(TestStepName::Token));
    let next_step = test.steps[0].next_step.as_deref();
    assert_eq!(next_step, Some("Connect to Salesforce first."));
}

#[tokio::test]
async fn signing_in_for_this_session_only_is_a_choice_that_is_told_once() {
    let rig = Rig::new().await;
    rig.vault()
        .with(|sealed| sealed.seal_state = Some(SealState::NoKeyStore { sealed: false }));
    let connections = &rig.engine.connections;
    assert_eq!(
        connections.key_store_notice().await,
        Some(KeyStoreNotice::MissingButSpared)
    );
    for _ in 0..2 {
        connections
            .hold_sign_ins_for_session(person())
            .await
            .expect("allowed");
    }
    assert_eq!(
        connections.key_store_notice().await,
        Some(KeyStoreNotice::HeldForSession)
    );
    let entries = rig
        .engine
        .journal
        .entries(Default::default(), None, 100)
        .await;
    let kind = crate::audit::AuditKind::SignInsHeldForSession;
    let told = entries.expect("readable").entries;
    assert_eq!(told.iter().filter(|entry| entry.kind == kind).count(), 1);
}

#[tokio::test]
async fn a_console_that_closes_revokes_what_it_held_for_the_session() {
    let rig = Rig::connected().await;
    rig.vault()
        .with(|sealed| sealed.seal_state = Some(SealState::HeldForSession));
    rig.engine.connections.settle().await;
    assert_eq!(rig.salesforce.with(|org| org.revoked.len()), 1);
}
