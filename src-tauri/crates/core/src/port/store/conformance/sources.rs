//! The Salesforce organization behind the mirror, and the checks of its account.

use super::rig::{Rig, Subject, at, input, try_load, user};
use super::short::Short;
use crate::environment::Environment;
use crate::holding::Verdict;
use crate::plan::EvaluationInput;
use crate::preflight::{Check, CheckName, CheckResult, Preflight};
use crate::salesforce_id::SalesforceId;

fn source(number: usize) -> SalesforceId {
    SalesforceId::parse(&format!("00D{number:012}")).expect("an id")
}

async fn connect(rig: &Rig<impl Subject>, number: usize, second: i64) {
    rig.db
        .set_mirror_source(rig.organization, None, source(number), at(second))
        .await
        .expect("is named");
}

pub async fn the_same_salesforce_organization_keeps_the_mirror<S: Subject>() {
    let rig = Rig::<S>::new().await;
    connect(&rig, 1, 5).await;
    rig.load(vec![user(1)], input(10)).await;
    let before = rig.db.state(rig.organization).await.expect("reads");
    connect(&rig, 1, 20).await;
    let after = rig.db.state(rig.organization).await.expect("reads");
    assert_eq!(after, before);
}

pub async fn another_salesforce_organization_begins_the_mirror_anew<S: Subject>() {
    let rig = Rig::<S>::new().await;
    connect(&rig, 1, 5).await;
    rig.load(vec![user(1), user(2)], input(10)).await;
    connect(&rig, 2, 20).await;
    let mirror = rig.db.mirror(rig.organization).await.expect("reads");
    assert_eq!((mirror.watermark, mirror.full_load), (None, None));
    assert_eq!(mirror.source_since, Some(at(20)));
    rig.load(vec![user(2)], input(30)).await;
    let counts = rig.db.own_counts(rig.organization).await.expect("reads");
    assert_eq!(counts.users, 1, "people of the old one are gone, not red");
}

pub async fn what_was_known_before_the_source_was_named_counts_as_its_own<S: Subject>() {
    let rig = Rig::<S>::with(vec![user(1)]).await;
    let named = rig
        .db
        .set_mirror_source(rig.organization, Some(source(1)), source(1), at(20));
    named.await.expect("is named");
    let mirror = rig.db.mirror(rig.organization).await.expect("reads");
    assert_eq!(mirror.full_load, Some(at(10)), "the same");
    let rig = Rig::<S>::with(vec![user(1)]).await;
    let named = rig
        .db
        .set_mirror_source(rig.organization, Some(source(1)), source(2), at(20));
    named.await.expect("is named");
    let mirror = rig.db.mirror(rig.organization).await.expect("reads");
    assert_eq!(mirror.full_load, None, "another");
}

pub async fn a_load_of_the_organization_before_is_not_gone_on_with<S: Subject>() {
    let rig = Rig::<S>::new().await;
    connect(&rig, 1, 5).await;
    let load = rig.db.begin_load(rig.organization, Environment::Production);
    let load = load.await.expect("begins");
    let stored = rig
        .db
        .store_load_page(rig.organization, &load, vec![user(1)]);
    stored.await.expect("stores");
    connect(&rig, 2, 20).await;
    let late = rig
        .db
        .store_load_page(rig.organization, &load, vec![user(2)]);
    assert!(late.await.is_err(), "it was superseded");
    let next = rig.db.begin_load(rig.organization, Environment::Production);
    let next = next.await.expect("begins");
    assert!(next.generation > load.generation, "rows carry its number");
    assert_eq!(next.resume_after, None);
}

pub async fn members_of_the_organization_before_are_no_loss<S: Subject>() {
    let rig = Rig::<S>::new().await;
    connect(&rig, 1, 5).await;
    rig.load((0..300).map(user).collect(), input(10)).await;
    connect(&rig, 2, 20).await;
    let guarded = EvaluationInput {
        hold_back: true,
        ..input(30)
    };
    let verdict = try_load(&rig.db, rig.organization, vec![user(7)], guarded).await;
    assert!(matches!(verdict, Verdict::Applied(_)), "{verdict:?}");
    assert_eq!(rig.record(8).await, None);
}

pub async fn checks_of_the_account_are_read_back_replaced_and_forgotten<S: Subject>() {
    let rig = Rig::<S>::new().await;
    let check = |name, result| Check {
        name,
        result,
        meaning: "what it means".to_owned(),
        next_step: Some("what to do".to_owned()),
    };
    let read = async |rig: &Rig<S>| rig.db.preflight(rig.organization).await.expect("reads");
    assert_eq!(read(&rig).await, None);
    let first = Preflight {
        checked: at(1),
        checks: vec![
            check(CheckName::Environment, CheckResult::Passed),
            check(CheckName::ApiBudget, CheckResult::Unknown),
        ],
    };
    let second = Preflight {
        checked: at(2),
        checks: vec![check(CheckName::Approvals, CheckResult::Warning)],
    };
    for preflight in [first, second] {
        let saved = rig.db.save_preflight(rig.organization, preflight.clone());
        saved.await.expect("saves");
        assert_eq!(read(&rig).await, Some(preflight));
    }
    let rig = rig.reopen();
    let forgotten = rig.db.forget_preflight(rig.organization).await;
    forgotten.expect("forgets");
    assert_eq!(read(&rig).await, None);
}
