//! Sessions that are stopped while they run: at the next page, in words, and to go on from there.

use crate::gate;
use crate::rig::{Rig, sign};
use jiff::SignedDuration;
use lpc_core::dictionary::Remedy;
use lpc_core::port::store::ListedSession;
use lpc_core::port::store::SessionFilter;
use lpc_core::session::{Outcome, Trigger};
use serde_json::json;
use std::sync::Arc;
use tokio::task::JoinHandle;

/// Pages of 300 that the 2,500 users of the rig make.
const PAGES: u64 = 9;

fn pages(rig: &Rig) -> u64 {
    rig.requests("query_more")
}

/// A full load that waits for the second of its pages.
async fn under_way(rig: &Rig) -> JoinHandle<Option<Outcome>> {
    crate::loads::pass(rig, 7);
    let before = pages(rig);
    rig.set("hold_endpoints", json!(["query_more"]));
    let (console, id) = (Arc::clone(&rig.host.console), rig.id);
    let session = tokio::spawn(async move { console.sync.run(id, Trigger::Schedule).await });
    while pages(rig) == before {
        tokio::task::yield_now().await;
    }
    session
}

/// Lets the page come. The load must not ask for another one.
async fn stopped(rig: &Rig, session: JoinHandle<Option<Outcome>>) -> ListedSession {
    let before = pages(rig);
    let row = interrupted(rig, session).await;
    assert_eq!(pages(rig), before, "no page was asked for after the stop");
    row
}

async fn interrupted(rig: &Rig, session: JoinHandle<Option<Outcome>>) -> ListedSession {
    rig.set("hold_endpoints", json!([]));
    assert_eq!(session.await.unwrap(), Some(Outcome::Interrupted));
    let sessions =
        crate::held_back::sessions(rig, SessionFilter::Ended(Outcome::Interrupted)).await;
    let row = sessions.sessions.into_iter().next().unwrap();
    assert_eq!(row.session.outcome, Some(Outcome::Interrupted));
    let error = row.session.fault.as_ref().unwrap();
    assert_ne!(
        error.explanation().remedy,
        Remedy::CheckNow,
        "it would be refused"
    );
    row
}

/// The next session reads the rest of the pages and not the first one again.
async fn goes_on(rig: &Rig) {
    let before = pages(rig);
    assert_eq!(rig.session().await, Outcome::Finished);
    // The first page, and the first one behind it, are no further pages of anything.
    assert_eq!(
        pages(rig) - before,
        PAGES - 2,
        "the first page is not read twice"
    );
    assert_eq!(rig.counts().await.all, 2_500);
}

fn raw(row: &ListedSession) -> &str {
    row.session.fault.as_ref().map_or("", |error| &error.raw)
}

async fn synchronize(rig: &Rig, on: bool) {
    lpc_api::organizations::set_synchronization(&rig.host, rig.org(), on)
        .await
        .unwrap();
}

async fn log_in(rig: &Rig, on: bool) {
    lpc_api::connectivity::set_service_account_login(&rig.host, rig.org(), on)
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_load_stops_when_synchronization_is_turned_off_and_goes_on_when_it_is_on_again() {
    let rig = crate::loads::of_several_pages().await;
    let session = under_way(&rig).await;
    synchronize(&rig, false).await;
    let row = stopped(&rig, session).await;
    assert!(raw(&row).starts_with("synchronization"), "{}", raw(&row));
    assert!(
        row.session
            .fault
            .unwrap()
            .explanation()
            .title
            .contains("turned off"),
        "the title says it in words"
    );
    synchronize(&rig, true).await;
    assert_eq!(
        rig.host
            .console
            .directory
            .connection(rig.id)
            .await
            .unwrap()
            .next_session,
        Some(lpc_core::clock::Clock::now(&*rig.clock)),
        "due at once"
    );
    goes_on(&rig).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn turned_off_and_on_again_before_the_next_page_a_load_just_goes_on() {
    let rig = crate::loads::of_several_pages().await;
    let session = under_way(&rig).await;
    synchronize(&rig, false).await;
    synchronize(&rig, true).await;
    rig.set("hold_endpoints", json!([]));
    assert_eq!(
        session.await.unwrap(),
        Some(Outcome::Finished),
        "nothing stops it any more"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_load_stops_when_the_service_accounts_switch_is_turned_off() {
    let rig = crate::loads::of_several_pages().await;
    let session = under_way(&rig).await;
    log_in(&rig, false).await;
    let row = stopped(&rig, session).await;
    assert!(
        raw(&row).contains("Login using Salesforce Service Account"),
        "{}",
        raw(&row)
    );
    log_in(&rig, true).await;
    goes_on(&rig).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_load_stops_when_the_entitlement_ends_and_goes_on_with_a_new_one() {
    let rig = crate::loads::of_several_pages().await;
    let mut ends = gate::claims(&rig);
    ends.exp = ends.iat + 8 * 3600;
    gate::deploy(&rig, &sign(&ends)).await;
    let session = under_way(&rig).await;
    rig.clock.advance(SignedDuration::from_hours(2));
    let row = stopped(&rig, session).await;
    assert!(raw(&row).contains("entitlement"), "{}", raw(&row));
    gate::deploy(&rig, &sign(&gate::claims(&rig))).await;
    goes_on(&rig).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_load_stops_when_the_entitlement_does_not_include_the_organization_any_more() {
    let rig = crate::loads::of_several_pages().await;
    let session = under_way(&rig).await;
    let mut elsewhere = gate::claims(&rig);
    elsewhere.organizations = vec![gate::ELSEWHERE.to_owned()];
    elsewhere.sandboxes = false;
    gate::deploy(&rig, &sign(&elsewhere)).await;
    let row = stopped(&rig, session).await;
    assert!(raw(&row).contains("entitlement"), "{}", raw(&row));
    gate::deploy(&rig, &sign(&gate::claims(&rig))).await;
    goes_on(&rig).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_load_stops_when_its_connection_is_disconnected_and_goes_on_when_it_is_back() {
    let mut rig = crate::loads::of_several_pages().await;
    let session = under_way(&rig).await;
    lpc_api::account::disconnect(&rig.host, rig.org(), false)
        .await
        .unwrap();
    let row = stopped(&rig, session).await;
    assert!(raw(&row).contains("disconnected"), "{}", raw(&row));
    // The session after a sign-in reads what changed; the list goes on with the next one.
    rig.connect().await;
    goes_on(&rig).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_load_stops_when_another_service_account_takes_the_place_of_its_own() {
    let mut rig = crate::loads::of_several_pages().await;
    let session = under_way(&rig).await;
    let other = rig.sim.other_username();
    crate::account::change_to(&mut rig, &other).await;
    lpc_api::account::confirm_account(&rig.host, rig.org(), true)
        .await
        .unwrap();
    // The session after the sign-in may ask for pages already.
    let row = interrupted(&rig, session).await;
    assert!(
        raw(&row).contains("another service account"),
        "{}",
        raw(&row)
    );
}
