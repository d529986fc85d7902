use super::{Rig, at, frozen, frozen_unknown, id, inactive, input, named, user};
use lpc_core::environment::Environment;
use lpc_core::group::{FROZEN_TEXT, INACTIVE_TEXT};
use lpc_core::plan::EvaluationInput;
use lpc_core::port::store::conformance::Short;
use lpc_core::session::Changes;
use lpc_core::status::OwnStatus;

async fn watermark(rig: &Rig) -> Option<jiff::Timestamp> {
    let state = rig.db.mirror(rig.organization).await.expect("reads");
    state.watermark
}

#[tokio::test]
async fn a_delta_stores_evaluates_and_moves_the_watermark() {
    let rig = Rig::with(vec![user(1), user(2)]).await;
    let mut changed = inactive(2);
    changed.modified = at(500);
    let changes = rig.delta(vec![changed, user(3)], input(600)).await;
    assert_eq!(
        changes,
        Changes {
            changed: 2,
            newly_suspended: 1
        },
        "one deactivated, one new"
    );
    assert_eq!(
        rig.status(2).await,
        (Some(OwnStatus::Suspended), Some(INACTIVE_TEXT.to_owned()))
    );
    let new = rig.record(3).await.expect("there");
    assert_eq!(new.status, Some(OwnStatus::Active));
    assert_eq!((new.since, new.last_seen), (Some(at(600)), at(600)));
    assert_eq!(watermark(&rig).await, Some(at(500)));
}

#[tokio::test]
async fn the_watermark_never_moves_backwards() {
    let rig = Rig::with(vec![user(900)]).await;
    rig.delta(vec![user(5)], input(20)).await;
    assert_eq!(watermark(&rig).await, Some(at(900)));
    rig.delta(Vec::new(), input(30)).await;
    rig.load(vec![user(5)], input(40)).await;
    assert_eq!(watermark(&rig).await, Some(at(900)));
}

#[tokio::test]
async fn a_delta_before_the_first_full_load_leaves_the_watermark_unset() {
    let rig = Rig::new().await;
    rig.delta(vec![user(5)], input(20)).await;
    assert_eq!(watermark(&rig).await, None);
}

#[tokio::test]
async fn a_renamed_user_is_found_by_the_new_name_only() {
    let rig = Rig::with(vec![named(1, "Maiden")]).await;
    rig.delta(vec![named(1, "Married")], input(20)).await;
    let mut list = rig.list();
    list.search = "maiden".to_owned();
    assert!(rig.names(list.clone()).await.is_empty());
    list.search = "married".to_owned();
    assert_eq!(rig.names(list).await, ["Married"]);
}

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

#[tokio::test]
async fn frozen_unknown_is_unknown_for_everyone_whether_a_delta_names_them_or_not() {
    let rig = Rig::new().await;
    rig.load(vec![user(1), user(2)], frozen(10, &[1, 2])).await;
    rig.delta(vec![user(1)], frozen_unknown(20)).await;
    assert_eq!(rig.status(1).await.0, Some(OwnStatus::Active));
    assert_eq!(rig.status(2).await.0, Some(OwnStatus::Active));
}

#[tokio::test]
async fn a_member_who_is_no_standard_user_any_more_leaves_the_group_and_is_not_red() {
    let rig = Rig::with(vec![user(1), user(2)]).await;
    let mut other = inactive(2);
    other.user_type = "CsnOnly".to_owned();
    rig.delta(vec![other], frozen(20, &[2])).await;
    assert_eq!(rig.status(2).await, (None, None));
}

#[tokio::test]
async fn a_new_service_account_leaves_the_group_and_the_old_one_joins_it() {
    let rig = Rig::with(vec![user(1), user(2)]).await;
    let with_account = |number, second| EvaluationInput {
        service_account: id(number),
        ..input(second)
    };
    rig.delta(Vec::new(), with_account(1, 20)).await;
    assert_eq!(rig.status(1).await.0, None);
    rig.delta(Vec::new(), with_account(2, 30)).await;
    assert_eq!(rig.status(1).await.0, Some(OwnStatus::Active));
    assert_eq!(rig.status(2).await.0, None);
    let counts = rig.db.own_counts(rig.organization).await.expect("counts");
    assert_eq!((counts.users, counts.members), (2, [0, 1, 0, 0, 0]));
}
