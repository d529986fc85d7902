use super::rig::Subject;
use super::rig::{Rig, at, frozen, user};
use super::short::Short;
use crate::alert::AlertKind;
use crate::audit::{AuditKind, EntryFilter, Stamp};
use crate::fault::{Fault, FaultCode};
use crate::incident::{FaultClass, IncidentScope};
use crate::plan::Lose;

pub const LOST: &str = "invalid_grant: expired access/refresh token";

pub async fn lose(rig: &Rig<impl Subject>, raw: &str, second: i64) {
    let fault = Fault::new(FaultCode::TokenExpired, raw);
    rig.db
        .open_connection_incident(
            rig.organization,
            FaultClass::Authorization,
            &fault,
            at(second),
        )
        .await
        .expect("opens");
}

pub async fn recover(rig: &Rig<impl Subject>, second: i64) {
    rig.db
        .close_connection_incident(rig.organization, at(second), None)
        .await
        .expect("closes");
}

pub async fn take(rig: &Rig<impl Subject>) -> Option<AlertKind> {
    rig.db.take_alert(rig.organization).await.expect("taken")
}

pub async fn a_loss_and_its_end_are_each_taken_once_also_across_a_restart<S: Subject>() {
    let rig = Rig::<S>::with((0..10).map(user).collect()).await;
    assert_eq!(take(&rig).await, None);
    rig.delta(Vec::new(), frozen(15, &[3])).await;
    lose(&rig, LOST, 20).await;
    let lost = Some(AlertKind::Lost {
        fault: Fault::new(FaultCode::TokenExpired, LOST),
        members: 10,
    });
    let rig = rig.reopen();
    assert_eq!(take(&rig).await, lost, "a restart before it was told");
    let rig = rig.reopen();
    lose(&rig, LOST, 25).await;
    assert_eq!(take(&rig).await, None, "told before the restart");

    recover(&rig, 30).await;
    let over = Some(AlertKind::Over {
        since: at(20),
        until: at(30),
        resumed: 9,
        need_attention: 1,
    });
    let rig = rig.reopen();
    assert_eq!(take(&rig).await, over);
    assert_eq!(take(&rig).await, None);
    lose(&rig, LOST, 40).await;
    assert!(take(&rig).await.is_some(), "the next loss is another one");
}

pub async fn that_users_cannot_be_read_is_told_once_and_suspends_nobody<S: Subject>() {
    let rig = Rig::<S>::with((0..10).map(user).collect()).await;
    let not_read = |raw: &str, second| Lose {
        scope: IncidentScope::Reading,
        class: FaultClass::Other,
        fault: Fault::new(FaultCode::ReadBlocked, raw),
        since: at(second),
    };
    let apply = async |work| rig.db.apply(rig.organization, work).await.expect("opens");
    apply(not_read("TXN_SECURITY_NO_ACCESS: request 1", 20)).await;
    let fault = Fault::new(FaultCode::ReadBlocked, "TXN_SECURITY_NO_ACCESS: request 1");
    assert_eq!(take(&rig).await, Some(AlertKind::NotRead { fault }));
    apply(not_read("TXN_SECURITY_NO_ACCESS: request 2", 30)).await;
    assert_eq!(take(&rig).await, None, "the same cause");
    let state = rig.db.state(rig.organization).await.expect("it is there");
    let open = state.open_incidents();
    assert_eq!((open.len(), open[0].members, open[0].since), (1, 0, at(20)));
    recover(&rig, 40).await;
    assert_eq!(take(&rig).await, Some(AlertKind::ReadAgain));
    assert_eq!(rig.db.recovery(rig.organization).await.expect("read"), None);

    apply(not_read("TXN_SECURITY_NO_ACCESS: request 3", 50)).await;
    lose(&rig, LOST, 60).await;
    assert!(matches!(take(&rig).await, Some(AlertKind::Lost { .. })));
    let state = rig.db.state(rig.organization).await.expect("it is there");
    assert_eq!(state.open_incidents().len(), 1, "nobody can read");
}

pub async fn an_end_is_told_only_where_the_beginning_was_and_while_nothing_took_its_place<
    S: Subject,
>() {
    let rig = Rig::<S>::with(vec![user(1)]).await;
    lose(&rig, LOST, 20).await;
    recover(&rig, 30).await;
    assert_eq!(take(&rig).await, None, "nobody heard that it began");

    lose(&rig, LOST, 40).await;
    assert!(take(&rig).await.is_some());
    lose(&rig, "inactive_user: user is inactive", 50).await;
    let Some(AlertKind::Lost { fault, .. }) = take(&rig).await else {
        panic!("another cause is another incident");
    };
    assert_eq!(fault.raw, "inactive_user: user is inactive");
    recover(&rig, 60).await;
    let Some(AlertKind::Over { since, .. }) = take(&rig).await else {
        panic!("it is over");
    };
    assert_eq!(since, at(50));
    assert_eq!(
        take(&rig).await,
        None,
        "the first cause is not told of again"
    );
}

pub async fn what_was_passed_over_is_not_told_later<S: Subject>() {
    let rig = Rig::<S>::with(vec![user(1)]).await;
    lose(&rig, LOST, 20).await;
    rig.db
        .pass_over_alerts(rig.organization)
        .await
        .expect("passed over");
    assert_eq!(take(&rig).await, None);
    recover(&rig, 30).await;
    assert_eq!(take(&rig).await, None);
}

pub async fn a_recovery_goes_into_the_audit_with_its_row_and_a_disconnect_does_not<S: Subject>() {
    let rig = Rig::<S>::with((0..10).map(user).collect()).await;
    let recoveries = || async {
        let page = rig.db.entries(EntryFilter::default(), None, 100).await;
        let kinds = page.expect("reads").entries.into_iter();
        kinds
            .filter(|entry| entry.kind == AuditKind::ConnectionRecovered)
            .map(|entry| entry.change.to)
            .collect::<Vec<_>>()
    };
    lose(&rig, LOST, 20).await;
    recover(&rig, 30).await;
    assert!(recoveries().await.is_empty(), "nobody recovered");
    lose(&rig, LOST, 40).await;
    rig.db
        .close_connection_incident(rig.organization, at(50), Some(Stamp::console(at(50))))
        .await
        .expect("closes");
    let told = "10 members resumed, 0 need attention of their own";
    assert_eq!(recoveries().await, [Some(told.to_owned())]);
}

pub async fn a_loss_after_alerts_were_passed_over_is_told<S: Subject>() {
    let rig = Rig::<S>::with(vec![user(1)]).await;
    lose(&rig, LOST, 20).await;
    let passed = rig.db.pass_over_alerts(rig.organization).await;
    passed.expect("passes over");
    recover(&rig, 30).await;
    lose(&rig, LOST, 40).await;
    assert!(take(&rig).await.is_some(), "another one");
}

pub async fn organizations_are_told_of_apart<S: Subject>() {
    let rig = Rig::<S>::with(vec![user(1)]).await;
    let other = super::rig::add_organization(&rig.db, "Other").await;
    lose(&rig, LOST, 20).await;
    let taken = rig.db.take_alert(other).await.expect("takes");
    assert_eq!(taken, None);
    assert!(take(&rig).await.is_some());
}

pub async fn paused_members_are_not_counted_as_suspended_by_a_loss<S: Subject>() {
    let rig = Rig::<S>::with((0..10).map(user).collect()).await;
    rig.set_own(3, crate::status::OwnStatus::Paused).await;
    lose(&rig, LOST, 20).await;
    let Some(AlertKind::Lost { members, .. }) = take(&rig).await else {
        panic!("a loss is told");
    };
    assert_eq!(members, 9);
}
