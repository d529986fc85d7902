use super::rig::Subject;
use super::rig::{Rig, applied, at, frozen, id, inactive, input, service_account, user};
use super::short::Short;
use crate::environment::Environment;
use crate::group::{INACTIVE_TEXT, VANISHED_TEXT};
use crate::port::store::StoreError;
use crate::session::Changes;
use crate::status::OwnStatus;

pub async fn begin(rig: &Rig<impl Subject>, environment: Environment) -> crate::plan::Load {
    rig.db
        .begin_load(rig.organization, environment)
        .await
        .expect("a load begins")
}

/// Watermark and time of the published load.
pub async fn published(
    rig: &Rig<impl Subject>,
) -> (Option<jiff::Timestamp>, Option<jiff::Timestamp>) {
    let mirror = rig.db.mirror(rig.organization).await.expect("reads");
    (mirror.watermark, mirror.full_load)
}

pub async fn new_users_stand_in_the_list_as_not_initialized_until_the_load_is_published<
    S: Subject,
>() {
    let rig = Rig::<S>::new().await;
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

pub async fn an_interrupted_load_is_taken_up_behind_the_largest_id<S: Subject>() {
    let rig = Rig::<S>::new().await;
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

pub async fn a_load_of_the_other_environment_begins_anew_and_leaves_nobody_of_the_old_one<
    S: Subject,
>() {
    let rig = Rig::<S>::with(vec![user(1), user(2), user(3)]).await;
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
    let sandbox = crate::plan::Load {
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

pub async fn a_member_turns_red_when_two_loads_in_a_row_do_not_name_it<S: Subject>() {
    let rig = Rig::<S>::with(vec![user(1), user(2), inactive(3)]).await;
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

pub async fn an_absence_between_two_sightings_is_forgotten<S: Subject>() {
    let rig = Rig::<S>::with(vec![user(1), user(2)]).await;
    for second in [20, 40, 60] {
        rig.load(vec![user(1)], input(second)).await;
        rig.load(vec![user(1), user(2)], input(second + 10)).await;
    }
    assert_eq!(rig.status(2).await, (Some(OwnStatus::Active), None));
}

pub async fn a_suspended_member_who_is_absent_once_keeps_the_text<S: Subject>() {
    let rig = Rig::<S>::with(vec![user(1), user(2)]).await;
    rig.load(vec![user(1), inactive(2)], input(20)).await;
    rig.load(vec![user(1)], input(30)).await;
    assert_eq!(
        rig.status(2).await,
        (Some(OwnStatus::Suspended), Some(INACTIVE_TEXT.to_owned()))
    );
    assert_eq!(rig.record(2).await.expect("there").since, Some(at(20)));
}

pub async fn the_service_account_is_never_a_member<S: Subject>() {
    let account = user(999_999);
    assert_eq!(account.id, service_account());
    let rig = Rig::<S>::with(vec![user(1), account.clone()]).await;
    assert_eq!(rig.status(999_999).await.0, None);

    // Not even between a page and its publication, once an evaluation has named it.
    let rig = Rig::<S>::with(vec![user(1)]).await;
    let load = begin(&rig, Environment::Production).await;
    rig.db
        .store_load_page(rig.organization, &load, vec![account])
        .await
        .expect("stores");
    assert_eq!(rig.status(999_999).await.0, None);
}

pub async fn a_status_that_stays_keeps_its_beginning<S: Subject>() {
    let rig = Rig::<S>::with(vec![user(1)]).await;
    rig.load(vec![user(1)], input(20)).await;
    let record = rig.record(1).await.expect("there");
    assert_eq!((record.since, record.last_seen), (Some(at(10)), at(20)));
}

pub async fn anything_can_be_a_name<S: Subject>() {
    let rig = Rig::<S>::new().await;
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

pub async fn the_watermark_of_a_load_is_its_beginning_and_not_the_newest_user_it_read<
    S: Subject,
>() {
    let rig = Rig::<S>::with(vec![user(1), user(2)]).await;
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

pub async fn a_page_that_names_a_user_twice_keeps_the_last<S: Subject>() {
    let rig = Rig::<S>::new().await;
    rig.load(vec![user(1), user(2), inactive(2)], input(10))
        .await;
    assert_eq!(rig.status(1).await.0, Some(OwnStatus::Active));
    assert_eq!(rig.status(2).await.0, None);
    let counts = rig.db.own_counts(rig.organization).await.expect("reads");
    assert_eq!(counts.users, 2);
}

pub async fn a_page_comes_again_after_an_interruption_and_counts_once<S: Subject>() {
    let rig = Rig::<S>::new().await;
    let load = begin(&rig, Environment::Production).await;
    for _ in 0..2 {
        let stored = rig
            .db
            .store_load_page(rig.organization, &load, vec![user(1), user(2)]);
        stored.await.expect("stores");
    }
    let counts = rig.db.own_counts(rig.organization).await.expect("reads");
    assert_eq!((counts.users, counts.all_members()), (2, 2));
    let published = rig
        .db
        .publish_load(rig.organization, &load, input(10))
        .await;
    assert_eq!(applied(published.expect("publishes")).changed, 2);
}

pub async fn an_empty_page_leaves_the_place_where_a_load_goes_on<S: Subject>() {
    let rig = Rig::<S>::new().await;
    let load = begin(&rig, Environment::Production).await;
    for page in [vec![user(3)], Vec::new()] {
        let stored = rig.db.store_load_page(rig.organization, &load, page);
        stored.await.expect("stores");
    }
    let resumed = begin(&rig, Environment::Production).await;
    assert_eq!(resumed.resume_after, Some(id(3)));
}

pub async fn a_load_is_published_once<S: Subject>() {
    let rig = Rig::<S>::new().await;
    let load = begin(&rig, Environment::Production).await;
    let page = rig
        .db
        .store_load_page(rig.organization, &load, vec![user(1)]);
    page.await.expect("stores");
    let publish = || rig.db.publish_load(rig.organization, &load, input(10));
    publish().await.expect("publishes");
    let again = publish().await;
    assert!(matches!(again, Err(StoreError::NotFound(_))), "{again:?}");
    let late = rig
        .db
        .store_load_page(rig.organization, &load, vec![user(2)]);
    assert!(late.await.is_err(), "nor is it added to");
}

pub async fn a_user_deactivated_before_the_first_evaluation_never_was_a_member<S: Subject>() {
    let rig = Rig::<S>::new().await;
    let load = begin(&rig, Environment::Production).await;
    for page in [vec![user(1), user(2)], vec![inactive(1)]] {
        let stored = rig.db.store_load_page(rig.organization, &load, page);
        stored.await.expect("stores");
    }
    assert_eq!(rig.status(1).await.0, None);
    let published = rig
        .db
        .publish_load(rig.organization, &load, input(10))
        .await;
    let changes = applied(published.expect("publishes"));
    assert_eq!((changes.changed, changes.newly_suspended), (1, 0));
    let counts = rig.db.own_counts(rig.organization).await.expect("reads");
    assert_eq!((counts.users, counts.all_members()), (2, 1));
}

pub async fn the_beginning_of_a_load_is_kept_with_its_first_page<S: Subject>() {
    let rig = Rig::<S>::new().await;
    let mut load = begin(&rig, Environment::Production).await;
    load.beginning = Some(at(5));
    let stored = rig
        .db
        .store_load_page(rig.organization, &load, vec![user(1)]);
    stored.await.expect("stores");
    let rig = rig.reopen();
    let resumed = begin(&rig, Environment::Production).await;
    assert_eq!(resumed.beginning, Some(at(5)));
    let later = crate::plan::Load {
        beginning: Some(at(9)),
        ..resumed
    };
    let stored = rig
        .db
        .store_load_page(rig.organization, &later, vec![user(2)]);
    stored.await.expect("stores");
    let resumed = begin(&rig, Environment::Production).await;
    assert_eq!(resumed.beginning, Some(at(5)), "the first one counts");
}

pub async fn a_load_without_a_page_begins_anew<S: Subject>() {
    let rig = Rig::<S>::new().await;
    let first = begin(&rig, Environment::Production).await;
    let second = begin(&rig, Environment::Production).await;
    assert!(second.generation > first.generation);
    assert_eq!((second.resume_after, second.beginning), (None, None));
}

pub async fn a_stranger_who_is_not_named_twice_leaves_the_mirror<S: Subject>() {
    let rig = Rig::<S>::with(vec![user(1), inactive(2)]).await;
    rig.load(vec![user(1)], input(20)).await;
    assert!(rig.record(2).await.is_some(), "once is not enough");
    let changes = rig.load(vec![user(1)], input(30)).await;
    assert_eq!(changes.changed, 0, "nobody's status changed");
    assert_eq!(rig.record(2).await, None);
    let mut list = rig.list();
    list.search = "user".to_owned();
    assert_eq!(rig.names(list).await.len(), 1, "nor is it found");
}

pub async fn a_pause_outlives_a_load_and_an_absence<S: Subject>() {
    let rig = Rig::<S>::with(vec![user(1), user(2)]).await;
    rig.set_own(1, OwnStatus::Paused).await;
    rig.load(vec![user(1), user(2)], frozen(20, &[1])).await;
    assert_eq!(rig.status(1).await.0, Some(OwnStatus::Paused));
    rig.load(vec![user(2)], input(30)).await;
    assert_eq!(rig.status(1).await.0, Some(OwnStatus::Paused));
}
