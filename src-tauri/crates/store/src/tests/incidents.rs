use super::{Rig, at, frozen, inactive, input, user};
use lpc_core::fault::{Fault, FaultCode};
use lpc_core::group::{FROZEN_TEXT, INACTIVE_TEXT};
use lpc_core::incident::{FaultClass, IncidentScope, Recovery};
use lpc_core::port::store::conformance::Short;

const LOST: &str = "invalid_grant: expired access/refresh token";

async fn lose(rig: &Rig, raw: &str, second: i64) {
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

#[tokio::test]
async fn losing_the_connection_of_10_000_members_writes_a_constant_number_of_rows() {
    let mut written = Vec::new();
    for members in [1, 10_000] {
        let rig = Rig::with((0..members).map(user).collect()).await;
        let before = rig.number("SELECT total_changes()").await;
        lose(&rig, LOST, 20).await;
        lose(&rig, "another text", 30).await;
        rig.db
            .close_connection_incident(rig.organization, at(40), None)
            .await
            .expect("closes");
        written.push(rig.number("SELECT total_changes()").await - before);
    }
    assert_eq!(written[0], written[1]);
    assert!(written[0] <= 5, "{written:?}");
}

#[tokio::test]
async fn the_same_text_opens_once_and_another_text_takes_its_place() {
    let rig = Rig::with(vec![user(1), user(2)]).await;
    lose(&rig, LOST, 20).await;
    lose(&rig, LOST, 30).await;
    let open = rig.db.incidents(rig.organization).await.expect("reads");
    assert_eq!(open.len(), 1);
    assert_eq!(open[0].scope, IncidentScope::Connection);
    assert_eq!(open[0].class, FaultClass::Authorization);
    assert_eq!((open[0].since, open[0].members), (at(20), 2));

    lose(&rig, "inactive_user: user is inactive", 40).await;
    let open = rig.db.incidents(rig.organization).await.expect("reads");
    assert_eq!(open.len(), 1, "{open:?}");
    assert_eq!(open[0].fault.raw, "inactive_user: user is inactive");
    assert_eq!(open[0].since, at(40));
}

#[tokio::test]
async fn a_recovery_tells_who_is_back_and_who_is_not_until_it_is_dismissed() {
    let rig = Rig::with((0..10).map(user).collect()).await;
    let closed = rig
        .db
        .close_connection_incident(rig.organization, at(15), None)
        .await
        .expect("nothing to close");
    assert_eq!(closed, None);

    lose(&rig, LOST, 20).await;
    rig.delta(vec![inactive(3)], frozen(30, &[])).await;
    let told = rig
        .db
        .close_connection_incident(rig.organization, at(40), None)
        .await
        .expect("closes");
    let expected = Some(Recovery {
        lost_since: at(20),
        recovered_at: at(40),
        resumed: 9,
        need_attention: 1,
        members_read: 10,
    });
    assert_eq!(told, expected);

    let rig = rig.reopen();
    let kept = rig.db.recovery(rig.organization).await.expect("reads");
    assert_eq!(kept, expected);
    lose(&rig, LOST, 50).await;
    let hidden = rig.db.recovery(rig.organization).await.expect("reads");
    assert_eq!(
        hidden, None,
        "a new loss must not hide behind an old recovery"
    );
    rig.db
        .close_connection_incident(rig.organization, at(60), None)
        .await
        .expect("closes");
    rig.db
        .dismiss_recovery(rig.organization)
        .await
        .expect("dismisses");
    let kept = rig.db.recovery(rig.organization).await.expect("reads");
    assert_eq!(kept, None);
}

#[tokio::test]
async fn open_incidents_come_with_the_most_members_first() {
    let rig = Rig::with((0..10).map(user).collect()).await;
    rig.delta(
        vec![inactive(1), inactive(2), inactive(3), user(4)],
        frozen(20, &[4]),
    )
    .await;
    let open = rig.db.incidents(rig.organization).await.expect("reads");
    let told: Vec<_> = open
        .iter()
        .map(|incident| {
            (
                incident.fault.raw.as_str(),
                incident.members,
                incident.since,
            )
        })
        .collect();
    assert_eq!(told, [(INACTIVE_TEXT, 3, at(20)), (FROZEN_TEXT, 1, at(20))]);
    assert!(open.iter().all(
        |incident| incident.class == FaultClass::Other && incident.scope == IncidentScope::User
    ));
}

#[tokio::test]
async fn a_cause_that_comes_back_is_a_new_incident() {
    let rig = Rig::with(vec![user(1)]).await;
    for second in [20, 40] {
        rig.delta(vec![inactive(1)], input(second)).await;
        let open = rig.db.incidents(rig.organization).await.expect("reads");
        assert_eq!(open[0].since, at(second));
        rig.delta(vec![user(1)], input(second + 10)).await;
    }
    assert_eq!(
        rig.number("SELECT count(*) FROM incident WHERE until IS NOT NULL")
            .await,
        2
    );
}
