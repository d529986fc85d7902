use super::{Rig, at, frozen, frozen_unknown, id, inactive, input, named, try_load, user};
use lpc_core::directory::DirectoryUser;
use lpc_core::fault::{Fault, FaultCode};
use lpc_core::group::{FROZEN_TEXT, INACTIVE_TEXT, VANISHED_TEXT};
use lpc_core::holding::Verdict;
use lpc_core::member_check::{CheckOutcome, MemberCheck, MemberReading};
use lpc_core::plan::{EvaluationInput, SessionEnd};
use lpc_core::port::store::conformance::Short;
use lpc_core::port::store::{Store, StoreError};
use lpc_core::session::{Changes, Outcome, Trigger};
use lpc_core::status::OwnStatus;

const ACTIVE: Option<OwnStatus> = Some(OwnStatus::Active);
const SUSPENDED: Option<OwnStatus> = Some(OwnStatus::Suspended);
const DAY: i64 = 24 * 60 * 60;

async fn try_check(
    rig: &Rig,
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

async fn check(
    rig: &Rig,
    number: usize,
    found: Option<DirectoryUser>,
    input: EvaluationInput,
) -> MemberCheck {
    let stored = try_check(rig, number, found, input).await;
    stored.expect("a check is stored")
}

fn later(user: DirectoryUser, second: i64) -> DirectoryUser {
    DirectoryUser {
        modified: at(second),
        ..user
    }
}

async fn changes(rig: &Rig, number: usize) -> u64 {
    rig.db
        .user_history(rig.organization, &id(number), 20)
        .await
        .expect("a history is read")
        .total
}

async fn last(rig: &Rig, number: usize) -> Option<MemberCheck> {
    rig.db
        .last_member_check(rig.organization, &id(number))
        .await
        .expect("reads")
}

async fn end_a_session(rig: &Rig, second: i64) {
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

#[tokio::test]
async fn facts_of_one_member_are_applied_at_once_with_history_and_incident() {
    let rig = Rig::with(vec![user(1), user(2)]).await;
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

#[tokio::test]
async fn a_freeze_of_one_says_nothing_of_the_others() {
    let rig = Rig::with(vec![user(1), user(2)]).await;
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

#[tokio::test]
async fn the_watermark_does_not_pass_those_who_were_not_read() {
    let rig = Rig::with(vec![user(1), user(2)]).await;
    let before = rig.db.mirror(rig.organization).await.expect("reads");
    check(&rig, 1, Some(later(user(1), 5_000)), input(20)).await;
    let after = rig.db.mirror(rig.organization).await.expect("reads");
    assert_eq!(after, before);
}

#[tokio::test]
async fn an_answer_older_than_what_is_known_changes_nothing() {
    let rig = Rig::with(vec![user(1)]).await;
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

#[tokio::test]
async fn an_absence_counts_the_second_time_in_a_row_whoever_saw_the_first() {
    let rig = Rig::with((1..9).map(user).collect()).await;
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

#[tokio::test]
async fn nobody_is_believed_to_be_gone_while_a_complete_list_is_doubted() {
    let rig = Rig::with((0..300).map(user).collect()).await;
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
