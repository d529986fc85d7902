use super::{Rig, add_organization, at, frozen, user};
use lpc_core::fault::{Fault, FaultCode};
use lpc_core::plan::SessionEnd;
use lpc_core::port::store::conformance::Short;
use lpc_core::port::store::{Store, StoreError};
use lpc_core::session::{Changes, Outcome, Session, Trigger};

fn end(second: i64) -> SessionEnd {
    SessionEnd {
        ended: at(second),
        outcome: Outcome::Failed,
        changes: Changes {
            changed: 3,
            newly_suspended: 2,
        },
        api_calls: 5,
        fault: Some(Fault::new(
            FaultCode::RequestLimit,
            "REQUEST_LIMIT_EXCEEDED: no more",
        )),
    }
}

#[tokio::test]
async fn a_session_reads_back_with_members_and_suspended_from_the_counters() {
    let rig = Rig::new().await;
    rig.load((0..10).map(user).collect(), frozen(10, &[1, 2]))
        .await;
    let session = rig
        .db
        .begin_session(rig.organization, Trigger::Manual, at(20))
        .await
        .expect("begins");
    assert_eq!(
        rig.db.last_session(rig.organization).await.expect("reads"),
        None,
        "it has not ended"
    );
    let ended = rig
        .db
        .end_session(rig.organization, session, end(30))
        .await
        .expect("ends");
    let expected = Session {
        trigger: Trigger::Manual,
        started: at(20),
        ended: Some(at(30)),
        outcome: Some(Outcome::Failed),
        members_checked: 10,
        changed: 3,
        suspended: 2,
        api_calls: 5,
        fault: Some(Fault::new(
            FaultCode::RequestLimit,
            "REQUEST_LIMIT_EXCEEDED: no more",
        )),
    };
    assert_eq!(ended, expected);
    assert_eq!(
        rig.db.last_session(rig.organization).await.expect("reads"),
        Some(expected)
    );
    let twice = rig.db.end_session(rig.organization, session, end(40)).await;
    assert!(matches!(twice, Err(StoreError::NotFound(_))), "{twice:?}");
}

#[tokio::test]
async fn sessions_left_open_are_closed_as_interrupted_by_the_next() {
    let rig = Rig::new().await;
    let other = add_organization(&rig.db, "Other").await;
    rig.db
        .begin_session(rig.organization, Trigger::Schedule, at(20))
        .await
        .expect("begins");
    let running = rig
        .db
        .begin_session(other, Trigger::Schedule, at(21))
        .await
        .expect("begins");

    let rig = rig.reopen();
    rig.db
        .begin_session(rig.organization, Trigger::Connected, at(30))
        .await
        .expect("begins");
    let last = rig
        .db
        .last_session(rig.organization)
        .await
        .expect("reads")
        .expect("one has ended");
    assert_eq!(last.outcome, Some(Outcome::Interrupted));
    assert_eq!((last.started, last.ended), (at(20), Some(at(30))));
    rig.db
        .end_session(other, running, end(40))
        .await
        .expect("the other organization's session was left alone");
}
