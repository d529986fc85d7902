use super::rig::Subject;
use super::rig::{Rig, at, frozen, frozen_unknown, id, inactive, input, named, user};
use super::short::Short;
use crate::group::INACTIVE_TEXT;
use crate::plan::EvaluationInput;
use crate::session::Changes;
use crate::status::OwnStatus;

pub async fn watermark(rig: &Rig<impl Subject>) -> Option<jiff::Timestamp> {
    let state = rig.db.mirror(rig.organization).await.expect("reads");
    state.watermark
}

pub async fn a_delta_stores_evaluates_and_moves_the_watermark<S: Subject>() {
    let rig = Rig::<S>::with(vec![user(1), user(2)]).await;
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

pub async fn the_watermark_never_moves_backwards<S: Subject>() {
    let rig = Rig::<S>::with(vec![user(900)]).await;
    rig.delta(vec![user(5)], input(20)).await;
    assert_eq!(watermark(&rig).await, Some(at(900)));
    rig.delta(Vec::new(), input(30)).await;
    rig.load(vec![user(5)], input(40)).await;
    assert_eq!(watermark(&rig).await, Some(at(900)));
}

pub async fn a_delta_before_the_first_full_load_leaves_the_watermark_unset<S: Subject>() {
    let rig = Rig::<S>::new().await;
    rig.delta(vec![user(5)], input(20)).await;
    assert_eq!(watermark(&rig).await, None);
}

pub async fn a_renamed_user_is_found_by_the_new_name_only<S: Subject>() {
    let rig = Rig::<S>::with(vec![named(1, "Maiden")]).await;
    rig.delta(vec![named(1, "Married")], input(20)).await;
    let mut list = rig.list();
    list.search = "maiden".to_owned();
    assert!(rig.names(list.clone()).await.is_empty());
    list.search = "married".to_owned();
    assert_eq!(rig.names(list).await, ["Married"]);
}

pub async fn frozen_unknown_is_unknown_for_everyone_whether_a_delta_names_them_or_not<
    S: Subject,
>() {
    let rig = Rig::<S>::new().await;
    rig.load(vec![user(1), user(2)], frozen(10, &[1, 2])).await;
    rig.delta(vec![user(1)], frozen_unknown(20)).await;
    assert_eq!(rig.status(1).await.0, Some(OwnStatus::Active));
    assert_eq!(rig.status(2).await.0, Some(OwnStatus::Active));
}

pub async fn a_member_who_is_no_standard_user_any_more_leaves_the_group_and_is_not_red<
    S: Subject,
>() {
    let rig = Rig::<S>::with(vec![user(1), user(2)]).await;
    let mut other = inactive(2);
    other.user_type = "CsnOnly".to_owned();
    rig.delta(vec![other], frozen(20, &[2])).await;
    assert_eq!(rig.status(2).await, (None, None));
}

pub async fn a_new_service_account_leaves_the_group_and_the_old_one_joins_it<S: Subject>() {
    let rig = Rig::<S>::with(vec![user(1), user(2)]).await;
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

pub async fn a_user_whom_a_delta_names_twice_is_as_it_was_named_last<S: Subject>() {
    let rig = Rig::<S>::with(vec![user(1)]).await;
    let twice = vec![named(1, "First"), named(2, "New"), inactive(1), inactive(2)];
    let changes = rig.delta(twice, input(20)).await;
    assert_eq!((changes.changed, changes.newly_suspended), (1, 1));
    assert_eq!(rig.status(1).await.0, Some(OwnStatus::Suspended));
    assert_eq!(
        rig.status(2).await.0,
        None,
        "never active as far as is known"
    );
    let counts = rig.db.own_counts(rig.organization).await.expect("reads");
    assert_eq!((counts.users, counts.all_members()), (2, 1));
}

pub async fn a_new_user_who_is_frozen_is_suspended_from_the_beginning<S: Subject>() {
    let rig = Rig::<S>::with(vec![user(1)]).await;
    let changes = rig.delta(vec![user(2)], frozen(20, &[2])).await;
    assert_eq!((changes.changed, changes.newly_suspended), (1, 1));
    let record = rig.record(2).await.expect("is there");
    assert_eq!(record.status, Some(OwnStatus::Suspended));
    assert_eq!((record.since, record.last_seen), (Some(at(20)), at(20)));
    let incidents = rig.db.incidents(rig.organization).await.expect("reads");
    assert_eq!(incidents[0].members, 1);
}

pub async fn a_delta_that_says_what_is_known_changes_nobody<S: Subject>() {
    let rig = Rig::<S>::with(vec![user(1), user(2)]).await;
    let before = rig.db.state(rig.organization).await.expect("reads");
    let changes = rig.delta(vec![user(1), user(2)], input(20)).await;
    assert_eq!(changes, Changes::default());
    let after = rig.db.state(rig.organization).await.expect("reads");
    assert_eq!(after, before);
    let record = rig.record(1).await.expect("is there");
    assert_eq!((record.since, record.last_seen), (Some(at(10)), at(20)));
}

pub async fn an_empty_delta_leaves_everything_as_it_is<S: Subject>() {
    let rig = Rig::<S>::with(vec![user(1)]).await;
    let before = rig.db.state(rig.organization).await.expect("reads");
    let changes = rig.delta(Vec::new(), input(20)).await;
    assert_eq!(changes, Changes::default());
    let after = rig.db.state(rig.organization).await.expect("reads");
    assert_eq!(after, before);
}

pub async fn who_is_named_by_a_delta_and_frozen_at_once_changes_once<S: Subject>() {
    let rig = Rig::<S>::with(vec![user(1), user(2)]).await;
    let changes = rig
        .delta(vec![named(1, "Renamed")], frozen(20, &[1, 2]))
        .await;
    assert_eq!((changes.changed, changes.newly_suspended), (2, 2));
    let incidents = rig.db.incidents(rig.organization).await.expect("reads");
    assert_eq!((incidents.len(), incidents[0].members), (1, 2));
    assert_eq!(rig.record(1).await.expect("is there").name, "Renamed");
}

pub async fn a_thawed_member_works_again_and_the_incident_is_over<S: Subject>() {
    let rig = Rig::<S>::with(vec![user(1)]).await;
    rig.delta(Vec::new(), frozen(20, &[1])).await;
    let changes = rig.delta(Vec::new(), frozen(30, &[])).await;
    assert_eq!((changes.changed, changes.newly_suspended), (1, 0));
    assert_eq!(rig.status(1).await, (Some(OwnStatus::Active), None));
    let incidents = rig.db.incidents(rig.organization).await.expect("reads");
    assert!(incidents.is_empty(), "{incidents:?}");
}

pub async fn one_cause_takes_the_place_of_another<S: Subject>() {
    let rig = Rig::<S>::with(vec![user(1)]).await;
    rig.delta(Vec::new(), frozen(20, &[1])).await;
    let changes = rig.delta(vec![inactive(1)], frozen(30, &[1])).await;
    assert_eq!(changes, Changes::default(), "red before, red after");
    let record = rig.record(1).await.expect("is there");
    assert_eq!(
        record.cause.map(|cause| cause.raw).as_deref(),
        Some(INACTIVE_TEXT)
    );
    assert_eq!(record.since, Some(at(20)), "suspended since then");
    let incidents = rig.db.incidents(rig.organization).await.expect("reads");
    assert_eq!((incidents.len(), incidents[0].since), (1, at(30)));
}

pub async fn an_instant_is_kept_in_whole_milliseconds<S: Subject>() {
    let rig = Rig::<S>::with(vec![user(1)]).await;
    let mut precise = inactive(1);
    precise.modified = at(500) + jiff::SignedDuration::from_micros(1_234);
    rig.delta(vec![precise], input(600)).await;
    let kept = at(500) + jiff::SignedDuration::from_millis(1);
    assert_eq!(watermark(&rig).await, Some(kept));
}

pub async fn organizations_do_not_share_a_service_account<S: Subject>() {
    let rig = Rig::<S>::with(vec![user(1), user(2)]).await;
    let other = super::rig::add_organization(&rig.db, "Other").await;
    let account = EvaluationInput {
        service_account: id(1),
        ..input(20)
    };
    super::rig::load_into(&rig.db, other, vec![user(1), user(2)], account).await;
    assert_eq!(rig.status(1).await.0, Some(OwnStatus::Active));
    let counts = rig.db.own_counts(other).await.expect("reads");
    assert_eq!((counts.users, counts.all_members()), (2, 1));
}
