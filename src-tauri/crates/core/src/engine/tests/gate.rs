//! The gate: what opens the console, and what stops when it closes.

use super::rig::{Rig, entitlement, person};
use crate::entitlement::{Problem, Verdict};
use crate::environment::Environment;
use crate::login::LoginPurpose;
use crate::notice::Notice;
use crate::refusal::{NotDone, SessionsStopped};
use jiff::SignedDuration;

/// The files are those of an entitlement for another Salesforce organization.
async fn entitle_another(rig: &Rig) {
    *rig.files.0.lock().expect("never panics") = vec![entitlement("00D000000000002")];
    rig.engine.license.check().await;
}

#[tokio::test]
async fn without_an_entitlement_no_login_begins() {
    let rig = Rig::new().await;
    rig.files.0.lock().expect("never panics").clear();
    rig.engine.license.check().await;
    let purpose = LoginPurpose::Connect;
    let begun =
        rig.engine
            .connections
            .start_login(person(), rig.id, Environment::Production, purpose);
    assert!(matches!(
        begun.await,
        Err(NotDone::NotEntitled(Problem::Missing))
    ));
}

#[tokio::test]
async fn an_entitlement_for_another_organization_stops_the_sessions() {
    let rig = Rig::connected().await;
    entitle_another(&rig).await;
    assert_eq!(rig.session().await, None);
    let refused = rig.engine.sync.check_now(rig.id).await;
    assert!(matches!(
        refused,
        Err(NotDone::Stopped(SessionsStopped::NotEntitled))
    ));
    let reading = rig.engine.license.reading().await;
    assert_eq!(reading.not_included.len(), 1);
    let refusal = reading
        .standing
        .expect_err("it includes nobody who is connected");
    assert_eq!(refusal.problem, Problem::WrongOrganization);
    assert!(matches!(reading.files[0].verdict, Verdict::Refused(_)));
}

#[tokio::test]
async fn a_period_that_ends_closes_the_gate_by_itself_and_tells_it_once() {
    let rig = Rig::connected().await;
    rig.notices.lock().expect("never panics").clear();
    rig.clock.advance(SignedDuration::from_hours(24 * 91));
    rig.engine.scheduler.start_due().await;
    rig.engine.scheduler.start_due().await;
    let notices = rig.notices.lock().expect("never panics");
    let told = notices
        .iter()
        .filter(|notice| **notice == Notice::GateChanged);
    assert_eq!(told.count(), 1);
}

#[tokio::test]
async fn an_import_for_others_is_refused_and_not_kept() {
    let rig = Rig::connected().await;
    let imported = rig
        .engine
        .license
        .import(person(), "other", "00D000000000002");
    imported.await.expect("nothing is written");
    assert_eq!(rig.files.0.lock().expect("never panics").len(), 1);
    let rejected = rig.engine.license.reading().await.rejected;
    assert_eq!(
        rejected.map(|known| known.problem),
        Some(Problem::WrongOrganization)
    );
    rig.engine.license.check().await;
    assert!(
        rig.engine.license.reading().await.rejected.is_none(),
        "until the next look"
    );
}

#[tokio::test]
async fn an_import_that_includes_what_is_connected_is_kept() {
    let rig = Rig::connected().await;
    entitle_another(&rig).await;
    let imported = rig
        .engine
        .license
        .import(person(), "right", "00D000000000001");
    imported.await.expect("memory takes everything");
    assert_eq!(rig.files.0.lock().expect("never panics").len(), 2);
}

#[tokio::test]
async fn the_number_of_an_installation_stays() {
    let rig = Rig::new().await;
    let number = rig.engine.license.installation().await.expect("it has one");
    assert_eq!((number.len(), &number[..4]), (13, "LPC-"));
    rig.engine
        .license
        .prepare()
        .await
        .expect("memory takes everything");
    assert_eq!(rig.engine.license.installation().await, Some(number));
}
