use super::rig::Subject;
use super::rig::{Rig, add_organization, at, frozen, user};
use super::short::Short;
use crate::fault::{Fault, FaultCode};
use crate::plan::SessionEnd;
use crate::port::store::StoreError;
use crate::session::{Changes, Outcome, Session, Trigger};

pub fn end(second: i64) -> SessionEnd {
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

pub async fn a_session_reads_back_with_members_and_suspended_from_the_counters<S: Subject>() {
    let rig = Rig::<S>::new().await;
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

pub async fn sessions_left_open_are_closed_as_interrupted_by_the_next<S: Subject>() {
    let rig = Rig::<S>::new().await;
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

pub async fn a_session_of_another_organization_is_not_ended<S: Subject>() {
    let rig = Rig::<S>::new().await;
    let other = add_organization(&rig.db, "Other").await;
    let begun = rig.db.begin_session(other, Trigger::Manual, at(20));
    let begun = begun.await.expect("begins");
    let wrong = rig.db.end_session(rig.organization, begun, end(30)).await;
    assert!(matches!(wrong, Err(StoreError::NotFound(_))), "{wrong:?}");
    let ended = rig.db.end_session(other, begun, end(30)).await;
    ended.expect("its own ends it");
}

pub async fn the_newest_session_is_the_newest_by_number<S: Subject>() {
    let rig = Rig::<S>::new().await;
    // A clock that was set back.
    for second in [500, 100] {
        let begun = rig
            .db
            .begin_session(rig.organization, Trigger::Manual, at(second));
        let begun = begun.await.expect("begins");
        let ended = rig.db.end_session(rig.organization, begun, end(second + 1));
        ended.await.expect("ends");
    }
    let last = rig.db.last_session(rig.organization).await.expect("reads");
    assert_eq!(last.expect("one").started, at(100));
}

pub async fn what_stopped_a_session_is_bounded<S: Subject>() {
    let rig = Rig::<S>::new().await;
    let begun = rig
        .db
        .begin_session(rig.organization, Trigger::Manual, at(20));
    let begun = begun.await.expect("begins");
    let mut long = end(30);
    if let Some(fault) = &mut long.fault {
        fault.raw = "x".repeat(100_000);
    }
    let ended = rig.db.end_session(rig.organization, begun, long).await;
    let fault = ended.expect("ends").fault.expect("what stopped it");
    assert_eq!(fault.raw.len(), 4_096);
}

pub async fn only_what_read_everything_says_as_of_when_statuses_are<S: Subject>() {
    let rig = Rig::<S>::new().await;
    for (second, outcome) in [
        (10, Outcome::Finished),
        (20, Outcome::HeldBack),
        (30, Outcome::Interrupted),
        (40, Outcome::Failed),
    ] {
        let begun = rig
            .db
            .begin_session(rig.organization, Trigger::Manual, at(second));
        let begun = begun.await.expect("begins");
        let ended = SessionEnd {
            outcome,
            ..end(second + 1)
        };
        let ended = rig.db.end_session(rig.organization, begun, ended);
        ended.await.expect("ends");
    }
    let last = rig.db.last_sessions(rig.organization).await.expect("reads");
    assert_eq!(last.read, Some(at(11)));
    assert_eq!(last.ended.expect("one").outcome, Some(Outcome::Failed));
}
