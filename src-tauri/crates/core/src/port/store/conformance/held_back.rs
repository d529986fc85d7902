use super::rig::Subject;
use super::rig::{Rig, at, id, inactive, input, try_load, user};
use super::short::Short;
use crate::directory::DirectoryUser;
use crate::environment::Environment;
use crate::group::VANISHED_TEXT;
use crate::holding::{Suspicion, Verdict};
use crate::incident::{FaultClass, IncidentScope};
use crate::plan::{EvaluationInput, Load, Mirror};
use crate::session::Changes;
use crate::status::OwnStatus;

pub fn guarded(second: i64) -> EvaluationInput {
    EvaluationInput {
        hold_back: true,
        ..input(second)
    }
}

pub fn frozen(second: i64, users: std::ops::Range<usize>) -> EvaluationInput {
    EvaluationInput {
        frozen: Some(users.map(id).collect()),
        ..guarded(second)
    }
}

pub async fn delta(
    rig: &Rig<impl Subject>,
    users: Vec<DirectoryUser>,
    input: EvaluationInput,
) -> Verdict<Changes> {
    rig.db
        .store_delta(rig.organization, users, input)
        .await
        .expect("decides")
}

pub async fn load(
    rig: &Rig<impl Subject>,
    users: Vec<DirectoryUser>,
    input: EvaluationInput,
) -> Verdict<Changes> {
    try_load(&rig.db, rig.organization, users, input).await
}

pub async fn begin(rig: &Rig<impl Subject>, environment: Environment) -> Load {
    let begun = rig.db.begin_load(rig.organization, environment).await;
    begun.expect("begins")
}

pub async fn store_page(rig: &Rig<impl Subject>, load: &Load, users: Vec<DirectoryUser>) {
    let stored = rig.db.store_load_page(rig.organization, load, users).await;
    stored.expect("stores");
}

pub async fn suspicion(rig: &Rig<impl Subject>) -> Option<(Suspicion, u64, u64)> {
    let held = rig.db.held_back(rig.organization).await.expect("reads");
    held.map(|held| {
        (
            held.finding.suspicion,
            held.finding.before,
            held.finding.after,
        )
    })
}

pub async fn suspended(rig: &Rig<impl Subject>) -> u64 {
    let counts = rig.db.own_counts(rig.organization).await.expect("counts");
    counts.of(OwnStatus::Suspended)
}

pub async fn mirror(rig: &Rig<impl Subject>) -> Mirror {
    rig.db.mirror(rig.organization).await.expect("reads")
}

pub async fn confirm(rig: &Rig<impl Subject>, affected: u64) -> bool {
    rig.db
        .confirm_held_back(
            rig.organization,
            affected,
            crate::audit::Stamp::console(jiff::Timestamp::UNIX_EPOCH),
        )
        .await
        .expect("writes")
}

pub fn is_applied(verdict: Verdict<Changes>) -> bool {
    matches!(verdict, Verdict::Applied(_))
}

pub fn people(count: usize) -> Vec<DirectoryUser> {
    (0..count).map(user).collect()
}

pub async fn a_delta_that_would_redden_a_fifth_changes_nothing_at_all<S: Subject>() {
    let rig = Rig::<S>::with(people(300)).await;
    let before = mirror(&rig).await;
    let mut gone: Vec<_> = (0..61).map(inactive).collect();
    gone[0].name = "Renamed".to_owned();
    gone[0].modified = at(900);
    let verdict = delta(&rig, gone.clone(), guarded(20)).await;
    assert!(matches!(verdict, Verdict::HeldBack(_)), "{verdict:?}");
    assert_eq!(suspicion(&rig).await, Some((Suspicion::Flips, 300, 239)));
    assert_eq!(suspended(&rig).await, 0);
    assert_eq!(rig.record(0).await.expect("there").name, "User 000000");
    assert_eq!(mirror(&rig).await, before, "the next delta asks again");

    let open = rig.db.incidents(rig.organization).await.expect("reads");
    assert_eq!(open.len(), 1, "no incident of single members: {open:?}");
    assert_eq!(
        (open[0].scope, open[0].class, open[0].members, open[0].since),
        (IncidentScope::Source, FaultClass::Source, 61, at(20))
    );

    // Sixty are a fifth and not more.
    gone.pop();
    assert!(is_applied(delta(&rig, gone, guarded(30)).await));
    assert_eq!(suspended(&rig).await, 60);
    assert_eq!(
        suspicion(&rig).await,
        None,
        "normal again, closed by itself"
    );
}

pub async fn frozen_users_and_changed_ones_are_counted_together<S: Subject>() {
    let rig = Rig::<S>::with(people(300)).await;
    let gone: Vec<_> = (0..31).map(inactive).collect();
    let verdict = delta(&rig, gone, frozen(20, 100..130)).await;
    assert!(matches!(verdict, Verdict::HeldBack(_)), "{verdict:?}");
    assert_eq!(suspended(&rig).await, 0);
}

pub async fn people_who_leave_the_group_count_and_people_who_come_back_do_not<S: Subject>() {
    let rig = Rig::<S>::with(people(300)).await;
    let others = (0..61).map(|number| DirectoryUser {
        user_type: "CsnOnly".to_owned(),
        ..user(number)
    });
    assert!(!is_applied(
        delta(&rig, others.collect(), guarded(20)).await
    ));

    rig.delta((0..200).map(inactive).collect(), input(30)).await;
    assert_eq!(suspended(&rig).await, 200);
    assert!(is_applied(delta(&rig, people(200), guarded(40)).await));
    assert_eq!(suspended(&rig).await, 0, "good news is not held back");
}

pub async fn what_a_person_agreed_to_is_applied_by_the_next_session_and_more_is_not<S: Subject>() {
    let rig = Rig::<S>::with(people(300)).await;
    let gone = |count| (0..count).map(inactive).collect::<Vec<_>>();
    assert!(!is_applied(delta(&rig, gone(100), guarded(20)).await));
    assert!(!confirm(&rig, 99).await, "the numbers are not those shown");
    assert!(confirm(&rig, 100).await);
    assert!(
        !is_applied(delta(&rig, gone(200), guarded(30)).await),
        "a hundred more than the person agreed to"
    );
    assert_eq!(suspicion(&rig).await, Some((Suspicion::Flips, 300, 100)));
    assert!(
        !is_applied(delta(&rig, gone(100), guarded(40)).await),
        "the consent is used up"
    );
    assert!(!is_applied(delta(&rig, gone(200), guarded(45)).await));
    assert!(confirm(&rig, 200).await);
    let rig = rig.reopen();
    assert!(is_applied(delta(&rig, gone(205), guarded(50)).await));
    assert_eq!(suspended(&rig).await, 205);
    assert_eq!(suspicion(&rig).await, None);
    assert!(!confirm(&rig, 200).await, "nothing is held back any more");
    assert!(
        is_applied(delta(&rig, gone(210), guarded(60)).await),
        "a few more are people"
    );
}

pub async fn a_list_that_is_not_believed_is_read_anew_and_not_gone_on_with<S: Subject>() {
    let rig = Rig::<S>::with(people(300)).await;
    assert!(!is_applied(load(&rig, people(100), guarded(20)).await));
    let rig = rig.reopen();
    let next = begin(&rig, Environment::Production).await;
    assert_eq!((next.resume_after.clone(), next.beginning), (None, None));
    store_page(&rig, &next, people(50)).await;
    let verdict = rig
        .db
        .publish_load(rig.organization, &next, guarded(30))
        .await;
    assert!(!is_applied(verdict.expect("decides")));
    assert_eq!(
        suspicion(&rig).await,
        Some((Suspicion::LostUsers, 300, 50)),
        "whom the first list named does not count as named by the second"
    );
}

pub async fn an_empty_list_is_held_back_also_the_very_first<S: Subject>() {
    let rig = Rig::<S>::new().await;
    assert!(!is_applied(load(&rig, Vec::new(), guarded(20)).await));
    assert_eq!(suspicion(&rig).await, Some((Suspicion::EmptyList, 0, 0)));
    assert_eq!(mirror(&rig).await.full_load, None);
    assert!(is_applied(load(&rig, people(300), guarded(30)).await));
    assert!(!is_applied(load(&rig, Vec::new(), guarded(40)).await));
    assert_eq!(suspicion(&rig).await, Some((Suspicion::EmptyList, 300, 0)));
}

pub async fn a_resumed_load_is_measured_as_a_whole<S: Subject>() {
    let rig = Rig::<S>::with(people(300)).await;
    let begun = begin(&rig, Environment::Production).await;
    store_page(&rig, &begun, people(200)).await;
    let rig = rig.reopen();
    let rest = (200..300).map(user).collect();
    assert!(is_applied(load(&rig, rest, guarded(20)).await));

    let begun = begin(&rig, Environment::Production).await;
    store_page(&rig, &begun, people(100)).await;
    let rest = (100..120).map(user).collect();
    assert!(
        !is_applied(load(&rig, rest, guarded(30)).await),
        "a list that ends early is no whole list because it was interrupted"
    );
    assert_eq!(
        suspicion(&rig).await,
        Some((Suspicion::LostUsers, 300, 120))
    );
}

pub async fn whoever_agrees_to_a_loss_sees_it_as_the_second_absence<S: Subject>() {
    let rig = Rig::<S>::with(people(300)).await;
    load(&rig, people(100), guarded(20)).await;
    assert!(confirm(&rig, 200).await);
    assert!(is_applied(load(&rig, people(100), guarded(30)).await));
    assert_eq!(suspended(&rig).await, 200);
    assert_eq!(rig.status(200).await.1.as_deref(), Some(VANISHED_TEXT));
    assert!(
        is_applied(load(&rig, people(90), guarded(40)).await),
        "those who are gone are not lost once more"
    );
}

pub async fn people_who_vanish_for_the_second_time_are_counted_too<S: Subject>() {
    let rig = Rig::<S>::with(people(300)).await;
    assert!(is_applied(load(&rig, people(200), guarded(20)).await));
    assert_eq!(suspended(&rig).await, 0, "once is not enough");
    assert!(!is_applied(load(&rig, people(200), guarded(30)).await));
    assert_eq!(suspicion(&rig).await, Some((Suspicion::Flips, 300, 200)));
    assert!(confirm(&rig, 100).await);
    assert!(is_applied(load(&rig, people(200), guarded(40)).await));
    assert_eq!(suspended(&rig).await, 100);
}

pub async fn another_environment_has_other_people_and_is_not_held_back<S: Subject>() {
    let rig = Rig::<S>::with(people(300)).await;
    let sandbox = begin(&rig, Environment::Sandbox).await;
    store_page(&rig, &sandbox, people(20)).await;
    let verdict = rig
        .db
        .publish_load(rig.organization, &sandbox, guarded(20))
        .await;
    assert!(is_applied(verdict.expect("publishes")));
}

pub async fn nothing_is_there_to_agree_to_while_nothing_is_held_back<S: Subject>() {
    let rig = Rig::<S>::with(people(10)).await;
    assert!(!confirm(&rig, 0).await);
    assert!(!confirm(&rig, 10).await);
}

pub async fn whoever_agrees_is_told_of_in_the_audit_once<S: Subject>() {
    let rig = Rig::<S>::with(people(300)).await;
    delta(&rig, (0..100).map(inactive).collect(), guarded(20)).await;
    assert!(!confirm(&rig, 1).await);
    assert!(confirm(&rig, 100).await);
    let page = rig
        .entries(crate::audit::EntryFilter::default(), None, 9)
        .await;
    let kinds = page.entries.iter();
    let mut told = kinds.filter(|entry| entry.kind == crate::audit::AuditKind::HeldBackApplied);
    let change = &told.next().expect("is told").change;
    assert_eq!(change.to.as_deref(), Some("100 of 300 members"));
    assert!(told.next().is_none());
}

pub async fn a_consent_to_flips_is_none_to_a_list_that_lost_people<S: Subject>() {
    let rig = Rig::<S>::with(people(300)).await;
    delta(&rig, (0..200).map(inactive).collect(), guarded(20)).await;
    assert!(confirm(&rig, 200).await);
    assert!(!is_applied(load(&rig, people(100), guarded(30)).await));
    assert_eq!(
        suspicion(&rig).await,
        Some((Suspicion::LostUsers, 300, 100))
    );
    assert_eq!(suspended(&rig).await, 0);
}

pub async fn what_is_held_back_is_still_so_after_a_restart<S: Subject>() {
    let rig = Rig::<S>::with(people(300)).await;
    delta(&rig, (0..100).map(inactive).collect(), guarded(20)).await;
    let before = rig.db.held_back(rig.organization).await.expect("reads");
    let rig = rig.reopen();
    let after = rig.db.held_back(rig.organization).await.expect("reads");
    assert!(after.is_some());
    assert_eq!(after, before);
}

pub async fn what_was_meant_is_not_held_back<S: Subject>() {
    let rig = Rig::<S>::with(people(300)).await;
    let everyone = (0..300).map(inactive).collect();
    let meant = super::rig::input(20);
    assert!(is_applied(delta(&rig, everyone, meant).await));
    assert_eq!(suspended(&rig).await, 300);
}

pub async fn other_organizations_are_not_held_back_with_one<S: Subject>() {
    let rig = Rig::<S>::with(people(300)).await;
    let other = super::rig::add_organization(&rig.db, "Other").await;
    delta(&rig, (0..100).map(inactive).collect(), guarded(20)).await;
    let held = rig.db.held_back(other).await.expect("reads");
    assert_eq!(held, None);
}
