use super::Sql;
use super::{Rig, at, frozen, inactive, input, user};
use lpc_core::fault::{Fault, FaultCode};
use lpc_core::incident::FaultClass;
use lpc_core::port::store::conformance::Short;
use lpc_core::port::store::conformance::status_changes::{DAY, LOST, end_a_session, history, told};
use lpc_core::status::OwnStatus;

#[tokio::test]
async fn the_first_load_of_10_000_members_writes_no_change_and_each_has_a_beginning() {
    let rig = Rig::with((0..10_000).map(user).collect()).await;
    assert_eq!(rig.number("SELECT count(*) FROM status_change").await, 0);
    let history = history(&rig, 7, 20).await;
    assert_eq!(
        told(&history.changes),
        [(10, Some(OwnStatus::Active), None)]
    );
    assert_eq!(history.total, 1);
}

#[tokio::test]
async fn a_loss_of_the_connection_is_one_row_and_lies_over_every_history() {
    let rig = Rig::with((0..100).map(user).collect()).await;
    let lost = Fault::new(FaultCode::TokenExpired, LOST);
    let lose = |second| {
        rig.db.open_connection_incident(
            rig.organization,
            FaultClass::Authorization,
            &lost,
            at(second),
        )
    };
    lose(5).await.expect("before anyone was known");
    let close = |second| {
        rig.db
            .close_connection_incident(rig.organization, at(second), None)
    };
    close(6).await.expect("closes");
    lose(20).await.expect("opens");
    close(30).await.expect("closes");
    lose(40).await.expect("opens");
    assert_eq!(rig.number("SELECT count(*) FROM status_change").await, 0);
    let losses = history(&rig, 50, 20).await.losses;
    let seen: Vec<_> = losses.iter().map(|loss| (loss.since, loss.until)).collect();
    assert_eq!(seen, [(at(40), None), (at(20), Some(at(30)))]);
    assert!(losses.iter().all(|loss| loss.fault.raw == LOST));
}

#[tokio::test]
async fn held_back_changes_leave_no_trace() {
    let rig = Rig::with((0..200).map(user).collect()).await;
    let mut input = input(20);
    input.hold_back = true;
    let everyone = (0..200).map(inactive).collect();
    rig.db
        .store_delta(rig.organization, everyone, input)
        .await
        .expect("a verdict");
    assert_eq!(rig.number("SELECT count(*) FROM status_change").await, 0);
}

#[tokio::test]
async fn changes_are_forgotten_after_90_days_and_the_status_before_stays_told() {
    let rig = Rig::with(vec![user(1)]).await;
    rig.delta(Vec::new(), frozen(20, &[1])).await;
    rig.delta(Vec::new(), frozen(80 * DAY, &[])).await;
    end_a_session(&rig, 91 * DAY).await;
    let kept = history(&rig, 1, 20).await;
    assert_eq!(
        told(&kept.changes),
        [
            (80 * DAY, Some(OwnStatus::Active), None),
            (20, Some(OwnStatus::Suspended), None),
        ],
        "when the kept status began, and what was before it"
    );
    end_a_session(&rig, 200 * DAY).await;
    assert_eq!(rig.number("SELECT count(*) FROM status_change").await, 0);
    let kept = history(&rig, 1, 20).await;
    assert_eq!(
        told(&kept.changes),
        [(80 * DAY, Some(OwnStatus::Active), None)]
    );
}

#[tokio::test]
async fn histories_go_with_their_users() {
    let rig = Rig::with((0..20).map(user).collect()).await;
    rig.delta(Vec::new(), frozen(20, &[1, 2, 3])).await;
    assert_eq!(rig.number("SELECT count(*) FROM status_change").await, 3);
    rig.execute("DELETE FROM user WHERE own = 4").await;
    assert_eq!(rig.number("SELECT count(*) FROM status_change").await, 0);
}
