//! States, standings and updates by themselves.

use super::rows::{Kept, at, id, inactive, standing, user};
use crate::directory::DirectoryUser;
use crate::environment::Environment;
use crate::plan::user::{bounded, bounded_one};
use crate::plan::{Loading, Mirror, OwnCounts, Standing, Which};
use crate::status::OwnStatus;
use jiff::Timestamp;

#[test]
fn who_enters_and_leaves_is_counted_and_nothing_below_zero() {
    let mut state = Kept::new().state;
    let active = standing(OwnStatus::Active);
    state.enter(active);
    state.enter(Standing::NOT_A_MEMBER);
    assert_eq!((state.counts.all_members(), state.counts.others()), (1, 1));
    for _ in 0..3 {
        state.leave(active);
    }
    assert_eq!(state.counts, OwnCounts::default());
}

#[test]
fn one_cause_is_one_incident_with_everyone_whom_it_touches() {
    let mut kept = Kept::loaded(4);
    kept.delta(vec![inactive(1), inactive(2)], 2_000);
    let open = kept.state.open_incidents();
    assert_eq!((open.len(), open[0].members), (1, 2));
    kept.delta(vec![user(1)], 2_100);
    assert_eq!(kept.state.open_incidents()[0].members, 1);
    kept.delta(vec![user(2)], 2_200);
    assert!(kept.state.open_incidents().is_empty());
}

#[test]
fn users_that_are_read_now_belong_to_the_load_under_way() {
    let mut mirror = Mirror {
        generation: 3,
        ..Mirror::default()
    };
    assert_eq!(mirror.newest_generation(), 3);
    mirror.loading = Some(Loading {
        generation: 5,
        environment: Environment::Production,
        resume_after: None,
        beginning: None,
        known: 0,
    });
    assert_eq!(mirror.newest_generation(), 5);
    assert!(mirror.loading(4).is_err(), "superseded");
    assert!(mirror.loading(5).is_ok());
}

#[test]
fn users_of_the_published_load_were_seen_when_it_was_published() {
    let mirror = Mirror {
        generation: 3,
        full_load: Some(at(1_000)),
        ..Mirror::default()
    };
    assert_eq!(mirror.last_seen(3, at(10)), at(1_000));
    assert_eq!(mirror.last_seen(3, at(2_000)), at(2_000));
    assert_eq!(mirror.last_seen(2, at(10)), at(10));
}

#[test]
fn a_first_evaluation_as_active_is_no_history_and_every_change_is() {
    let kept = Kept::loaded(1);
    let known = &kept.users[&id(1)];
    let update = |before, after| {
        let mut update = known.update();
        (update.before, update.after) = (standing(before), standing(after));
        update.is_remembered()
    };
    assert!(!update(OwnStatus::NotInitialized, OwnStatus::Active));
    assert!(update(OwnStatus::NotInitialized, OwnStatus::Suspended));
    assert!(update(OwnStatus::Active, OwnStatus::Suspended));
    assert!(!update(OwnStatus::Active, OwnStatus::Active));
}

#[test]
fn a_user_who_is_named_twice_is_kept_once_as_named_last() {
    let renamed = DirectoryUser {
        name: "Last".to_owned(),
        ..user(1)
    };
    let kept = bounded(vec![user(1), user(2), renamed]);
    let names: Vec<_> = kept.iter().map(|user| user.name.as_str()).collect();
    assert_eq!(names, ["Last", "User 000002"]);
}

#[test]
fn fields_are_bounded_and_instants_whole_milliseconds() {
    let long = DirectoryUser {
        name: "x".repeat(100_000),
        modified: Timestamp::from_nanosecond(1_800_000_000_123_456_789).expect("in range"),
        ..user(1)
    };
    let kept = bounded_one(long);
    assert!(kept.name.len() < 100_000);
    assert_eq!(kept.modified.as_nanosecond() % 1_000_000, 0);
}

#[test]
fn a_kind_of_users_includes_whose_freeze_is_so() {
    let of = |which: Which| [None, Some(false), Some(true)].map(|frozen| which.includes(frozen));
    assert_eq!(of(Which::Everyone), [true, true, true]);
    assert_eq!(of(Which::NotThawed), [true, false, true]);
    assert_eq!(of(Which::FreezeKnown), [false, true, true]);
}
