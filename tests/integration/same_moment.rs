//! What happens in the same moment: two changes of one organization, an end of a login and a look at
//! it.

use crate::rig::Rig;
use lpc_api::activity;
use lpc_api::activity::ActivityQuery;
use lpc_api::connectivity;
use lpc_api::connectivity::ClientAppInput;
use lpc_api::login;
use lpc_api::organizations;
use lpc_core::audit::AuditKind;
use lpc_core::audit::AuditTopic;
use lpc_core::environment::Environment;
use lpc_core::login::LoginFailure;
use lpc_core::login::LoginPhase;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;

/// Ends of logins in the audit, oldest first, and whether a person is named for each.
async fn ends(rig: &Rig) -> Vec<(Option<String>, bool)> {
    let query = ActivityQuery {
        topic: Some(AuditTopic::SignIns),
        organization_id: None,
        before: None,
        limit: 200,
    };
    let entries = activity::activity(&rig.host, query).await.unwrap().entries;
    let ended = entries.into_iter().rev();
    ended
        .filter(|entry| entry.kind == AuditKind::LoginFailed)
        .map(|entry| (entry.change.subject, entry.by_person))
        .collect()
}

fn key(number: usize) -> ClientAppInput {
    ClientAppInput {
        environment: Environment::Sandbox,
        consumer_key: format!("3MVG9.{number}"),
        my_domain: String::new(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_changes_in_the_same_moment_none_is_lost() {
    let rig = Rig::new().await;
    let (host, id) = (&rig.host, rig.org());
    for number in 0..20 {
        let (name, on) = (format!("Halden {number}"), number % 2 == 0);
        let (renamed, saved, switched, synchronized) = tokio::join!(
            organizations::rename_organization(host, id, &name),
            connectivity::save_client_app(host, id, key(number)),
            connectivity::set_service_account_login(host, id, on),
            organizations::set_synchronization(host, id, on),
        );
        for done in [renamed, switched, synchronized, saved.map(drop)] {
            done.unwrap();
        }
        let known = rig.host.console.directory.organizations().await.unwrap();
        let app = known[0].client_app(lpc_core::environment::Environment::Sandbox);
        assert_eq!(
            (known[0].name.as_str(), app.consumer_key.as_str()),
            (name.as_str(), key(number).consumer_key.as_str())
        );
        let switches = (known[0].service_account_login, known[0].synchronization);
        assert_eq!(switches, (on, on));
        assert!(known[0].confirmed_no_lpc_user && known[0].named_by_hand);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_external_ids_in_the_same_moment_one_is_set_and_the_other_refused() {
    let rig = Rig::new().await;
    let set = |id: &'static str| {
        let (host, organization) = (&rig.host, rig.org());
        async move { organizations::set_external_id(host, organization, id).await }
    };
    let (first, second) = tokio::join!(set("ORG-1"), set("ORG-2"));
    let (kept, refused) = match (first, second) {
        (Ok(()), Err(refused)) => ("ORG-1", refused),
        (Err(refused), Ok(())) => ("ORG-2", refused),
        other => panic!("not exactly one: {other:?}"),
    };
    assert!(refused.message.contains("cannot be changed"), "{refused}");
    let known = rig.host.console.directory.organizations().await.unwrap();
    assert_eq!(known[0].external_id.as_deref(), Some(kept));
}

/// Begins a future that writes to the vault, and leaves it before its end. The vault works in turn: who
/// asks it next comes after what was begun.
async fn begin(rig: &Rig, mut future: Pin<&mut impl Future>) {
    let database = rusqlite::Connection::open(rig.folder.path().join("vault.db")).unwrap();
    database.execute_batch("BEGIN IMMEDIATE").unwrap();
    let pending = poll_fn(|context| Poll::Ready(future.as_mut().poll(context).is_pending())).await;
    assert!(pending, "the vault cannot have written");
    database.execute_batch("ROLLBACK").unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_that_is_being_canceled_goes_straight_to_its_end() {
    let rig = Rig::new().await;
    rig.start_login().await;
    let org = rig.org();
    let mut cancel = pin!(login::cancel_login(&rig.host, org));
    begin(&rig, cancel.as_mut()).await;
    // The vault has canceled it by now, and nobody has taken its answer yet.
    let seen = rig.connectivity().await.login;
    assert!(matches!(seen, LoginPhase::Waiting { .. }), "{seen:?}");
    cancel.await.unwrap();
    let seen = rig.connectivity().await.login;
    let LoginPhase::Failed { failure: code, .. } = seen else {
        panic!("not ended: {seen:?}");
    };
    assert!(matches!(code, LoginFailure::Canceled));
    assert_eq!(ends(&rig).await, [(Some("canceled".to_owned()), true)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_that_could_not_be_canceled_waits_on() {
    let rig = Rig::new().await;
    rig.start_login().await;
    no_login_can_be_canceled(&rig);
    login::cancel_login(&rig.host, rig.org()).await.unwrap_err();
    let seen = rig.connectivity().await.login;
    assert!(matches!(seen, LoginPhase::Waiting { .. }), "{seen:?}");
    assert_eq!(ends(&rig).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_that_comes_while_its_login_could_not_be_canceled_is_not_forgotten() {
    let rig = Rig::new().await;
    let link = rig.start_login().await;
    let callback = rig.sim.deny(link.expose()).unwrap();
    no_login_can_be_canceled(&rig);
    let org = rig.org();
    let mut cancel = pin!(login::cancel_login(&rig.host, org));
    begin(&rig, cancel.as_mut()).await;
    rig.host.take_callback(&callback).await.unwrap();
    cancel.await.unwrap_err();
    let seen = rig.connectivity().await.login;
    let LoginPhase::Failed { failure: code, .. } = seen else {
        panic!("not ended: {seen:?}");
    };
    assert!(matches!(code, LoginFailure::Denied { .. }));
}

/// As on a disk without room.
fn no_login_can_be_canceled(rig: &Rig) {
    let database = rusqlite::Connection::open(rig.folder.path().join("vault.db")).unwrap();
    database
        .execute_batch(
            "CREATE TRIGGER full BEFORE UPDATE OF ended ON pending_login
             WHEN new.ended = 'cancelled' BEGIN SELECT RAISE(ABORT, 'no room'); END",
        )
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_that_timed_out_ends_once_whoever_looks() {
    let rig = Rig::new().await;
    rig.start_login().await;
    rig.clock.advance(jiff::SignedDuration::from_mins(11));
    let (first, second) = tokio::join!(rig.connectivity(), rig.connectivity());
    for seen in [first.login, second.login] {
        let LoginPhase::Failed { failure: code, .. } = seen else {
            panic!("not ended: {seen:?}");
        };
        assert!(matches!(code, LoginFailure::TimedOut));
    }
    assert_eq!(ends(&rig).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_audit_names_a_person_only_where_a_person_ended_a_login() {
    let mut rig = Rig::new().await;
    let link = rig.start_login().await;
    let callback = rig.sim.deny(link.expose()).unwrap();
    rig.host.take_callback(&callback).await.unwrap();
    rig.wait_for_login().await;

    rig.start_login().await;
    login::cancel_login(&rig.host, rig.org()).await.unwrap();

    rig.start_login().await;
    rig.clock.advance(jiff::SignedDuration::from_mins(11));
    rig.connectivity().await;

    let view_all = serde_json::json!({ "PermissionsViewAllData": false });
    rig.set("permissions", view_all);
    rig.log_in_as(crate::rig::USERNAME).await;

    let expected = [
        ("denied", true),
        ("canceled", true),
        ("timed out", false),
        ("check failed", false),
    ];
    let expected = expected.map(|(how, person)| (Some(how.to_owned()), person));
    assert_eq!(ends(&rig).await, expected);
}
