use super::Sql;
use super::{Rig, at, inactive};
use lpc_core::holding::{Suspicion, Verdict};
use lpc_core::port::store::conformance::Short;
use lpc_core::port::store::conformance::held_back::{
    delta, guarded, is_applied, load, mirror, people, suspicion,
};

#[tokio::test]
async fn the_incident_keeps_its_beginning_and_tells_the_newest_numbers() {
    let rig = Rig::with(people(300)).await;
    for (second, count) in [(20, 61), (30, 90)] {
        delta(&rig, (0..count).map(inactive).collect(), guarded(second)).await;
    }
    let open = rig.db.incidents(rig.organization).await.expect("reads");
    assert_eq!(
        (open.len(), open[0].since, open[0].members),
        (1, at(20), 90)
    );
    assert!(
        open[0].fault.raw.contains("90 of 300 members"),
        "{}",
        open[0].fault.raw
    );
    let held = rig.db.held_back(rig.organization).await.expect("reads");
    let held = held.expect("held back");
    assert_eq!((held.since, held.seen), (at(20), at(30)));
    assert_eq!(rig.number("SELECT count(*) FROM incident").await, 1);
}

#[tokio::test]
async fn a_list_that_lost_more_than_half_is_held_back_as_often_as_it_comes() {
    let rig = Rig::with(people(300)).await;
    for second in [20, 30, 40, 50] {
        let verdict = load(&rig, people(149), guarded(second)).await;
        assert!(
            matches!(verdict, Verdict::HeldBack(_)),
            "{second}: {verdict:?}"
        );
        assert_eq!(
            suspicion(&rig).await,
            Some((Suspicion::LostUsers, 300, 149))
        );
    }
    assert_eq!(
        rig.number("SELECT count(*) FROM user WHERE absences > 0")
            .await,
        0,
        "not even counted as absent"
    );
    assert_eq!(mirror(&rig).await.full_load, Some(at(10)));
    assert!(is_applied(load(&rig, people(300), guarded(60)).await));
    assert_eq!(suspicion(&rig).await, None);
    assert!(
        is_applied(load(&rig, people(150), guarded(70)).await),
        "half"
    );
}
