use super::rig::Subject;
use super::rig::{Rig, at, frozen, frozen_unknown, id, inactive, input, named, try_load, user};
use super::short::Short;
use crate::directory::DirectoryUser;
use crate::group::{FROZEN_TEXT, INACTIVE_TEXT, VANISHED_TEXT};
use crate::holding::Verdict;
use crate::member_check::{CheckOutcome, MemberCheck, MemberReading};
use crate::plan::{EvaluationInput, SessionEnd};
use crate::port::store::StoreError;
use crate::session::{Changes, Outcome, Trigger};
use crate::status::OwnStatus;

pub const ACTIVE: Option<OwnStatus> = Some(OwnStatus::Active);
pub const SUSPENDED: Option<OwnStatus> = Some(OwnStatus::Suspended);
pub const DAY: i64 = 24 * 60 * 60;

pub async fn try_check(
    rig: &Rig<impl Subject>,
    number: usize,
    found: Option<DirectoryUser>,
    input: EvaluationInput,
) -> Result<MemberCheck, StoreError> {
    let reading = MemberReading {
        member: id(number),
        api_calls: 2,
        found,
    };
    rig.db
        .store_member_check(rig.organization, reading, input)
        .await
}

pub async fn check(
    rig: &Rig<impl Subject>,
    number: usize,
    found: Option<DirectoryUser>,
    input: EvaluationInput,
) -> MemberCheck {
    let stored = try_check(rig, number, found, input).await;
    stored.expect("a check is stored")
}

pub fn later(user: DirectoryUser, second: i64) -> DirectoryUser {
    DirectoryUser {
        modified: at(second),
        ..user
    }
}

pub async fn changes(rig: &Rig<impl Subject>, number: usize) -> u64 {
    rig.db
        .user_history(rig.organization, &id(number), 20)
        .await
        .expect("a history is read")
        .total
}

pub async fn last(rig: &Rig<impl Subject>, number: usize) -> Option<MemberCheck> {
    rig.db
        .last_member_check(rig.organization, &id(number))
        .await
        .expect("reads")
}

pub async fn end_a_session(rig: &Rig<impl Subject>, second: i64) {
    let begun = rig
        .db
        .begin_session(rig.organization, Trigger::Schedule, at(second));
    let end = SessionEnd {
        ended: at(second),
        outcome: Outcome::Finished,
        changes: Changes::default(),
        api_calls: 1,
        fault: None,
    };
    let session = begun.await.expect("begins");
    rig.db
        .end_session(rig.organization, session, end)
        .await
        .expect("ends");
}

pub async fn facts_of_one_member_are_applied_at_once_with_history_and_incident<S: Subject>() {
    let rig = Rig::<S>::with(vec![user(1), user(2)]).await;
    let found = check(&rig, 1, Some(later(inactive(1), 500)), input(20)).await;
    assert_eq!(
        found,
        MemberCheck {
            at: at(20),
            outcome: CheckOutcome::Changed,
            before: ACTIVE,
            after: SUSPENDED,
            fault: None,
        }
    );
    let suspended = (SUSPENDED, Some(INACTIVE_TEXT.to_owned()));
    assert_eq!(rig.status(1).await, suspended);
    assert_eq!(changes(&rig, 1).await, 2);
    let incidents = rig.db.incidents(rig.organization).await.expect("reads");
    assert_eq!((incidents.len(), incidents[0].members), (1, 1));
    let back = check(&rig, 1, Some(later(named(1, "Ada Tallow"), 600)), input(30)).await;
    assert_eq!((back.outcome, back.after), (CheckOutcome::Changed, ACTIVE));
    let record = rig.record(1).await.expect("is there");
    assert_eq!(
        (record.name.as_str(), record.last_seen),
        ("Ada Tallow", at(30))
    );
    assert!(
        rig.db
            .incidents(rig.organization)
            .await
            .expect("reads")
            .is_empty()
    );
    assert_eq!(changes(&rig, 2).await, 1, "nobody else is touched");
}

pub async fn a_freeze_of_one_says_nothing_of_the_others<S: Subject>() {
    let rig = Rig::<S>::with(vec![user(1), user(2)]).await;
    rig.delta(Vec::new(), frozen(20, &[2])).await;
    let found = check(&rig, 1, Some(user(1)), frozen(30, &[1])).await;
    assert_eq!(found.outcome, CheckOutcome::Changed);
    let red = (SUSPENDED, Some(FROZEN_TEXT.to_owned()));
    assert_eq!(rig.status(1).await, red);
    assert_eq!(rig.status(2).await, red, "not thawed by a list of one");
    let thawed = check(&rig, 1, Some(user(1)), input(40)).await;
    assert_eq!(thawed.after, ACTIVE);
    let unknown = check(&rig, 1, Some(user(1)), frozen_unknown(50)).await;
    assert_eq!(
        unknown.outcome,
        CheckOutcome::Unchanged,
        "unknown is not red"
    );
}

pub async fn the_watermark_does_not_pass_those_who_were_not_read<S: Subject>() {
    let rig = Rig::<S>::with(vec![user(1), user(2)]).await;
    let before = rig.db.mirror(rig.organization).await.expect("reads");
    check(&rig, 1, Some(later(user(1), 5_000)), input(20)).await;
    let after = rig.db.mirror(rig.organization).await.expect("reads");
    assert_eq!(after, before);
}

pub async fn an_answer_older_than_what_is_known_changes_nothing<S: Subject>() {
    let rig = Rig::<S>::with(vec![user(1)]).await;
    rig.delta(vec![later(inactive(1), 500)], input(20)).await;
    let late = check(
        &rig,
        1,
        Some(later(named(1, "Old Name"), 499)),
        frozen(30, &[1]),
    )
    .await;
    assert_eq!(
        (late.outcome, late.after),
        (CheckOutcome::Outdated, SUSPENDED)
    );
    let record = rig.record(1).await.expect("is there");
    assert_eq!(
        (record.name.as_str(), record.last_seen),
        ("User 000001", at(20))
    );
    assert_eq!(
        record.cause.map(|cause| cause.raw).as_deref(),
        Some(INACTIVE_TEXT)
    );
    let same = check(&rig, 1, Some(later(inactive(1), 500)), input(40)).await;
    assert_eq!(same.outcome, CheckOutcome::Unchanged, "as old is not older");
}

pub async fn an_absence_counts_the_second_time_in_a_row_whoever_saw_the_first<S: Subject>() {
    let rig = Rig::<S>::with((1..9).map(user).collect()).await;
    let first = check(&rig, 1, None, input(20)).await;
    assert_eq!(
        (first.outcome, first.after),
        (CheckOutcome::NotShown, ACTIVE)
    );
    check(&rig, 1, Some(user(1)), input(30)).await;
    check(&rig, 1, None, input(40)).await;
    assert_eq!(
        rig.status(1).await,
        (ACTIVE, None),
        "it was there in between"
    );
    let second = check(&rig, 1, None, input(50)).await;
    assert_eq!(
        (second.outcome, second.after),
        (CheckOutcome::Changed, SUSPENDED)
    );
    let gone = (SUSPENDED, Some(VANISHED_TEXT.to_owned()));
    assert_eq!(rig.status(1).await, gone);
    let third = check(&rig, 1, None, input(60)).await;
    assert_eq!(third.outcome, CheckOutcome::NotShown, "nothing new");

    check(&rig, 2, None, input(70)).await;
    rig.load((3..9).map(user).collect(), input(80)).await;
    assert_eq!(rig.status(2).await, gone, "a complete list saw the second");
    let back = check(&rig, 2, Some(user(2)), input(90)).await;
    assert_eq!(back.after, ACTIVE);
}

pub async fn nobody_is_believed_to_be_gone_while_a_complete_list_is_doubted<S: Subject>() {
    let rig = Rig::<S>::with((0..300).map(user).collect()).await;
    let guarded = EvaluationInput {
        hold_back: true,
        ..input(20)
    };
    let verdict = try_load(&rig.db, rig.organization, vec![user(1)], guarded).await;
    assert!(matches!(verdict, Verdict::HeldBack(_)), "{verdict:?}");
    for second in [30, 40, 50] {
        let gone = check(&rig, 2, None, input(second)).await;
        assert_eq!(gone.outcome, CheckOutcome::NotShown);
    }
    assert_eq!(rig.status(2).await, (ACTIVE, None));
    let fact = check(&rig, 3, Some(later(inactive(3), 900)), input(60)).await;
    assert_eq!(
        fact.after, SUSPENDED,
        "a fact about one is no doubtful list"
    );
    let held = rig.db.held_back(rig.organization).await.expect("reads");
    assert!(held.is_some(), "and ends no doubt");
}

pub async fn a_user_nobody_knows_is_not_checked<S: Subject>() {
    let rig = Rig::<S>::with(vec![user(1)]).await;
    let refused = try_check(&rig, 2, Some(user(2)), input(20)).await;
    assert!(
        matches!(refused, Err(StoreError::NotFound(_))),
        "{refused:?}"
    );
    let fault = crate::fault::Fault::new(crate::fault::FaultCode::Unreachable, "no route");
    let member = id(2);
    let failed = rig
        .db
        .store_failed_check(rig.organization, &member, at(20), &fault, 1);
    assert!(matches!(failed.await, Err(StoreError::NotFound(_))));
    let calls = rig.db.calls_since(rig.organization, at(0)).await;
    assert_eq!(calls.expect("reads"), 0);
}

pub async fn nobody_is_checked_before_everyone_was_read<S: Subject>() {
    let rig = Rig::<S>::new().await;
    let load = rig.db.begin_load(
        rig.organization,
        crate::environment::Environment::Production,
    );
    let load = load.await.expect("begins");
    let stored = rig
        .db
        .store_load_page(rig.organization, &load, vec![user(1)]);
    stored.await.expect("stores");
    let refused = try_check(&rig, 1, Some(user(1)), input(20)).await;
    assert!(
        matches!(refused, Err(StoreError::NotFound(_))),
        "{refused:?}"
    );
}

pub async fn a_check_finds_a_changed_service_account_too<S: Subject>() {
    let rig = Rig::<S>::with(vec![user(1), user(2)]).await;
    let account = EvaluationInput {
        service_account: id(2),
        ..input(20)
    };
    let found = check(&rig, 1, Some(user(1)), account).await;
    assert_eq!(found.outcome, CheckOutcome::Unchanged);
    assert_eq!(rig.status(2).await.0, None, "left the group with it");
    let counts = rig.db.own_counts(rig.organization).await.expect("reads");
    assert_eq!(counts.all_members(), 1);
}

pub async fn a_failed_check_changes_no_status_and_keeps_what_stopped_it<S: Subject>() {
    let rig = Rig::<S>::with(vec![user(1)]).await;
    let fault = crate::fault::Fault::new(crate::fault::FaultCode::Unreachable, "no route");
    let member = id(1);
    let failed = rig
        .db
        .store_failed_check(rig.organization, &member, at(20), &fault, 3);
    let failed = failed.await.expect("is kept");
    assert_eq!(
        (failed.outcome, failed.after),
        (CheckOutcome::Failed, ACTIVE)
    );
    assert_eq!(failed.fault, Some(fault));
    assert_eq!(last(&rig, 1).await, Some(failed));
    assert_eq!(rig.record(1).await.expect("is there").last_seen, at(10));
}
