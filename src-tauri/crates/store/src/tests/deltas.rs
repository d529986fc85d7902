use super::Sql;
use super::{Rig, at, frozen, frozen_unknown, id, input, user};
use lpc_core::environment::Environment;
use lpc_core::group::FROZEN_TEXT;
use lpc_core::port::store::conformance::Short;
use lpc_core::session::Changes;
use lpc_core::status::OwnStatus;

#[tokio::test]
async fn someone_named_by_a_delta_while_a_load_is_under_way_is_not_absent() {
    let rig = Rig::with(vec![user(1), user(2)]).await;
    let load = rig
        .db
        .begin_load(rig.organization, Environment::Production)
        .await
        .expect("begins");
    rig.db
        .store_load_page(rig.organization, &load, vec![user(5)])
        .await
        .expect("stores");
    rig.delta(vec![user(9)], input(20)).await;
    let resumed = rig
        .db
        .begin_load(rig.organization, Environment::Production)
        .await
        .expect("resumes");
    assert_eq!(
        resumed.resume_after,
        Some(id(5)),
        "a delta does not move the point where the load goes on"
    );
    rig.db
        .publish_load(rig.organization, &load, input(30))
        .await
        .expect("publishes");
    assert_eq!(
        rig.number("SELECT count(*) FROM user WHERE absences > 0")
            .await,
        2
    );
    assert_eq!(rig.record(9).await.expect("there").last_seen, at(30));
}

#[tokio::test]
async fn the_list_of_frozen_users_reaches_everyone_whose_freeze_changed_and_nobody_else() {
    let rig = Rig::new().await;
    rig.load((0..100).map(user).collect(), frozen(10, &[1, 2]))
        .await;
    let before = rig.number("SELECT total_changes()").await;
    let changes = rig.delta(Vec::new(), frozen(20, &[2, 3, 3, 4_444])).await;
    let written = rig.number("SELECT total_changes()").await - before;
    assert_eq!(
        changes,
        Changes {
            changed: 2,
            newly_suspended: 1
        }
    );
    assert!(written < 12, "{written} rows for two changed users");
    assert_eq!(rig.status(1).await, (Some(OwnStatus::Active), None));
    assert_eq!(rig.record(2).await.expect("there").since, Some(at(10)));
    assert_eq!(
        rig.status(3).await,
        (Some(OwnStatus::Suspended), Some(FROZEN_TEXT.to_owned()))
    );

    let changes = rig.delta(Vec::new(), frozen_unknown(30)).await;
    assert_eq!(changes.changed, 2, "unknown is not red");
    assert_eq!(
        rig.number("SELECT count(*) FROM user WHERE is_frozen IS NOT NULL")
            .await,
        0
    );
}
