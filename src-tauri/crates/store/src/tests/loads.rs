use super::{Rig, applied, at, frozen, frozen_unknown, id, inactive, input, service_account, user};
use lpc_core::environment::Environment;
use lpc_core::group::{FROZEN_TEXT, INACTIVE_TEXT, VANISHED_TEXT};
use lpc_core::port::store::StoreError;
use lpc_core::port::store::conformance::Short;
use lpc_core::session::Changes;
use lpc_core::status::OwnStatus;

async fn begin(rig: &Rig, environment: Environment) -> lpc_core::plan::Load {
    rig.db
        .begin_load(rig.organization, environment)
        .await
        .expect("a load begins")
}

/// Watermark and time of the published load.
async fn published(rig: &Rig) -> (Option<jiff::Timestamp>, Option<jiff::Timestamp>) {
    let mirror = rig.db.mirror(rig.organization).await.expect("reads");
    (mirror.watermark, mirror.full_load)
}

#[tokio::test]
async fn new_users_stand_in_the_list_as_not_initialized_until_the_load_is_published() {
    let rig = Rig::new().await;
    let mut load = begin(&rig, Environment::Production).await;
    load.beginning = Some(at(2));
    rig.db
        .store_load_page(rig.organization, &load, vec![user(1), inactive(2)])
        .await
        .expect("stores");
    assert_eq!(rig.status(1).await.0, Some(OwnStatus::NotInitialized));
    assert_eq!(rig.status(2).await.0, None, "no member whatever comes");
    assert_eq!(published(&rig).await, (None, None));

    let verdict = rig.db.publish_load(rig.organization, &load, input(10));
    assert_eq!(
        applied(verdict.await.expect("publishes")),
        Changes {
            changed: 1,
            newly_suspended: 0
        }
    );
    let record = rig.record(1).await.expect("there");
    assert_eq!(record.status, Some(OwnStatus::Active));
    assert_eq!(record.since, Some(at(10)));
    assert_eq!(record.last_seen, at(10));
    assert_eq!(published(&rig).await, (Some(at(2)), Some(at(10))));
}

#[tokio::test]
async fn an_interrupted_load_is_taken_up_behind_the_largest_id() {
    let rig = Rig::new().await;
    let first = begin(&rig, Environment::Production).await;
    assert_eq!(first.resume_after, None);
    rig.db
        .store_load_page(rig.organization, &first, vec![user(1), user(3), user(2)])
        .await
        .expect("stores");

    let rig = rig.reopen();
    let resumed = begin(&rig, Environment::Production).await;
    assert_eq!(resumed.generation, first.generation);
    assert_eq!(resumed.resume_after, Some(id(3)));
    rig.db
        .store_load_page(rig.organization, &resumed, vec![user(4)])
        .await
        .expect("stores");
    rig.db
        .publish_load(rig.organization, &resumed, input(10))
        .await
        .expect("publishes");
    let counts = rig.db.own_counts(rig.organization).await.expect("counts");
    assert_eq!(counts.members, [0, 4, 0, 0, 0]);

    let next = begin(&rig, Environment::Production).await;
    assert!(
        next.generation > resumed.generation,
        "published, so a new one"
    );
    assert_eq!(next.resume_after, None);
}

#[tokio::test]
async fn a_load_of_the_other_environment_begins_anew_and_leaves_nobody_of_the_old_one() {
    let rig = Rig::with(vec![user(1), user(2), user(3)]).await;
    let production = begin(&rig, Environment::Production).await;
    rig.db
        .store_load_page(rig.organization, &production, vec![user(1)])
        .await
        .expect("stores");
    let sandbox = begin(&rig, Environment::Sandbox).await;
    assert!(sandbox.generation > production.generation);
    assert_eq!(
        (sandbox.resume_after.clone(), sandbox.beginning),
        (None, None)
    );
    let sandbox = lpc_core::plan::Load {
        beginning: Some(at(2)),
        ..sandbox
    };
    let refused = rig
        .db
        .store_load_page(rig.organization, &production, vec![user(2)])
        .await;
    assert!(
        matches!(refused, Err(StoreError::NotFound(_))),
        "a superseded load stores nothing: {refused:?}"
    );

    rig.db
        .store_load_page(rig.organization, &sandbox, vec![user(1), inactive(2)])
        .await
        .expect("stores");
    rig.db
        .publish_load(rig.organization, &sandbox, input(20))
        .await
        .expect("publishes");
    assert_eq!(rig.status(1).await.0, Some(OwnStatus::Active));
    assert_eq!(
        rig.status(2).await.0,
        None,
        "inactive in this environment from the start"
    );
    assert_eq!(rig.record(3).await, None);
    let state = rig.db.mirror(rig.organization).await.expect("reads");
    assert_eq!(state.watermark, Some(at(2)), "stamps of this environment");
}

#[tokio::test]
async fn a_member_turns_red_when_two_loads_in_a_row_do_not_name_it() {
    let rig = Rig::with(vec![user(1), user(2), inactive(3)]).await;
    let changes = rig.load(vec![user(1)], input(20)).await;
    assert_eq!(changes, Changes::default(), "once is not enough");
    assert_eq!(rig.status(2).await, (Some(OwnStatus::Active), None));
    assert_eq!(
        rig.record(2).await.expect("there").last_seen,
        at(10),
        "last named by the first load"
    );

    let changes = rig.load(vec![user(1)], input(30)).await;
    assert_eq!(
        changes,
        Changes {
            changed: 1,
            newly_suspended: 1
        }
    );
    assert_eq!(
        rig.status(2).await,
        (Some(OwnStatus::Suspended), Some(VANISHED_TEXT.to_owned()))
    );
    let record = rig.record(2).await.expect("there");
    assert_eq!((record.since, record.last_seen), (Some(at(30)), at(10)));
    assert_eq!(
        rig.record(3).await,
        None,
        "who was no member leaves the list"
    );

    rig.load(vec![user(1), user(2)], input(40)).await;
    assert_eq!(rig.status(2).await, (Some(OwnStatus::Active), None));
    assert!(
        rig.db
            .incidents(rig.organization)
            .await
            .expect("reads")
            .is_empty(),
        "the incident is closed when its last member is back"
    );
}

#[tokio::test]
async fn an_absence_between_two_sightings_is_forgotten() {
    let rig = Rig::with(vec![user(1), user(2)]).await;
    for second in [20, 40, 60] {
        rig.load(vec![user(1)], input(second)).await;
        rig.load(vec![user(1), user(2)], input(second + 10)).await;
    }
    assert_eq!(rig.status(2).await, (Some(OwnStatus::Active), None));
}

#[tokio::test]
async fn a_suspended_member_who_is_absent_once_keeps_the_text() {
    let rig = Rig::with(vec![user(1), user(2)]).await;
    rig.load(vec![user(1), inactive(2)], input(20)).await;
    rig.load(vec![user(1)], input(30)).await;
    assert_eq!(
        rig.status(2).await,
        (Some(OwnStatus::Suspended), Some(INACTIVE_TEXT.to_owned()))
    );
    assert_eq!(rig.record(2).await.expect("there").since, Some(at(20)));
}

#[tokio::test]
async fn the_service_account_is_never_a_member() {
    let account = user(999_999);
    assert_eq!(account.id, service_account());
    let rig = Rig::with(vec![user(1), account.clone()]).await;
    assert_eq!(rig.status(999_999).await.0, None);

    // Not even between a page and its publication, once an evaluation has named it.
    let rig = Rig::with(vec![user(1)]).await;
    let load = begin(&rig, Environment::Production).await;
    rig.db
        .store_load_page(rig.organization, &load, vec![account])
        .await
        .expect("stores");
    assert_eq!(rig.status(999_999).await.0, None);
}

#[tokio::test]
async fn frozen_users_turn_red_at_once_and_unknown_does_not() {
    let rig = Rig::new().await;
    rig.load(vec![user(1), user(2)], frozen(10, &[2])).await;
    assert_eq!(
        rig.status(2).await,
        (Some(OwnStatus::Suspended), Some(FROZEN_TEXT.to_owned()))
    );
    rig.load(vec![user(1), user(2)], frozen_unknown(20)).await;
    assert_eq!(rig.status(2).await, (Some(OwnStatus::Active), None));
    assert_eq!(
        rig.number("SELECT count(*) FROM user WHERE is_frozen IS NULL")
            .await,
        2
    );
}

#[tokio::test]
async fn publishing_writes_only_the_rows_that_change() {
    let users: Vec<_> = (0..5_000).map(user).collect();
    let rig = Rig::with(users.clone()).await;
    let load = begin(&rig, Environment::Production).await;
    let mut changed = users;
    changed[17].is_active = false;
    for page in changed.chunks(2_000) {
        rig.db
            .store_load_page(rig.organization, &load, page.to_vec())
            .await
            .expect("stores");
    }
    let before = rig.number("SELECT total_changes()").await;
    rig.db
        .publish_load(rig.organization, &load, input(20))
        .await
        .expect("publishes");
    let written = rig.number("SELECT total_changes()").await - before;
    assert!(written < 10, "{written} rows for one changed status");
}

#[tokio::test]
async fn a_status_that_stays_keeps_its_beginning() {
    let rig = Rig::with(vec![user(1)]).await;
    rig.load(vec![user(1)], input(20)).await;
    let record = rig.record(1).await.expect("there");
    assert_eq!((record.since, record.last_seen), (Some(at(10)), at(20)));
}

#[tokio::test]
async fn anything_can_be_a_name() {
    let rig = Rig::new().await;
    let mut users: Vec<_> = (0..5).map(user).collect();
    users[0].name = "a\0b".to_owned();
    users[1].name = "\u{202E}evil\u{200F}".to_owned();
    users[2].name = "ž".repeat(1_000_000);
    users[3].name = String::new();
    users[3].email = "\0".repeat(1_000);
    users[3].username = "\n\t'\"%_\\;--".to_owned();
    users[4].profile = "\u{FDFA}".repeat(100_000);
    rig.load(users.clone(), input(10)).await;
    // Read again unchanged, so that the comparison with what is stored is tried too.
    rig.load(users, input(20)).await;
    assert_eq!(rig.names(rig.list()).await.len(), 5);
    let long = rig.record(2).await.expect("there").name;
    assert_eq!(long.chars().count(), 512);
    let mut list = rig.list();
    list.search = "evil".to_owned();
    assert_eq!(rig.names(list).await, ["\u{202E}evil\u{200F}"]);
}

#[tokio::test]
async fn the_watermark_of_a_load_is_its_beginning_and_not_the_newest_user_it_read() {
    let rig = Rig::with(vec![user(1), user(2)]).await;
    let mut load = begin(&rig, Environment::Production).await;
    assert_eq!(load.beginning, None);
    load.beginning = Some(at(100));
    rig.db
        .store_load_page(rig.organization, &load, vec![user(1)])
        .await
        .expect("stores");
    let rig = rig.reopen();
    // Hours later: user 1, who was read before, changed at 200, user 2 at 300.
    let resumed = begin(&rig, Environment::Production).await;
    assert_eq!(resumed.beginning, Some(at(100)));
    let mut late = user(2);
    late.modified = at(300);
    rig.db
        .store_load_page(rig.organization, &resumed, vec![late])
        .await
        .expect("stores");
    rig.db
        .publish_load(rig.organization, &resumed, input(400))
        .await
        .expect("publishes");
    let state = rig.db.mirror(rig.organization).await.expect("reads");
    assert_eq!(
        state.watermark,
        Some(at(100)),
        "the next delta asks for user 1 too"
    );
}
