use super::rig::Subject;
use super::rig::{Rig, at, frozen, inactive, user};
use super::short::Short;
use crate::fault::{Fault, FaultCode};
use crate::group::{FROZEN_TEXT, INACTIVE_TEXT};
use crate::incident::{FaultClass, IncidentScope, Recovery};

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

pub async fn the_same_text_opens_once_and_another_text_takes_its_place<S: Subject>() {
    let rig = Rig::<S>::with(vec![user(1), user(2)]).await;
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

pub async fn a_recovery_tells_who_is_back_and_who_is_not_until_it_is_dismissed<S: Subject>() {
    let rig = Rig::<S>::with((0..10).map(user).collect()).await;
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

pub async fn open_incidents_come_with_the_most_members_first<S: Subject>() {
    let rig = Rig::<S>::with((0..10).map(user).collect()).await;
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

pub async fn a_cause_that_comes_back_begins_anew<S: Subject>() {
    let rig = Rig::<S>::with(vec![user(1)]).await;
    for second in [20, 40] {
        rig.delta(vec![inactive(1)], super::rig::input(second))
            .await;
        let open = rig.db.incidents(rig.organization).await.expect("reads");
        assert_eq!((open.len(), open[0].since), (1, at(second)));
        rig.delta(vec![user(1)], super::rig::input(second + 10))
            .await;
    }
    let open = rig.db.incidents(rig.organization).await.expect("reads");
    assert!(open.is_empty(), "{open:?}");
}

pub async fn a_text_of_any_length_is_bounded_and_still_the_same<S: Subject>() {
    let rig = Rig::<S>::with(vec![user(1)]).await;
    let long = "x".repeat(100_000);
    lose(&rig, &long, 20).await;
    lose(&rig, &long, 30).await;
    let open = rig.db.incidents(rig.organization).await.expect("reads");
    assert_eq!((open.len(), open[0].since), (1, at(20)));
    assert_eq!(open[0].fault.raw.chars().count(), 4_096);
}

pub async fn a_disconnection_ends_a_loss_and_leaves_nothing_to_tell<S: Subject>() {
    let rig = Rig::<S>::with(vec![user(1)]).await;
    lose(&rig, LOST, 20).await;
    let ended = rig
        .db
        .close_connection_incident(rig.organization, at(30), None);
    assert!(ended.await.expect("closes").is_some());
    let dismissed = rig.db.dismiss_recovery(rig.organization).await;
    dismissed.expect("dismisses");
    let state = rig.db.state(rig.organization).await.expect("reads");
    assert!(state.open_incidents().is_empty());
    assert_eq!(state.recovery, None);
}

pub async fn a_loss_lies_over_members_of_their_own_incidents<S: Subject>() {
    let rig = Rig::<S>::with((0..10).map(user).collect()).await;
    rig.delta(Vec::new(), frozen(20, &[1, 2])).await;
    lose(&rig, LOST, 30).await;
    let open = rig.db.incidents(rig.organization).await.expect("reads");
    let told: Vec<_> = open
        .iter()
        .map(|known| (known.scope, known.members))
        .collect();
    assert_eq!(
        told,
        [(IncidentScope::Connection, 10), (IncidentScope::User, 2)]
    );
}
