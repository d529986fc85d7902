//! Changes that look like a fault of the source wait for a person.

use crate::rig::Rig;
use jiff::SignedDuration;
use lpc_api::error::ErrorCode;
use lpc_api::sessions::SessionsQuery;
use lpc_core::connection::ConnectionStateName;
use lpc_core::holding::Suspicion;
use lpc_core::overview::HeldBack;
use lpc_core::port::store::SessionPage;
use lpc_core::port::store::{SessionFilter, Window};
use lpc_core::salesforce_id::SalesforceId;
use lpc_core::session::Outcome;
use lpc_core::session::Trigger;
use serde_json::json;

async fn held_back(rig: &Rig) -> Option<HeldBack> {
    lpc_api::sessions::held_back(&rig.host, rig.org())
        .await
        .unwrap()
}

/// The same as the list of organizations has it.
async fn listed(rig: &Rig) -> Option<HeldBack> {
    let overview = lpc_api::overview::overview(&rig.host).await.unwrap();
    overview.organizations[0].held_back.clone()
}

async fn apply(rig: &Rig, affected: u64) -> Result<(), lpc_api::error::ApiError> {
    lpc_api::sessions::apply_held_back(&rig.host, rig.org(), affected).await
}

pub async fn sessions(rig: &Rig, filter: SessionFilter) -> SessionPage {
    let query = SessionsQuery {
        organization_id: rig.org(),
        filter,
        window: Window {
            offset: 0,
            limit: 100,
        },
    };
    lpc_api::sessions::sessions(&rig.host, query).await.unwrap()
}

fn change_users(rig: &Rig, fault: &str, count: u64) {
    rig.sim
        .control(json!({ "fault": fault, "count": count }))
        .unwrap();
    rig.clock.advance(SignedDuration::from_mins(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mass_deactivation_waits_for_a_person_and_is_applied_as_agreed() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let before = rig.counts().await;
    change_users(&rig, "deactivate_users", 120);
    assert_eq!(rig.session().await, Outcome::HeldBack);
    let during = rig.counts().await;
    assert_eq!(during.suspended, before.suspended, "nobody turned red");
    assert_eq!(during.members, before.members);
    assert_eq!(rig.state().await, ConnectionStateName::Connected);

    let held = held_back(&rig).await.unwrap();
    assert_eq!(held.finding.suspicion, Suspicion::Flips);
    assert!(held.affected > 58, "{held:?}");
    assert_eq!(held.finding.before - held.finding.after, held.affected);
    assert!(!held.confirmed);
    assert_eq!(
        listed(&rig).await,
        Some(held.clone()),
        "the list of organizations tells of it"
    );
    assert!(held.fault.raw.starts_with("source problem: "));
    let newest = &sessions(&rig, SessionFilter::Ended(Outcome::HeldBack))
        .await
        .sessions[0];
    assert_eq!(newest.session.outcome, Some(Outcome::HeldBack));
    assert_eq!(newest.session.fault.as_ref().unwrap().raw, held.fault.raw);

    rig.clock.advance(SignedDuration::from_mins(2));
    assert_eq!(
        rig.host.console.scheduler.start_due().await,
        0,
        "the same list is not read again every minute"
    );
    let stale = apply(&rig, held.affected - 1).await.unwrap_err();
    assert_eq!(stale.code, ErrorCode::NotFound, "other numbers than shown");
    apply(&rig, held.affected).await.unwrap();
    rig.wait_for_sessions(3).await;
    assert_eq!(held_back(&rig).await, None);
    assert_eq!(listed(&rig).await, None);
    let after = rig.counts().await;
    assert_eq!(after.suspended, before.suspended + held.affected);
    let newest = &sessions(&rig, SessionFilter::All).await.sessions[0];
    assert_eq!(newest.session.trigger, Trigger::ApplyAnyway);
    assert_eq!(newest.newly_suspended, held.affected);
    assert_eq!(newest.session.suspended, after.suspended);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_agreed_to_that_no_session_would_apply() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    change_users(&rig, "deactivate_users", 120);
    assert_eq!(rig.session().await, Outcome::HeldBack);
    let affected = held_back(&rig).await.unwrap().affected;
    let refused = async |words: &str| {
        let error = apply(&rig, affected).await.unwrap_err();
        assert!(error.message.contains(words), "{error:?}");
        assert!(!held_back(&rig).await.unwrap().confirmed, "{words}");
    };
    let (host, org) = (&rig.host, rig.org());
    let login = |on| lpc_api::connectivity::set_service_account_login(host, org, on);
    login(false).await.unwrap();
    refused("“Login using Salesforce Service Account” is off").await;
    login(true).await.unwrap();
    lpc_api::organizations::set_synchronization(host, org, false)
        .await
        .unwrap();
    refused("of this organization is off").await;
    lpc_api::organizations::set_synchronization(host, org, true)
        .await
        .unwrap();
    rig.fault("revoke_refresh_tokens");
    rig.fault("expire_access_tokens");
    assert_eq!(rig.session().await, Outcome::Failed);
    assert_eq!(rig.state().await, ConnectionStateName::Lost);
    refused("before the service account signs in").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_that_is_normal_again_closes_its_incident_by_itself() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let before = rig.counts().await;
    change_users(&rig, "deactivate_users", 120);
    assert_eq!(rig.session().await, Outcome::HeldBack);
    let mut rig = rig.restarted().await;
    assert!(held_back(&rig).await.is_some(), "kept over a restart");
    change_users(&rig, "reactivate_users", 120);
    assert_eq!(rig.session().await, Outcome::Finished);
    assert_eq!(held_back(&rig).await, None);
    assert_eq!(rig.counts().await.active, before.active);
    rig.wait_for_session().await;
}

/// As if Salesforce had shown so many more before.
fn add_known_users(rig: &Rig, count: usize) {
    let database = rusqlite::Connection::open(rig.folder.path().join("console.db")).unwrap();
    database
        .execute_batch("CREATE TEMP TABLE more AS SELECT * FROM user WHERE own = 1 LIMIT 1")
        .unwrap();
    for number in 0..count {
        let id = SalesforceId::parse(&format!("005zz{number:010}")).unwrap();
        database
            .execute("UPDATE more SET row = NULL, id = ?1", [id.as_str()])
            .unwrap();
        database
            .execute("INSERT INTO user SELECT * FROM more", [])
            .unwrap();
    }
    database
        .execute(
            "UPDATE own_count SET users = users + ?1 WHERE own = 1",
            [i64::try_from(count).unwrap()],
        )
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_lost_half_is_looked_at_again_as_a_whole_until_someone_agrees() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    add_known_users(&rig, 400);
    let before = rig.counts().await;
    rig.clock.advance(SignedDuration::from_hours(7));
    for round in 1..=3 {
        assert_eq!(rig.session().await, Outcome::HeldBack, "{round}");
        let held = held_back(&rig).await.unwrap();
        assert_eq!(
            (held.finding.suspicion, held.finding.before, held.affected),
            (Suspicion::LostUsers, 700, 400)
        );
        let counts = rig.counts().await;
        assert_eq!(
            (counts.all, counts.suspended),
            (before.all, before.suspended)
        );
        assert!(counts.stale, "the statuses are seven hours old and say so");
        rig.clock.advance(SignedDuration::from_mins(20));
    }
    apply(&rig, 400).await.unwrap();
    rig.wait_for_sessions(5).await;
    assert_eq!(held_back(&rig).await, None);
    let counts = rig.counts().await;
    assert_eq!(counts.suspended, before.suspended + 400);
    assert!(!counts.stale);
}

#[tokio::test(flavor = "multi_thread")]
async fn agreeing_stands_in_the_audit_and_needs_the_synchronization() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    change_users(&rig, "deactivate_users", 120);
    assert_eq!(rig.session().await, Outcome::HeldBack);
    let held = held_back(&rig).await.unwrap();
    let switch = async |on| {
        lpc_api::organizations::set_synchronization(&rig.host, rig.org(), on)
            .await
            .unwrap();
    };
    switch(false).await;
    let refused = apply(&rig, held.affected).await.unwrap_err();
    assert!(refused.message.contains("is off"), "{}", refused.message);
    assert!(!held_back(&rig).await.unwrap().confirmed);
    switch(true).await;
    apply(&rig, held.affected).await.unwrap();
    let query = lpc_api::activity::ActivityQuery {
        topic: None,
        organization_id: None,
        before: None,
        limit: 100,
    };
    let page = lpc_api::activity::activity(&rig.host, query).await.unwrap();
    let applied: Vec<_> = page
        .entries
        .iter()
        .filter(|entry| entry.kind == lpc_core::audit::AuditKind::HeldBackApplied)
        .collect();
    assert_eq!(applied.len(), 1, "only what was agreed to");
    let to = applied[0].change.to.as_deref().unwrap();
    assert!(applied[0].by_person);
    assert_eq!(
        to,
        format!("{} of {} members", held.affected, held.finding.before)
    );
}
