//! The service account: its checks, *Test connection*, *Change service account*, *Disconnect*.

use crate::rig::{LOST, Rig, USERNAME};
use lpc_api::error::ErrorCode;
use lpc_core::connection::ConnectionStateName;
use lpc_core::connection_test::ConnectionTest;
use lpc_core::connection_test::TestOutcome;
use lpc_core::connectivity::Connectivity;
use lpc_core::environment::Environment;
use lpc_core::login::Confirmation;
use lpc_core::login::LoginFailure;
use lpc_core::login::LoginPhase;
use lpc_core::preflight::Check;
use lpc_core::preflight::CheckResult;
use lpc_core::session::Outcome;
use serde_json::json;

fn check<'a>(checks: &'a [Check], name: &str) -> &'a Check {
    checks
        .iter()
        .find(|check| check.name.title() == name)
        .unwrap_or_else(|| panic!("{name} is listed: {checks:?}"))
}

async fn preflight(rig: &Rig) -> Vec<Check> {
    rig.connectivity().await.preflight.unwrap().checks
}

async fn test(rig: &Rig) -> ConnectionTest {
    lpc_api::account::test_connection(&rig.host, rig.org())
        .await
        .unwrap()
}

pub fn live_tokens(rig: &Rig) -> u64 {
    rig.sim.state()["live"]["refresh_tokens"].as_u64().unwrap()
}

/// Waits for what is revoked in the background.
async fn wait_for_live_tokens(rig: &Rig, expected: u64) {
    rig.until_counted("/live/refresh_tokens", expected).await;
}

pub async fn change_to(rig: &mut Rig, username: &str) -> LoginPhase {
    lpc_api::login::change_account(&rig.host, rig.org(), Environment::Production)
        .await
        .unwrap();
    let link = rig.host.opened.lock().unwrap().clone().unwrap();
    assert!(
        !link.expose().contains("login_hint"),
        "another account is expected"
    );
    let callback = rig.approve(&link, username);
    rig.host.take_callback(&callback).await.unwrap();
    rig.wait_for_login().await
}

fn question(phase: LoginPhase) -> Confirmation {
    match phase {
        LoginPhase::Confirming { question } => question,
        other => panic!("nothing is asked: {other:?}"),
    }
}

fn failed(connectivity: Connectivity) -> (LoginFailure, String, String, Vec<Check>) {
    match connectivity.login {
        LoginPhase::Failed {
            failure: code,
            message,
            next_step,
            checks,
            ..
        } => (code, message, next_step, checks),
        other => panic!("the login did not fail: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_keeps_its_checks_with_their_time_through_a_restart() {
    let mut rig = Rig::new().await;
    assert!(rig.connectivity().await.preflight.is_none());
    rig.connect().await;
    let before = rig.connectivity().await.preflight.unwrap();
    assert_eq!(before.checks.len(), 12);
    for check in &before.checks {
        assert_ne!(check.result, CheckResult::Blocking, "{check:?}");
    }
    assert_eq!(
        check(&before.checks, "Approvals of this app").result,
        CheckResult::Passed
    );
    assert!(
        check(&before.checks, "Approvals of this app")
            .meaning
            .starts_with("1 of 5")
    );
    let member = check(&before.checks, "Not a member, no LPC user");
    assert_eq!(
        member.result,
        CheckResult::Passed,
        "known since the first session: {member:?}"
    );
    let rig = rig.restarted().await;
    assert_eq!(rig.connectivity().await.preflight.unwrap(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_rights_that_are_not_needed_warn_and_say_what_stays_unknown() {
    let mut rig = Rig::new().await;
    rig.set(
        "permissions",
        json!({
            "PermissionsViewAllUsers": false,
            "PermissionsManageUsers": false,
            "PermissionsApiUserOnly": true,
            "PermissionsCustomizeApplication": false,
        }),
    );
    rig.connect().await;
    let checks = preflight(&rig).await;
    for (name, word) in [
        ("View All Users", "hides"),
        ("Sees other users’ logins", "frozen stays unknown"),
        ("Browser sign-in allowed", "API-only"),
    ] {
        let check = check(&checks, name);
        assert_eq!(check.result, CheckResult::Warning, "{check:?}");
        assert!(check.meaning.contains(word), "{check:?}");
        assert!(check.next_step.is_some(), "{check:?}");
    }
    assert_eq!(
        check(&checks, "Approvals of this app").result,
        CheckResult::Unknown
    );
    rig.set("permissions", json!({}));
    rig.clock.advance(jiff::SignedDuration::from_mins(5));
    lpc_api::account::check_preflight(&rig.host, rig.org())
        .await
        .unwrap();
    for check in preflight(&rig).await {
        assert_eq!(check.result, CheckResult::Passed, "{check:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_blocking_check_is_named_with_its_next_step_and_nothing_is_kept() {
    let mut rig = Rig::new().await;
    rig.set(
        "permissions",
        json!({ "PermissionsViewAllData": false, "PermissionsApiEnabled": false }),
    );
    rig.log_in_as(USERNAME).await;
    let (code, message, next_step, checks) = failed(rig.connectivity().await);
    assert!(matches!(code, LoginFailure::CheckFailed { .. }));
    for name in ["View All Data", "API Enabled"] {
        assert!(
            message.contains(name) && next_step.contains(name),
            "{message} {next_step}"
        );
        assert_eq!(check(&checks, name).result, CheckResult::Blocking);
    }
    assert_eq!(check(&checks, "Environment").result, CheckResult::Passed);
    assert_eq!(live_tokens(&rig), 0, "the new token was revoked");
    assert!(rig.connectivity().await.preflight.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn four_approvals_warn() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    // Consoles on other computers.
    for _ in 0..3 {
        rig.connect_elsewhere().await;
    }
    lpc_api::account::check_preflight(&rig.host, rig.org())
        .await
        .unwrap();
    let checks = preflight(&rig).await;
    let approvals = check(&checks, "Approvals of this app");
    assert_eq!(approvals.result, CheckResult::Warning, "{approvals:?}");
    assert!(approvals.meaning.starts_with("4 of 5"), "{approvals:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_test_names_each_step_with_its_time_and_spends_no_token_that_still_works() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let refreshes = rig.requests("token");
    let done = test(&rig).await;
    assert_eq!(done.steps.len(), 5);
    for step in &done.steps {
        assert_eq!(step.outcome, TestOutcome::Passed, "{step:?}");
        assert!(step.fault.is_none() && !step.detail.is_empty(), "{step:?}");
    }
    assert_eq!(
        rig.requests("token"),
        refreshes,
        "the token in use was used"
    );
    rig.fault("expire_access_tokens");
    let renewed = test(&rig).await;
    assert_eq!(renewed.steps[0].detail, "Refreshed");
    assert_eq!(renewed.steps[4].outcome, TestOutcome::Passed, "{renewed:?}");
    assert_eq!(rig.requests("token"), refreshes + 1, "one refresh, no more");
    assert_eq!(
        rig.session().await,
        Outcome::Finished,
        "the rotated token is kept"
    );
    rig.fault("expire_access_tokens");
    assert_eq!(rig.session().await, Outcome::Finished);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_test_stops_at_the_step_that_fails_with_the_text_and_a_next_step() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let failing = |test: &ConnectionTest| {
        let index = test
            .steps
            .iter()
            .position(|step| step.outcome == TestOutcome::Failed)
            .expect("a step fails");
        let step = test.steps[index].clone();
        assert!(step.next_step.is_some(), "{step:?}");
        for later in &test.steps[index + 1..] {
            assert_eq!(later.outcome, TestOutcome::Skipped, "{later:?}");
        }
        (index, step.fault.unwrap().raw)
    };
    rig.set("permissions", json!({ "PermissionsViewAllData": false }));
    let (index, raw) = failing(&test(&rig).await);
    assert_eq!((index, raw.as_str()), (2, "missing: View All Data"));
    rig.set("permissions", json!({}));
    rig.set("api_disabled", json!(true));
    let (_, raw) = failing(&test(&rig).await);
    assert!(raw.starts_with("API_DISABLED_FOR_ORG"), "{raw}");
    rig.set("api_disabled", json!(false));
    for fault in ["html503", "html200", "redirect", "drop"] {
        rig.set("down", json!(fault));
        failing(&test(&rig).await);
        rig.set("down", json!("none"));
    }
    rig.set("api_limit", json!(1000));
    rig.set("api_used", json!(960));
    let (index, raw) = failing(&test(&rig).await);
    assert_eq!(index, 4);
    assert!(raw.starts_with("api-usage=9"), "{raw}");
    rig.set("api_used", json!(null));
    rig.fault("revoke_refresh_tokens");
    rig.fault("expire_access_tokens");
    let (index, raw) = failing(&test(&rig).await);
    assert_eq!((index, raw.as_str()), (0, LOST));
    assert_eq!(rig.state().await, ConnectionStateName::Lost);
    let tries = rig.requests("token");
    failing(&test(&rig).await);
    assert_eq!(
        rig.requests("token"),
        tries,
        "a dead token is not tried again"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn another_account_is_shown_beside_the_connected_one_and_saved_only_when_confirmed() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let other = rig.sim.other_username();
    let asked = question(change_to(&mut rig, &other).await);
    assert_eq!(asked.pinned.as_ref().unwrap().username, USERNAME);
    assert_eq!(asked.found.username, other);
    let identity = check(&asked.checks, "Same organization and user");
    assert_eq!(
        identity.meaning,
        "Differs from the connected one; you decide"
    );
    assert_eq!(identity.result, CheckResult::Warning);
    assert_eq!(
        rig.connectivity()
            .await
            .connection
            .unwrap()
            .account
            .username,
        USERNAME
    );
    assert_eq!(
        live_tokens(&rig),
        2,
        "the old token works until the new one is durable"
    );
    let org = rig.org();
    let unconfirmed = lpc_api::account::confirm_account(&rig.host, org, false).await;
    assert_eq!(unconfirmed.unwrap_err().code, ErrorCode::InvalidInput);
    lpc_api::account::confirm_account(&rig.host, org, true)
        .await
        .unwrap();
    assert_eq!(rig.wait_for_login().await, LoginPhase::Idle);
    let connected = rig.connectivity().await;
    assert_eq!(connected.connection.unwrap().account.username, other);
    let checks = connected.preflight.unwrap().checks;
    let identity = check(&checks, "Same organization and user");
    assert!(
        identity.meaning.starts_with("Kept from this"),
        "{identity:?}"
    );
    assert_eq!(identity.result, CheckResult::Passed);
    let member = check(&checks, "Not a member, no LPC user").clone();
    assert_eq!(member.result, CheckResult::Passed, "{member:?}");
    wait_for_live_tokens(&rig, 1).await;
    rig.wait_for_sessions(2).await;
    rig.fault("expire_access_tokens");
    assert_eq!(rig.session().await, Outcome::Finished);
    let again = lpc_api::account::confirm_account(&rig.host, org, true).await;
    assert_eq!(again.unwrap_err().code, ErrorCode::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_is_canceled_or_not_answered_changes_nothing_and_leaves_no_token() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let other = rig.sim.other_username();
    question(change_to(&mut rig, &other).await);
    lpc_api::login::cancel_login(&rig.host, rig.org())
        .await
        .unwrap();
    wait_for_live_tokens(&rig, 1).await;
    question(change_to(&mut rig, &other).await);
    rig.clock.advance(jiff::SignedDuration::from_mins(11));
    let (code, ..) = failed(rig.connectivity().await);
    assert!(matches!(code, LoginFailure::TimedOut));
    wait_for_live_tokens(&rig, 1).await;
    question(change_to(&mut rig, &other).await);
    let rig = rig.restarted().await;
    assert_eq!(live_tokens(&rig), 1, "closing the console revokes it too");
    assert_eq!(
        rig.connectivity()
            .await
            .connection
            .unwrap()
            .account
            .username,
        USERNAME
    );
    assert_eq!(
        rig.session().await,
        Outcome::Finished,
        "the old token still works"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn changing_to_the_connected_account_is_a_reconnect() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    assert_eq!(change_to(&mut rig, USERNAME).await, LoginPhase::Idle);
    assert_eq!(rig.state().await, ConnectionStateName::Connected);
    wait_for_live_tokens(&rig, 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_survives_a_restart_while_the_browser_is_open() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    lpc_api::login::change_account(&rig.host, rig.org(), Environment::Production)
        .await
        .unwrap();
    let link = rig.host.opened.lock().unwrap().clone().unwrap();
    let other = rig.sim.other_username();
    let callback = rig.approve(&link, &other);
    let mut rig = rig.restarted().await;
    rig.host.take_callback(&callback).await.unwrap();
    let asked = question(rig.wait_for_login().await);
    assert_eq!(asked.found.username, other);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refreshed_sandbox_is_refused_with_both_named_and_taken_over_by_a_change() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let before = rig.connectivity().await.connection.unwrap();
    rig.fault("refresh_organization");
    assert_eq!(rig.session().await, Outcome::Failed);
    rig.log_in_as(USERNAME).await;
    let LoginPhase::Failed {
        failure, next_step, ..
    } = rig.connectivity().await.login
    else {
        panic!("the organization is another one");
    };
    let LoginFailure::WrongAccount { pinned, found } = failure else {
        panic!("another failure: {failure:?}");
    };
    assert!(next_step.contains("Change service account"), "{next_step}");
    let ids = |account: &lpc_core::connection::Account| account.organization_id.clone();
    assert_eq!(ids(&pinned), before.account.organization_id);
    assert_ne!(ids(&found), before.account.organization_id);
    assert_eq!(rig.counts().await.all, 300, "every row is kept");
    // The customer's new sandbox needs an entitlement too.
    rig.renew_entitlement().await;
    let asked = question(change_to(&mut rig, USERNAME).await);
    assert_eq!(ids(&asked.found), ids(&found));
    let sessions = rig.ended_sessions();
    lpc_api::account::confirm_account(&rig.host, rig.org(), true)
        .await
        .unwrap();
    assert_eq!(rig.wait_for_login().await, LoginPhase::Idle);
    rig.wait_for_sessions(sessions + 1).await;
    assert_eq!(rig.state().await, ConnectionStateName::Connected);
    let after = rig.connectivity().await.connection.unwrap();
    assert_eq!(after.account.organization_id, ids(&found));
    assert_eq!(rig.counts().await.all, 300, "read anew");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_stands_in_the_group_is_taken_only_when_the_admin_says_that_it_is_nobody() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let members = rig.counts().await.members;
    lpc_api::account::disconnect(&rig.host, rig.org(), false)
        .await
        .unwrap();
    let other = rig.sim.other_username();
    let asked = question(rig.log_in_as(&other).await);
    assert!(asked.member && asked.pinned.is_none());
    let member = check(&asked.checks, "Not a member, no LPC user");
    assert_eq!(member.result, CheckResult::Blocking);
    assert!(member.next_step.is_some());
    assert!(rig.connectivity().await.connection.is_none());
    lpc_api::account::confirm_account(&rig.host, rig.org(), true)
        .await
        .unwrap();
    assert_eq!(rig.wait_for_login().await, LoginPhase::Idle);
    rig.wait_for_sessions(2).await;
    assert_eq!(
        rig.counts().await.members,
        members,
        "one left, the former one joined"
    );
}
