//! *Check now* for one member.

use crate::answers;
use crate::gate;
use crate::held_back::sessions;
use crate::rig::{LOST, Rig};
use jiff::SignedDuration;
use lpc_api::error::ApiError;
use lpc_api::error::ErrorCode;
use lpc_api::user::MemberChecking;
use lpc_api::user::UserNotification;
use lpc_core::clock::Clock;
use lpc_core::connection::ConnectionStateName;
use lpc_core::member_check::CheckOutcome;
use lpc_core::member_check::MemberCheck;
use lpc_core::port::store::SessionFilter;
use lpc_core::salesforce_id::SalesforceId;
use lpc_core::session::Outcome;
use lpc_core::session::Trigger;
use lpc_core::status::EffectiveStatus;
use lpc_core::status::OwnStatus;
use lpc_core::users::ShownFilter;
use serde_json::json;

const ACTIVE: Option<OwnStatus> = Some(OwnStatus::Active);
const SUSPENDED: Option<OwnStatus> = Some(OwnStatus::Suspended);
const INACTIVE: &str = "User.IsActive = false";
const FROZEN: &str = "UserLogin.IsFrozen = true";
const VANISHED: &str = "User is no longer visible to the service account";

impl Rig {
    async fn try_check(&self, user: &str) -> Result<MemberCheck, ApiError> {
        lpc_api::user::check_member(&self.host, self.org(), SalesforceId::parse(user).unwrap())
            .await
    }

    /// A check that is possible, and a minute after it.
    async fn check(&self, user: &str) -> MemberCheck {
        let check = self.try_check(user).await.unwrap();
        self.pass_minute();
        check
    }

    fn pass_minute(&self) {
        self.clock.advance(SignedDuration::from_secs(60));
    }

    async fn panel(&self, user: &str) -> UserNotification {
        lpc_api::user::user_notification(&self.host, self.org(), SalesforceId::parse(user).unwrap())
            .await
            .unwrap()
    }

    async fn checking(&self, user: &str) -> MemberChecking {
        self.panel(user).await.check.unwrap()
    }

    /// The status and its text.
    async fn status(&self, user: &str) -> (EffectiveStatus, Option<String>) {
        let row = self.panel(user).await.user;
        (row.effective, row.error)
    }

    async fn somebody(&self, status: EffectiveStatus) -> String {
        let filter = ShownFilter::Status { status };
        self.users(filter, "").await.rows[0].id.to_string()
    }

    fn in_salesforce(&self, fault: &str, user: &str) {
        let change = json!({ "fault": fault, "users": [user] });
        self.sim.control(change).unwrap();
    }

    /// When the next session is due, in seconds from now.
    async fn next_session(&self) -> i64 {
        let overview = lpc_api::overview::overview(&self.host).await.unwrap();
        let next = overview.organizations[0].next_session.unwrap();
        (next.0 - self.clock.now().as_millisecond()) / 1000
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_member_is_frozen_thawed_and_deactivated_by_hand_alone() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let id = rig.somebody(EffectiveStatus::Active).await;
    let never = rig.checking(&id).await;
    assert_eq!((never.refusal, never.last), (None, None));
    let before = rig.counts().await;
    let sessions = rig.ended_sessions();
    let own = rig.connectivity().await.connection.unwrap().own_calls;

    assert_eq!(rig.check(&id).await.outcome, CheckOutcome::Unchanged);
    rig.in_salesforce("freeze_users", &id);
    assert!(rig.was_told());
    let frozen = rig.check(&id).await;
    assert!(rig.was_told(), "the window asks again");
    assert_eq!(
        (frozen.outcome, frozen.before, frozen.after),
        (CheckOutcome::Changed, ACTIVE, SUSPENDED)
    );
    let red = (EffectiveStatus::Suspended, Some(FROZEN.to_owned()));
    assert_eq!(rig.status(&id).await, red);
    assert_eq!(rig.counts().await.suspended, before.suspended + 1);
    rig.in_salesforce("unfreeze_users", &id);
    let thawed = rig.check(&id).await;
    assert_eq!((thawed.before, thawed.after), (SUSPENDED, ACTIVE));
    rig.in_salesforce("deactivate_users", &id);
    assert_eq!(rig.check(&id).await.after, SUSPENDED);
    let gone = (EffectiveStatus::Suspended, Some(INACTIVE.to_owned()));
    assert_eq!(rig.status(&id).await, gone);

    let panel = rig.panel(&id).await;
    assert_eq!(panel.changes, 4, "each is in the history");
    let told = |check: &MemberCheck| (check.outcome, check.at);
    let last = panel.check.unwrap().last.unwrap();
    assert_eq!(last.outcome, CheckOutcome::Changed);
    assert_eq!(rig.ended_sessions(), sessions, "a check is no session");
    let used = rig.connectivity().await.connection.unwrap().own_calls;
    assert_eq!(used - own, 8, "four checks of two calls");
    let rig = rig.restarted().await;
    let kept = rig.checking(&id).await.last.unwrap();
    assert_eq!(told(&kept), told(&last), "whoever comes back sees it");
    // A session finds the same, and everything else that a check does not look at.
    assert_eq!(rig.session().await, Outcome::Finished);
    assert_eq!(rig.status(&id).await, gone);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_whom_salesforce_does_not_show_is_suspended_the_second_time() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let id = rig.somebody(EffectiveStatus::Active).await;
    let ghost = "005000000000000AAA";
    let database = rusqlite::Connection::open(rig.folder.path().join("console.db")).unwrap();
    let renamed = database.execute(
        "UPDATE user SET id = ?1 WHERE id = ?2",
        [ghost, id.as_str()],
    );
    assert_eq!(renamed.unwrap(), 1);
    let first = rig.check(ghost).await;
    assert_eq!(
        (first.outcome, first.after),
        (CheckOutcome::NotShown, ACTIVE)
    );
    assert_eq!(rig.status(ghost).await, (EffectiveStatus::Active, None));
    let second = rig.check(ghost).await;
    assert_eq!(
        (second.outcome, second.after),
        (CheckOutcome::Changed, SUSPENDED)
    );
    let red = (EffectiveStatus::Suspended, Some(VANISHED.to_owned()));
    assert_eq!(rig.status(ghost).await, red);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_is_lost_is_found_out_by_a_check_as_by_a_session() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let id = rig.somebody(EffectiveStatus::Active).await;
    rig.fault("expire_access_tokens");
    assert_eq!(
        rig.check(&id).await.outcome,
        CheckOutcome::Unchanged,
        "an expired token is refreshed"
    );
    rig.fault("revoke_refresh_tokens");
    rig.fault("expire_access_tokens");
    let check = rig.check(&id).await;
    assert_eq!(check.outcome, CheckOutcome::Failed);
    assert_eq!(check.fault.unwrap().raw, LOST);
    assert_eq!(rig.state().await, ConnectionStateName::Lost);
    assert_eq!(
        rig.status(&id).await,
        (EffectiveStatus::Suspended, Some(LOST.to_owned()))
    );
    assert_eq!(
        rig.panel(&id).await.user.own,
        ACTIVE,
        "the own status stays"
    );
    assert_eq!(rig.alerts.lock().unwrap().len(), 1, "the desktop is told");
    let requests = rig.requests("token");
    let refused = rig.try_check(&id).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::InvalidInput);
    assert_eq!(
        rig.checking(&id).await.refusal,
        Some(refused.message),
        "the button says the same"
    );
    assert_eq!(rig.requests("token"), requests);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_member_is_checked_once_a_minute_whatever_the_others_are() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let active = EffectiveStatus::Active;
    let rows = rig
        .users(ShownFilter::Status { status: active }, "")
        .await
        .rows;
    let (one, other) = (rows[0].id.as_str(), rows[1].id.as_str());
    rig.try_check(one).await.unwrap();
    rig.clock.advance(SignedDuration::from_secs(15));
    let before = rig.requests("query");
    let refused = rig.try_check(one).await.unwrap_err();
    assert_eq!(
        refused.message,
        "Checked less than a minute ago; the next check is possible in 45 s."
    );
    assert_eq!(rig.requests("query"), before);
    assert_eq!(rig.checking(one).await.refusal, None, "it passes by itself");
    rig.try_check(other).await.unwrap();
    rig.host.console.sync.check_now(rig.id).await.unwrap();
    rig.wait_for_sessions(2).await;
    rig.clock.advance(SignedDuration::from_secs(45));
    rig.try_check(one).await.unwrap();
    rig.clock.advance(SignedDuration::from_hours(-3));
    let check = rig.try_check(one).await;
    assert!(check.is_ok(), "a clock that was set back: {check:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_check_saw_is_not_overwritten_by_a_session_that_had_read_before() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let id = rig.somebody(EffectiveStatus::Active).await;
    rig.pass_minute();
    let queries = rig.requests("query");
    rig.set("query_delay_ms", json!(400));
    let (console, organization) = (rig.host.console.clone(), rig.id);
    let schedule = lpc_core::session::Trigger::Schedule;
    let session = tokio::spawn(async move { console.sync.run(organization, schedule).await });
    // It has the list of the frozen and waits for the users who changed.
    rig.until_counted("/counters/requests/query", queries + 2)
        .await;
    rig.in_salesforce("freeze_users", &id);
    rig.set("query_delay_ms", json!(0));
    let check = rig.check(&id).await;
    assert_eq!(check.after, SUSPENDED);
    assert_eq!(session.await.unwrap(), Some(Outcome::Finished));
    assert_eq!(
        rig.status(&id).await,
        (EffectiveStatus::Suspended, Some(FROZEN.to_owned()))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_is_asked_for_during_a_check_runs_after_it() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let id = rig.somebody(EffectiveStatus::Active).await;
    rig.set("hold_refreshes", json!(true));
    rig.fault("expire_access_tokens");
    let check = rig.try_check(&id);
    let meanwhile = async {
        rig.until_counted("/counters/refreshes_waiting", 1).await;
        rig.host.console.sync.check_now(rig.id).await.unwrap();
        rig.set("hold_refreshes", json!(false));
    };
    let (check, ()) = tokio::join!(check, meanwhile);
    assert_eq!(check.unwrap().outcome, CheckOutcome::Unchanged);
    rig.wait_for_sessions(2).await;
    let newest = rig.panel(&id).await.sessions[0].session.clone();
    assert_eq!(newest.session.trigger, Trigger::Manual);
    assert_eq!(rig.counter("refreshes"), 1, "one refresh for both");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_cannot_be_checked_is_told_why_and_costs_no_request() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let id = rig.somebody(EffectiveStatus::Active).await;
    let stranger = rig.somebody(EffectiveStatus::NotInGroup).await;
    assert_eq!(rig.panel(&stranger).await.check, None);
    let before = rig.requests("query") + rig.requests("token");
    let refused = async |user: &str| rig.try_check(user).await.unwrap_err();
    assert!(
        refused(&stranger)
            .await
            .message
            .contains("not in the group")
    );
    for foreign in ["' OR Name != '", "005000000000000AAA", "", "005"] {
        let asked = json!({ "organizationId": rig.id, "userId": foreign });
        let answer = answers::call(&rig, "check_member", asked).await;
        assert_eq!(answer.unwrap_err().code, ErrorCode::NotFound, "{foreign}");
    }
    let named = async |code: ErrorCode, words: &str| {
        let refused = rig.try_check(&id).await.unwrap_err();
        assert_eq!(refused.code, code, "{words}");
        assert!(refused.message.contains(words), "{}", refused.message);
        assert_eq!(rig.checking(&id).await.refusal, Some(refused.message));
    };
    let (host, org) = (&rig.host, rig.org());
    let invalid = ErrorCode::InvalidInput;
    let synchronize = |on| lpc_api::organizations::set_synchronization(host, org, on);
    synchronize(false).await.unwrap();
    named(invalid, "of this organization is off").await;
    synchronize(true).await.unwrap();
    let login = |on| lpc_api::connectivity::set_service_account_login(host, org, on);
    login(false).await.unwrap();
    named(invalid, "“Login using Salesforce Service Account” is off").await;
    login(true).await.unwrap();
    let file = gate::claims(&rig);
    gate::deploy(&rig, "no entitlement").await;
    named(ErrorCode::Entitlement, "import one that does").await;
    gate::deploy(&rig, &crate::rig::sign(&file)).await;
    assert_eq!(rig.requests("query") + rig.requests("token"), before);
    rig.set("api_limit", json!(1_000));
    rig.set("api_used", json!(960));
    rig.session().await;
    named(invalid, "than 95 %").await;
    rig.set("api_used", json!(100));
    rig.session().await;
    rig.try_check(&id).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_throttling_that_a_check_meets_holds_for_sessions_and_further_checks() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let id = rig.somebody(EffectiveStatus::Active).await;
    let before = rig.counts().await;
    rig.set("request_limit", json!(true));
    let check = rig.check(&id).await;
    assert_eq!(check.outcome, CheckOutcome::Failed);
    assert_eq!(rig.state().await, ConnectionStateName::Throttled);
    assert_eq!(rig.counts().await.suspended, before.suspended);
    assert!(rig.next_session().await >= 28 * 60, "not asked before");
    rig.set("request_limit", json!(false));
    let refused = rig.try_check(&id).await.unwrap_err();
    assert!(refused.message.ends_with("in 30 min."), "{refused:?}");
    rig.clock.advance(SignedDuration::from_mins(29));
    assert_eq!(rig.check(&id).await.outcome, CheckOutcome::Unchanged);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outage_turns_nobody_red_and_its_end_brings_the_next_session_forward() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let id = rig.somebody(EffectiveStatus::Active).await;
    rig.set("down", json!("json503"));
    rig.check(&id).await;
    assert_eq!(rig.session().await, Outcome::Failed);
    let pause = rig.next_session().await;
    assert!(pause < 140, "only failed sessions lengthen it: {pause}");
    for _ in 0..4 {
        assert_eq!(rig.session().await, Outcome::Failed);
    }
    let pause = rig.next_session().await;
    let check = rig.check(&id).await;
    assert_eq!(check.outcome, CheckOutcome::Failed);
    assert_eq!(rig.state().await, ConnectionStateName::Unreachable);
    assert_eq!(rig.status(&id).await.0, EffectiveStatus::Active);
    assert!(
        rig.next_session().await > pause - 65,
        "a check in vain moves no plan"
    );
    rig.set("down", json!("none"));
    assert_eq!(rig.check(&id).await.outcome, CheckOutcome::Unchanged);
    assert_eq!(
        rig.state().await,
        ConnectionStateName::Unreachable,
        "one user proves it for nobody else"
    );
    assert_eq!(rig.host.console.scheduler.start_due().await, 1);
    rig.wait_for_sessions(7).await;
    assert_eq!(rig.state().await, ConnectionStateName::Connected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_key_is_named_as_that_and_no_outage() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let id = rig.somebody(EffectiveStatus::Active).await;
    rig.key_store.forget();
    let rig = rig.restarted().await;
    assert_eq!(rig.state().await, ConnectionStateName::KeyLost);
    let refused = rig.try_check(&id).await.unwrap_err();
    assert!(
        refused
            .message
            .contains("before the service account signs in"),
        "{refused:?}"
    );
    assert_eq!(rig.session().await, Outcome::Failed);
    let listed = sessions(&rig, SessionFilter::All).await.sessions;
    let error = listed[0].session.fault.as_ref().unwrap();
    assert_eq!(
        error.explanation().title,
        "The saved sign-in cannot be opened"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_keeps_to_what_salesforce_asked_for() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let id = rig.somebody(EffectiveStatus::Active).await;
    rig.set("down", json!("json503"));
    rig.set("retry_after", json!(2400));
    assert_eq!(rig.session().await, Outcome::Failed);
    rig.set("down", json!("none"));
    let before = rig.requests("query");
    let refused = rig.try_check(&id).await.unwrap_err();
    assert!(refused.message.contains("min"), "{refused:?}");
    assert_eq!(rig.requests("query"), before);
    rig.clock.advance(SignedDuration::from_mins(41));
    rig.try_check(&id).await.unwrap();
}
