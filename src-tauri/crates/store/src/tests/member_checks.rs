use super::Sql;
use super::{Rig, at, id, input, user};
use lpc_core::fault::{Fault, FaultCode};
use lpc_core::port::store::StoreError;
use lpc_core::port::store::conformance::Short;
use lpc_core::port::store::conformance::member_checks::{
    DAY, check, end_a_session, last, try_check,
};

#[tokio::test]
async fn users_of_an_organization_that_was_left_are_not_checked_against_the_new_one() {
    let rig = Rig::with(vec![user(1)]).await;
    let source = |before, now| {
        rig.db
            .set_mirror_source(rig.organization, before, now, at(15))
    };
    source(Some(id(77)), id(78)).await.expect("another source");
    let refused = try_check(&rig, 1, None, input(20)).await;
    assert!(
        matches!(refused, Err(StoreError::NotFound(_))),
        "{refused:?}"
    );
    assert_eq!(rig.number("SELECT max(absences) FROM user").await, 0);
    assert_eq!(rig.number("SELECT count(*) FROM member_check").await, 0);
}

#[tokio::test]
async fn checks_are_kept_for_90_days_and_their_calls_count_as_the_consoles_own() {
    let rig = Rig::with(vec![user(1), user(2)]).await;
    end_a_session(&rig, 100).await;
    check(&rig, 1, Some(user(1)), input(200)).await;
    let no_route = Fault::new(FaultCode::Unreachable, "no route");
    let failed = rig
        .db
        .store_failed_check(rig.organization, &id(1), at(300), &no_route, 3)
        .await
        .expect("is kept");
    let rig = rig.reopen();
    assert_eq!(last(&rig, 1).await, Some(failed.clone()));
    assert_eq!(last(&rig, 2).await, None);
    assert_eq!(failed.fault, Some(no_route));
    for (since, calls) in [(0, 6), (150, 5), (201, 3), (301, 0)] {
        let spread = rig.db.calls_since(rig.organization, at(since)).await;
        let reached = rig.db.share_reached(rig.organization, at(since), calls + 1);
        assert_eq!(reached.await.expect("reads"), None, "{since}");
        assert_eq!(spread.expect("a sum"), calls, "{since}");
    }
    let reached = rig.db.share_reached(rig.organization, at(150), 4).await;
    assert_eq!(
        reached.expect("reads"),
        Some(at(200)),
        "checks count in the share"
    );
    end_a_session(&rig, 90 * DAY + 250).await;
    assert_eq!(rig.number("SELECT count(*) FROM member_check").await, 1);
    end_a_session(&rig, 90 * DAY + 301).await;
    assert_eq!(last(&rig, 1).await, None);
}
