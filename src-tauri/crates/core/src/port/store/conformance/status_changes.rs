use super::rig::Subject;
use super::rig::{Rig, at, frozen, id, inactive, input, user};
use super::short::Short;
use crate::group::{FROZEN_TEXT, INACTIVE_TEXT};
use crate::history::{StatusChange, UserHistory};
use crate::plan::SessionEnd;
use crate::port::store::StoreError;
use crate::session::{Changes, Outcome, Trigger};
use crate::status::OwnStatus;

pub const LOST: &str = "invalid_grant: expired access/refresh token";
pub const DAY: i64 = 24 * 60 * 60;

pub async fn history(rig: &Rig<impl Subject>, number: usize, limit: u64) -> UserHistory {
    rig.db
        .user_history(rig.organization, &id(number), limit)
        .await
        .expect("a history is read")
}

/// Second, status and cause of each change.
pub fn told(changes: &[StatusChange]) -> Vec<(i64, Option<OwnStatus>, Option<&str>)> {
    changes
        .iter()
        .map(|change| {
            let second = change.at.as_second() - at(0).as_second();
            (
                second,
                change.own,
                change.cause.as_ref().map(|cause| &*cause.raw),
            )
        })
        .collect()
}

pub async fn end_a_session(rig: &Rig<impl Subject>, second: i64) {
    let session = rig
        .db
        .begin_session(rig.organization, Trigger::Schedule, at(second))
        .await
        .expect("begins");
    let end = SessionEnd {
        ended: at(second),
        outcome: Outcome::Finished,
        changes: Changes::default(),
        api_calls: 1,
        fault: None,
    };
    rig.db
        .end_session(rig.organization, session, end)
        .await
        .expect("ends");
}

pub async fn every_change_is_kept_with_its_cause_down_to_the_beginning<S: Subject>() {
    let rig = Rig::<S>::with(vec![user(1), user(2)]).await;
    rig.delta(Vec::new(), frozen(20, &[1])).await;
    rig.delta(vec![inactive(1)], frozen(30, &[])).await;
    rig.delta(vec![user(1)], input(40)).await;
    let rig = rig.reopen();
    let known = history(&rig, 1, 20).await;
    assert_eq!(
        told(&known.changes),
        [
            (40, Some(OwnStatus::Active), None),
            (30, Some(OwnStatus::Suspended), Some(INACTIVE_TEXT)),
            (20, Some(OwnStatus::Suspended), Some(FROZEN_TEXT)),
            (10, Some(OwnStatus::Active), None),
        ]
    );
    assert_eq!(known.total, 4);
    let newest = history(&rig, 1, 2).await;
    assert_eq!((newest.changes.len(), newest.total), (2, 3));
    let untouched = history(&rig, 2, 20).await;
    assert_eq!(untouched.changes.len(), 1, "{untouched:?}");
}

pub async fn somebody_who_is_not_a_member_has_no_history<S: Subject>() {
    let rig = Rig::<S>::with(vec![inactive(1), user(2)]).await;
    let stranger = history(&rig, 1, 20).await;
    assert_eq!(stranger, UserHistory::default());
}

pub async fn a_first_load_is_no_change_and_each_has_a_beginning<S: Subject>() {
    let rig = Rig::<S>::with((0..100).map(user).collect()).await;
    let known = history(&rig, 7, 20).await;
    let active = Some(OwnStatus::Active);
    assert_eq!(told(&known.changes), [(10, active, None)]);
    assert_eq!(known.total, 1);
}

pub async fn changes_that_are_held_back_leave_no_trace<S: Subject>() {
    let rig = Rig::<S>::with((0..200).map(user).collect()).await;
    let mut guarded = input(20);
    guarded.hold_back = true;
    let everyone = (0..200).map(inactive).collect();
    let verdict = rig
        .db
        .store_delta(rig.organization, everyone, guarded)
        .await;
    verdict.expect("a verdict");
    assert_eq!(history(&rig, 7, 20).await.changes.len(), 1);
}

pub async fn a_loss_lies_over_the_histories_that_it_touched<S: Subject>() {
    let rig = Rig::<S>::with((0..10).map(user).collect()).await;
    let fault = crate::fault::Fault::new(crate::fault::FaultCode::TokenExpired, LOST);
    let class = crate::incident::FaultClass::Authorization;
    for (lost, over) in [(5, Some(6)), (20, Some(30)), (40, None)] {
        let lose = rig
            .db
            .open_connection_incident(rig.organization, class, &fault, at(lost));
        lose.await.expect("opens");
        if let Some(over) = over {
            let close = rig
                .db
                .close_connection_incident(rig.organization, at(over), None);
            close.await.expect("closes");
        }
    }
    let losses = history(&rig, 5, 20).await.losses;
    let seen: Vec<_> = losses.iter().map(|loss| (loss.since, loss.until)).collect();
    assert_eq!(seen, [(at(40), None), (at(20), Some(at(30)))]);
}

pub async fn a_change_is_forgotten_after_90_days_and_the_status_before_stays_told<S: Subject>() {
    let rig = Rig::<S>::with(vec![user(1)]).await;
    rig.delta(Vec::new(), frozen(20, &[1])).await;
    rig.delta(Vec::new(), frozen(80 * DAY, &[])).await;
    end_a_session(&rig, 91 * DAY).await;
    let (active, suspended) = (Some(OwnStatus::Active), Some(OwnStatus::Suspended));
    let kept = history(&rig, 1, 20).await;
    assert_eq!(
        told(&kept.changes),
        [(80 * DAY, active, None), (20, suspended, None)],
        "when the kept status began, and what was before it"
    );
    end_a_session(&rig, 200 * DAY).await;
    let kept = history(&rig, 1, 20).await;
    assert_eq!(told(&kept.changes), [(80 * DAY, active, None)]);
}

pub async fn somebody_who_left_the_group_has_a_history_that_ends_so<S: Subject>() {
    let rig = Rig::<S>::with(vec![user(1), user(2)]).await;
    let mut robot = user(1);
    robot.user_type = "AutomatedProcess".to_owned();
    rig.delta(vec![robot], input(20)).await;
    let known = history(&rig, 1, 20).await;
    let active = Some(OwnStatus::Active);
    assert_eq!(told(&known.changes), [(20, None, None), (10, active, None)]);
}

pub async fn the_history_of_somebody_nobody_knows_is_not_found<S: Subject>() {
    let rig = Rig::<S>::with(vec![user(1)]).await;
    let unknown = rig.db.user_history(rig.organization, &id(9), 20).await;
    assert!(
        matches!(unknown, Err(StoreError::NotFound(_))),
        "{unknown:?}"
    );
}
