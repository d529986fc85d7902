//! The saved preflight and the source of the mirror.

use super::{at, id, organization, user};
use crate::ConsoleDb;
use lpc_core::audit::Stamp;
use lpc_core::environment::Environment;
use lpc_core::plan::EvaluationInput;
use lpc_core::port::store::Store;
use lpc_core::port::store::conformance::Short;
use lpc_core::preflight::{Check, CheckName, CheckResult, Preflight};
use lpc_core::salesforce_id::SalesforceId;

fn check(name: CheckName, result: CheckResult) -> Check {
    Check {
        name,
        result,
        meaning: "what it means".to_owned(),
        next_step: Some("what to do".to_owned()),
    }
}

#[tokio::test]
async fn a_preflight_is_read_back_as_it_was_and_a_newer_one_replaces_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = ConsoleDb::open(folder.path(), at(0)).expect("opened");
    let one = organization("One");
    let org = one.id;
    db.add_organization(one, Stamp::console(at(0)))
        .await
        .expect("added");
    assert_eq!(db.preflight(org).await.expect("read"), None);
    let first = Preflight {
        checked: at(1),
        checks: vec![
            check(CheckName::Environment, CheckResult::Passed),
            check(CheckName::ApiBudget, CheckResult::Unknown),
        ],
    };
    db.save_preflight(org, first.clone()).await.expect("saved");
    assert_eq!(db.preflight(org).await.expect("read"), Some(first));
    let second = Preflight {
        checked: at(2),
        checks: vec![check(CheckName::Approvals, CheckResult::Warning)],
    };
    db.save_preflight(org, second.clone()).await.expect("saved");
    assert_eq!(db.preflight(org).await.expect("read"), Some(second));
    db.forget_preflight(org).await.expect("forgotten");
    assert_eq!(db.preflight(org).await.expect("read"), None);
}

#[tokio::test]
async fn another_salesforce_organization_starts_the_mirror_over_and_the_same_one_does_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = ConsoleDb::open(folder.path(), at(0)).expect("opened");
    let one = organization("One");
    let org = one.id;
    db.add_organization(one, Stamp::console(at(0)))
        .await
        .expect("added");
    let source = |text| SalesforceId::parse(text).expect("an id");
    let (first, other) = (source("00D000000000001"), source("00D000000000002"));
    let load_of = |users| async {
        let load = db
            .begin_load(org, Environment::Sandbox)
            .await
            .expect("begun");
        db.store_load_page(org, &load, users).await.expect("stored");
        let input = EvaluationInput {
            service_account: id(999_999),
            frozen: None,
            now: at(3),
            hold_back: true,
        };
        db.publish_load(org, &load, input).await.expect("published");
    };
    db.set_mirror_source(org, None, first.clone(), at(5))
        .await
        .expect("set");
    load_of(vec![user(1), user(2)]).await;
    let loaded = db.mirror(org).await.expect("read");
    assert!(loaded.full_load.is_some());
    db.set_mirror_source(org, None, first.clone(), at(5))
        .await
        .expect("set");
    assert_eq!(db.mirror(org).await.expect("read"), loaded);
    db.set_mirror_source(org, Some(first), other, at(6))
        .await
        .expect("set");
    let begun = db.mirror(org).await.expect("read");
    assert_eq!((begun.watermark, begun.full_load), (None, None));
    load_of(vec![user(2)]).await;
    let counts = db.own_counts(org).await.expect("counted");
    assert_eq!(
        counts.users, 1,
        "people of the old organization are gone, not red"
    );
}
