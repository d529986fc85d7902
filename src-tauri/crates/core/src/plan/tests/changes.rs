//! Loads, deltas and checks of one member.

use super::rows::{Kept, Missing, at, frozen, id, inactive, input, user};
use crate::directory::DirectoryUser;
use crate::environment::Environment;
use crate::holding::{Suspicion, Verdict};
use crate::member_check::{CheckOutcome, MemberReading};
use crate::plan::{
    BeginLoad, CheckMember, ConfirmHeldBack, EvaluationInput, Load, PublishLoad, StoreDelta,
    StorePages, Write, delta_from,
};
use crate::salesforce_id::SalesforceId;
use crate::status::OwnStatus;
use jiff::Timestamp;

fn everyone(count: usize) -> Vec<DirectoryUser> {
    (1..=count).map(user).collect()
}

fn holding(evaluation: EvaluationInput) -> EvaluationInput {
    EvaluationInput {
        hold_back: true,
        ..evaluation
    }
}

fn check(number: usize, found: Option<DirectoryUser>) -> CheckMember {
    CheckMember {
        reading: MemberReading {
            member: id(number),
            found,
            api_calls: 2,
        },
        evaluation: input(2_000),
    }
}

#[test]
fn a_page_alone_gives_nobody_a_status() {
    let mut kept = Kept::new();
    let load = kept
        .apply(BeginLoad(Environment::Production))
        .expect("begins");
    let users = vec![user(1), inactive(2)];
    kept.apply(StorePages { load, users }).expect("under way");
    assert_eq!(kept.of(1), Some(OwnStatus::NotInitialized));
    assert_eq!(kept.of(2), None, "inactive from the start is no member");
    assert_eq!(
        (kept.state.counts.users, kept.state.counts.all_members()),
        (2, 1)
    );
}

#[test]
fn a_load_that_was_interrupted_goes_on_behind_its_largest_id() {
    let mut kept = Kept::new();
    let begin = BeginLoad(Environment::Production);
    let load = kept.apply(begin).expect("begins");
    let (generation, users) = (load.generation, everyone(4));
    kept.apply(StorePages { load, users }).expect("under way");
    let again = kept.apply(begin).expect("begins");
    assert_eq!(
        (again.generation, again.resume_after),
        (generation, Some(id(4)))
    );
    let other = kept.apply(BeginLoad(Environment::Sandbox)).expect("begins");
    assert_eq!(
        (other.generation, other.resume_after),
        (generation + 1, None)
    );
}

#[test]
fn the_steps_of_a_load_grow_with_what_is_stored_up_to_eight_pages() {
    let (mut stored, mut gathered, mut steps) = (0, 0, Vec::new());
    for _page in 0..50 {
        gathered += 2_000;
        if Load::is_step(gathered, stored) {
            stored += gathered as u64;
            steps.push(std::mem::take(&mut gathered) / 2_000);
        }
    }
    assert_eq!(steps, [1, 1, 1, 2, 3, 4, 6, 8, 8, 8, 8]);
    assert_eq!((stored, gathered), (100_000, 0));
}

#[test]
fn a_load_is_published_once() {
    let mut kept = Kept::new();
    let load = kept
        .apply(BeginLoad(Environment::Production))
        .expect("begins");
    let users = everyone(1);
    kept.apply(StorePages {
        load: load.clone(),
        users,
    })
    .expect("under way");
    let publish = || PublishLoad {
        load: load.clone(),
        evaluation: input(1_000),
    };
    kept.apply(publish()).expect("under way");
    assert_eq!(kept.apply(publish()).err(), Some(Missing("load under way")));
}

#[test]
fn the_watermark_of_a_load_is_its_beginning() {
    let mut kept = Kept::new();
    let mut load = kept
        .apply(BeginLoad(Environment::Production))
        .expect("begins");
    load.beginning = Some(at(500));
    let page = StorePages {
        load: load.clone(),
        users: everyone(900),
    };
    kept.apply(page).expect("under way");
    let evaluation = input(1_000);
    kept.apply(PublishLoad { load, evaluation })
        .expect("under way");
    assert_eq!(kept.state.mirror.watermark, Some(at(500)));
    assert_eq!(kept.state.mirror.full_load, Some(at(1_000)));
}

#[test]
fn who_is_missing_from_one_list_stays_and_from_two_is_suspended() {
    let mut kept = Kept::loaded(10);
    kept.load(everyone(9), 2_000);
    assert_eq!(kept.of(10), Some(OwnStatus::Active));
    kept.load(everyone(9), 3_000);
    assert_eq!(kept.of(10), Some(OwnStatus::Suspended));
    kept.load(everyone(10), 4_000);
    assert_eq!(kept.of(10), Some(OwnStatus::Active));
}

#[test]
fn a_list_that_lost_most_people_changes_nothing_but_the_incident() {
    let mut kept = Kept::loaded(10);
    let load = kept
        .apply(BeginLoad(Environment::Production))
        .expect("begins");
    let page = StorePages {
        load: load.clone(),
        users: everyone(4),
    };
    kept.apply(page).expect("under way");
    let evaluation = holding(input(2_000));
    let (verdict, plan) = kept
        .plan(PublishLoad { load, evaluation })
        .expect("under way");
    let Verdict::HeldBack(finding) = verdict else {
        panic!("it is believed");
    };
    assert_eq!(
        (finding.suspicion, finding.affected()),
        (Suspicion::LostUsers, 6)
    );
    assert!(plan.users.is_empty());
    assert_eq!(plan.state.open_incidents().len(), 1);
    let loading = plan
        .state
        .mirror
        .loading
        .expect("its number is not used again");
    assert_eq!(loading.resume_after, None);
}

#[test]
fn a_delta_suspends_on_facts_at_once_and_moves_the_watermark_only_forward() {
    let mut kept = Kept::loaded(5);
    kept.state.mirror.watermark = Some(at(100));
    let changed = DirectoryUser {
        modified: at(700),
        ..inactive(2)
    };
    let Verdict::Applied(changes) = kept.delta(vec![changed], 2_000) else {
        panic!("held back");
    };
    assert_eq!((changes.changed, changes.newly_suspended), (1, 1));
    assert_eq!(kept.state.mirror.watermark, Some(at(700)));
    kept.delta(vec![user(3)], 2_100);
    assert_eq!(kept.state.mirror.watermark, Some(at(700)));
}

#[test]
fn a_delta_that_says_what_is_known_writes_only_that_it_was_seen() {
    let mut kept = Kept::loaded(3);
    let delta = StoreDelta {
        users: vec![user(2)],
        evaluation: input(2_000),
    };
    let (_, plan) = kept.plan(delta).expect("loaded");
    assert!(
        matches!(plan.users[..], [Write::Seen { .. }]),
        "{:?}",
        plan.users
    );
}

#[test]
fn a_frozen_user_whom_no_delta_names_is_suspended_and_thawed_again() {
    let mut kept = Kept::loaded(3);
    let delta = |evaluation| StoreDelta {
        users: Vec::new(),
        evaluation,
    };
    kept.apply(delta(frozen(2_000, &[2]))).expect("loaded");
    assert_eq!(kept.of(2), Some(OwnStatus::Suspended));
    assert_eq!(kept.users[&id(2)].since, Some(at(2_000)));
    kept.apply(delta(input(2_100))).expect("loaded");
    assert_eq!(kept.of(2), Some(OwnStatus::Active));
    assert!(
        kept.state.open_incidents().is_empty(),
        "it touches nobody any more"
    );
}

#[test]
fn a_fifth_of_many_is_held_back_until_a_person_agrees_to_the_number() {
    let mut kept = Kept::loaded(100);
    let many: Vec<usize> = (1..=60).collect();
    let delta = || StoreDelta {
        users: Vec::new(),
        evaluation: holding(frozen(2_000, &many)),
    };
    assert!(matches!(kept.apply(delta()), Ok(Verdict::HeldBack(_))));
    let stamp = crate::audit::Stamp::console(at(2_010));
    let confirm = |affected| ConfirmHeldBack {
        affected,
        stamp: stamp.clone(),
    };
    assert_eq!(kept.apply(confirm(59)), Ok(false));
    let (agreed, plan) = kept.plan(confirm(60)).expect("always");
    assert_eq!((agreed, plan.entries.len()), (true, 1));
    kept.apply(confirm(60)).expect("always");
    assert!(matches!(kept.apply(delta()), Ok(Verdict::Applied(_))));
    assert_eq!(kept.state.counts.of(OwnStatus::Suspended), 60);
    assert!(kept.state.held_back.is_none());
}

#[test]
fn a_new_service_account_leaves_the_group_and_the_old_one_joins_it() {
    let mut kept = Kept::loaded(3);
    let account = |account: SalesforceId| EvaluationInput {
        service_account: account,
        ..input(2_000)
    };
    let delta = |evaluation| StoreDelta {
        users: Vec::new(),
        evaluation,
    };
    kept.apply(delta(account(id(1)))).expect("loaded");
    assert_eq!((kept.of(1), kept.of(2)), (None, Some(OwnStatus::Active)));
    kept.apply(delta(account(id(2)))).expect("loaded");
    assert_eq!((kept.of(1), kept.of(2)), (Some(OwnStatus::Active), None));
}

#[test]
fn a_check_takes_facts_at_once_and_leaves_the_watermark() {
    let mut kept = Kept::loaded(3);
    kept.state.mirror.watermark = Some(at(100));
    let found = DirectoryUser {
        modified: at(900),
        ..inactive(2)
    };
    let (checked, plan) = kept.plan(check(2, Some(found))).expect("known");
    assert_eq!(
        (checked.outcome, checked.after),
        (CheckOutcome::Changed, Some(OwnStatus::Suspended))
    );
    assert_eq!(plan.state.mirror.watermark, Some(at(100)));
    assert_eq!(plan.check.map(|(_, _, calls)| calls), Some(2));
}

#[test]
fn an_answer_older_than_what_is_known_is_outdated() {
    let mut kept = Kept::loaded(3);
    let older = DirectoryUser {
        modified: at(1),
        ..inactive(3)
    };
    let (checked, plan) = kept.plan(check(3, Some(older))).expect("known");
    assert_eq!(checked.outcome, CheckOutcome::Outdated);
    assert!(plan.users.is_empty());
}

#[test]
fn an_absence_counts_for_a_check_when_it_is_seen_again() {
    let mut kept = Kept::loaded(3);
    let first = kept.apply(check(2, None)).expect("known");
    assert_eq!(first.outcome, CheckOutcome::NotShown);
    let second = kept.apply(check(2, None)).expect("known");
    assert_eq!(
        (second.outcome, kept.of(2)),
        (CheckOutcome::Changed, Some(OwnStatus::Suspended))
    );
}

#[test]
fn nobody_is_checked_who_is_not_known_or_before_everyone_was_read() {
    let mut kept = Kept::loaded(3);
    assert_eq!(kept.apply(check(9, None)).err(), Some(Missing("user")));
    assert_eq!(
        Kept::new().apply(check(1, None)).err(),
        Some(Missing("user"))
    );
}

#[test]
fn a_delta_asks_ten_minutes_further_back_than_the_watermark() {
    let day = Timestamp::from_second(86_400).expect("valid");
    assert_eq!(delta_from(day).as_second(), 86_400 - 600);
}

#[test]
fn a_watermark_at_the_edge_of_time_is_one_like_any_other() {
    assert_eq!(delta_from(Timestamp::MIN), Timestamp::UNIX_EPOCH);
}
