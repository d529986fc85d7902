//! Who may enter: files as they come, the period while the console runs, and the organizations.

use crate::rig::{ENTITLEMENT, Rig, USERNAME, entitlement_for, sign};
use jiff::SignedDuration;
use lpc_api::activity::ActivityQuery;
use lpc_api::error::ErrorCode;
use lpc_api::gate::Gate;
use lpc_api::gate::GateState;
use lpc_api::host::ChosenFile;
use lpc_core::audit::AuditKind;
use lpc_core::clock::Clock as _;
use lpc_core::connection::ConnectionStateName;
use lpc_core::entitlement::GateProblem;
use lpc_core::environment::Environment;
use lpc_core::login::LoginFailure;
use lpc_core::login::LoginPhase;
use lpc_core::session::{Outcome, Trigger};
use lpc_entitlement::{Claims, ISSUER, demo, issue};

/// An organization that the stand-in is not.
pub const ELSEWHERE: &str = "00D5g0000000xyzEAA";

pub fn claims(rig: &Rig) -> Claims {
    entitlement_for(&rig.sim, rig.clock.now())
}

fn days(days: i64) -> i64 {
    days * 24 * 3600
}

fn write(rig: &Rig, name: &str, text: &str) {
    std::fs::write(rig.folder.path().join(name), text).unwrap();
}

pub fn remove(rig: &Rig) {
    for entry in std::fs::read_dir(rig.folder.path()).unwrap() {
        let path = entry.unwrap().path();
        if path
            .extension()
            .is_some_and(|extension| extension == "entitlement")
        {
            std::fs::remove_file(path).unwrap();
        }
    }
}

pub async fn check(rig: &Rig) -> Gate {
    lpc_api::gate::check_entitlement(&rig.host).await.unwrap()
}

/// Deployment puts this one file into the data folder, and the person presses *Check again*.
pub async fn deploy(rig: &Rig, text: &str) -> Gate {
    remove(rig);
    write(rig, ENTITLEMENT, text);
    check(rig).await
}

pub async fn gate(rig: &Rig) -> Gate {
    lpc_api::gate::gate(&rig.host).await.unwrap()
}

async fn import(rig: &Rig, name: &str, text: &str) -> Gate {
    *rig.host.chosen.lock().unwrap() = Some(ChosenFile {
        name: name.to_owned(),
        text: text.to_owned(),
    });
    lpc_api::gate::import_entitlement(&rig.host).await.unwrap()
}

fn kind_of(problem: &GateProblem) -> String {
    let shown = serde_json::to_value(problem).unwrap();
    shown["kind"].as_str().unwrap().to_owned()
}

fn kind(gate: &Gate) -> String {
    gate.problem.as_ref().map(kind_of).unwrap_or_default()
}

async fn start_refused(rig: &Rig) -> ErrorCode {
    lpc_api::login::start_login(&rig.host, rig.org(), Environment::Production)
        .await
        .unwrap_err()
        .code
}

pub fn failure(phase: &LoginPhase) -> (LoginFailure, &str) {
    match phase {
        LoginPhase::Failed {
            failure: code,
            message,
            ..
        } => (code.clone(), message),
        other => panic!("the login did not fail: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_entitlement_the_gate_is_closed_and_no_login_begins() {
    let rig = Rig::new().await;
    assert_eq!(gate(&rig).await.state, GateState::Open);
    remove(&rig);
    let gate = check(&rig).await;
    assert_eq!(
        (gate.state, kind(&gate)),
        (GateState::Closed, "missing".to_owned())
    );
    assert_eq!(start_refused(&rig).await, ErrorCode::Entitlement);
    let number = gate
        .request
        .lines()
        .find(|line| line.starts_with("Installation"))
        .unwrap();
    let number = number.split_whitespace().last().unwrap().to_owned();
    assert!(number.starts_with("LPC-") && number.len() == 13, "{number}");
    assert!(gate.request.contains(gate.version), "{}", gate.request);
    let rig = rig.restarted().await;
    let after = lpc_api::gate::gate(&rig.host).await.unwrap();
    assert!(
        after.request.contains(&number),
        "the number stays: {}",
        after.request
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn each_way_to_be_wrong_has_its_own_code_words_and_next_step() {
    let rig = Rig::new().await;
    let good = claims(&rig);
    let now = rig.clock.now().as_second();
    let with = |change: &dyn Fn(&mut Claims)| {
        let mut changed = good.clone();
        change(&mut changed);
        sign(&changed)
    };
    let genuine = sign(&good);
    let foreign = issue::new_private_key().unwrap();
    let (head, signature) = genuine.rsplit_once('.').unwrap();
    let other = if signature.starts_with('A') { "B" } else { "A" };
    let swapped = format!("{head}.{other}{}", &signature[1..]);
    let none = with(&|claims| {
        claims.organizations.clear();
        claims.sandboxes = false;
    });
    let cases = [
        (String::new(), "malformed"),
        ("an e-mail about an entitlement".to_owned(), "malformed"),
        (genuine[..genuine.len() / 3].to_owned(), "malformed"),
        ("x".repeat(70_000), "malformed"),
        (none, "malformed"),
        (
            with(&|claims| claims.organizations = vec![ELSEWHERE[..15].to_owned()]),
            "malformed",
        ),
        (issue::sign(&good, &foreign, "other").unwrap(), "unknownKey"),
        (
            issue::sign(&good, &foreign, demo::KEY_ID).unwrap(),
            "wrongSignature",
        ),
        (swapped, "wrongSignature"),
        (
            with(&|claims| claims.aud = "com.lpcadmin.console".to_owned()),
            "otherProduct",
        ),
        (
            with(&|claims| claims.iss = format!("{ISSUER}.example")),
            "otherProduct",
        ),
        (with(&|claims| claims.nbf = now + 60), "notYetValid"),
        (
            with(&|claims| {
                claims.nbf = now - 60;
                claims.exp = now
            }),
            "expired",
        ),
        (
            with(&|claims| claims.edition = "Professional".to_owned()),
            "wrongEdition",
        ),
    ];
    let mut codes = std::collections::BTreeSet::new();
    for (text, expected) in cases {
        let gate = deploy(&rig, &text).await;
        let problem = gate.problem.clone().unwrap();
        assert_eq!(kind_of(&problem), expected, "{problem:?}");
        assert_eq!(problem.file.as_deref(), Some(ENTITLEMENT));
        assert!(!problem.title.is_empty() && !problem.next_step.is_empty());
        assert!(gate.request.contains(problem.code), "{}", gate.request);
        assert_eq!(gate.state == GateState::ReadOnly, expected == "expired");
        assert_eq!(
            start_refused(&rig).await,
            ErrorCode::Entitlement,
            "{expected:?}"
        );
        codes.insert(problem.code);
    }
    assert_eq!(codes.len(), 7, "{codes:?}");
    let gate = deploy(&rig, &genuine).await;
    assert_eq!((gate.state, gate.problem), (GateState::Open, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_without_a_signature_or_with_another_algorithm_is_refused() {
    let rig = Rig::new().await;
    let genuine = sign(&claims(&rig));
    let (head, body) = (
        genuine.split('.').next().unwrap(),
        genuine.split('.').nth(1).unwrap(),
    );
    // {"alg":"none","kid":"demo-not-secret"} and {"alg":"HS256","kid":"demo-not-secret"}
    for header in [
        "eyJhbGciOiJub25lIiwia2lkIjoiZGVtby1ub3Qtc2VjcmV0In0",
        "eyJhbGciOiJIUzI1NiIsImtpZCI6ImRlbW8tbm90LXNlY3JldCJ9",
    ] {
        for signature in ["", "AAAA"] {
            let gate = deploy(&rig, &format!("{header}.{body}.{signature}")).await;
            assert_eq!(kind(&gate), "malformed");
        }
    }
    let gate = deploy(&rig, &format!("{head}.{body}.")).await;
    assert_eq!(kind(&gate), "wrongSignature");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_as_mail_programs_and_editors_leave_it_still_opens() {
    let rig = Rig::new().await;
    let genuine = sign(&claims(&rig));
    let (first, second) = genuine.split_at(76);
    let gate = deploy(&rig, &format!("\u{FEFF}{first}\r\n{second}\r\n\r\n")).await;
    assert_eq!(gate.state, GateState::Open);
    assert_eq!(gate.entitlement.unwrap().customer, "Halden Group");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_put_into_the_folder_is_found_at_the_next_start() {
    let rig = Rig::new().await;
    let text = sign(&claims(&rig));
    remove(&rig);
    let rig = rig.restarted().await;
    assert_eq!(gate(&rig).await.state, GateState::Closed);
    write(&rig, "halden-group.entitlement", &text);
    assert_eq!(
        gate(&rig).await.state,
        GateState::Closed,
        "not looked for yet"
    );
    let rig = rig.restarted().await;
    assert_eq!(gate(&rig).await.state, GateState::Open);
}

#[tokio::test(flavor = "multi_thread")]
async fn importing_keeps_a_valid_file_and_never_lets_a_wrong_one_take_its_place() {
    let rig = Rig::new().await;
    let good = claims(&rig);
    remove(&rig);
    check(&rig).await;
    let unchanged = lpc_api::gate::import_entitlement(&rig.host).await.unwrap();
    assert_eq!(unchanged.state, GateState::Closed, "no file was chosen");
    let opened = import(&rig, "halden.entitlement", &sign(&good)).await;
    assert_eq!((opened.state, opened.rejected), (GateState::Open, None));

    let mut professional = good.clone();
    professional.edition = "Professional".to_owned();
    let refused = import(&rig, "cheap.entitlement", &sign(&professional)).await;
    assert_eq!(refused.state, GateState::Open, "the good one counts");
    let rejected = refused.rejected.unwrap();
    assert_eq!(kind_of(&rejected), "wrongEdition");
    assert!(
        rejected.message.contains("cheap.entitlement"),
        "{}",
        rejected.message
    );
    assert!(
        refused
            .request
            .contains("ENTITLEMENT_EDITION (Professional, needs Enterprise)")
    );
    let rig = rig.restarted().await;
    let after = gate(&rig).await;
    assert_eq!((after.state, after.rejected), (GateState::Open, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renewal_imported_early_waits_and_takes_over_by_itself() {
    let rig = Rig::new().await;
    let now = rig.clock.now().as_second();
    let mut first = claims(&rig);
    first.exp = now + days(10);
    deploy(&rig, &sign(&first)).await;
    let mut renewal = claims(&rig);
    (renewal.nbf, renewal.exp, renewal.iat) = (now + days(12), now + days(400), now + 1);
    let gate_now = import(&rig, "renewal.entitlement", &sign(&renewal)).await;
    assert_eq!(gate_now.state, GateState::Open);
    assert_eq!(kind_of(&gate_now.rejected.unwrap()), "notYetValid");
    rig.clock.advance(SignedDuration::from_hours(11 * 24));
    assert_eq!(gate(&rig).await.state, GateState::ReadOnly);
    rig.clock.advance(SignedDuration::from_hours(24));
    let opened = gate(&rig).await;
    assert_eq!((opened.state, opened.rejected), (GateState::Open, None));
}

fn entitlement_files(rig: &Rig) -> usize {
    let entries = std::fs::read_dir(rig.folder.path()).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name());
    names
        .filter(|name| name.to_string_lossy().ends_with(".entitlement"))
        .count()
}

#[tokio::test(flavor = "multi_thread")]
async fn renewals_do_not_pile_up_and_one_that_waits_leaves_the_valid_one() {
    let rig = Rig::new().await;
    let now = rig.clock.now().as_second();
    let mut first = claims(&rig);
    first.exp = now + days(10);
    deploy(&rig, &sign(&first)).await;
    write(&rig, "note.entitlement", "put there by a person");
    for later in 1..4 {
        let mut renewal = first.clone();
        renewal.iat += later;
        renewal.exp += days(later);
        let renewed = import(&rig, "renewal.entitlement", &sign(&renewal)).await;
        assert_eq!(renewed.state, GateState::Open);
        assert_eq!(entitlement_files(&rig), 2, "the newest and the note");
    }
    let mut waiting = first.clone();
    (waiting.iat, waiting.nbf, waiting.exp) = (now + 9, now + days(12), now + days(400));
    let kept = import(&rig, "next.entitlement", &sign(&waiting)).await;
    assert_eq!(kept.state, GateState::Open);
    assert_eq!(entitlement_files(&rig), 3, "the only valid one stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn expiring_while_it_runs_stops_sessions_and_logins_and_keeps_data_and_token() {
    let mut rig = Rig::new().await;
    let mut short = claims(&rig);
    short.exp = rig.clock.now().as_second() + days(2);
    deploy(&rig, &sign(&short)).await;
    rig.connect().await;
    let before = rig.counts().await;
    rig.clock.advance(SignedDuration::from_hours(47));
    assert_eq!(rig.session().await, Outcome::Finished);
    rig.clock.advance(SignedDuration::from_hours(1));

    let sessions = rig.ended_sessions();
    for _ in 0..3 {
        assert_eq!(rig.host.console.scheduler.start_due().await, 0);
        rig.clock.advance(SignedDuration::from_mins(2));
    }
    let run = rig.host.console.sync.run(rig.id, Trigger::Manual).await;
    assert_eq!(run, None, "not even directly");
    let by_hand = lpc_api::overview::check_now(&rig.host, rig.org()).await;
    assert_eq!(by_hand.unwrap_err().code, ErrorCode::Entitlement);
    assert_eq!(start_refused(&rig).await, ErrorCode::Entitlement);
    assert_eq!(rig.ended_sessions(), sessions);
    let expired = gate(&rig).await;
    assert_eq!(expired.state, GateState::ReadOnly);
    assert!(expired.connected);
    let overview = lpc_api::overview::overview(&rig.host).await.unwrap();
    assert_eq!(overview.organizations[0].next_session, None);
    assert_eq!(
        rig.counts().await.active,
        before.active,
        "data stays readable"
    );
    assert_eq!(rig.state().await, ConnectionStateName::Connected);

    assert_eq!(rig.counter("refreshes"), 0);
    rig.clock.advance(SignedDuration::from_hours(8 * 24));
    rig.host.console.scheduler.start_due().await;
    assert_eq!(rig.counter("refreshes"), 1, "the token is kept alive");

    let mut renewal = claims(&rig);
    renewal.iat += 1;
    let renewed = import(&rig, "renewal.entitlement", &sign(&renewal)).await;
    assert_eq!(renewed.state, GateState::Open);
    assert_eq!(rig.session().await, Outcome::Finished, "without a restart");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_host_is_told_when_the_period_ends() {
    let mut rig = Rig::new().await;
    let mut short = claims(&rig);
    short.exp = rig.clock.now().as_second() + 60;
    deploy(&rig, &sign(&short)).await;
    rig.host.console.scheduler.start_due().await;
    rig.was_told();
    rig.host.console.scheduler.start_due().await;
    assert!(!rig.was_told(), "nothing changed");
    rig.clock.advance(SignedDuration::from_secs(60));
    rig.host.console.scheduler.start_due().await;
    assert!(rig.was_told());
    rig.host.console.scheduler.start_due().await;
    assert!(!rig.was_told(), "once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_that_outlives_the_entitlement_is_not_finished() {
    let mut rig = Rig::new().await;
    let mut short = claims(&rig);
    short.exp = rig.clock.now().as_second() + 60;
    deploy(&rig, &sign(&short)).await;
    let link = rig.start_login().await;
    let callback = rig.approve(&link, USERNAME);
    rig.clock.advance(SignedDuration::from_secs(90));
    rig.host.take_callback(&callback).await.unwrap();
    let phase = rig.wait_for_login().await;
    let (code, message) = failure(&phase);
    assert!(matches!(code, LoginFailure::NotEntitled { .. }));
    assert!(message.contains("expired"), "{message}");
    assert!(
        matches!(&phase, LoginPhase::Failed { next_step, .. } if next_step.starts_with("Import")),
        "{phase:?}"
    );
    assert_eq!(rig.requests("token"), 0, "the code was not redeemed");
    assert!(rig.connectivity().await.connection.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entitlement_for_other_organizations_leaves_only_looking_and_disconnecting() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let own = rig.sim.state()["organization"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let mut other = claims(&rig);
    other.organizations = vec![ELSEWHERE.to_owned()];
    let kept = import(&rig, "other.entitlement", &sign(&other)).await;
    assert_eq!(kept.state, GateState::Open, "the one that fits stays");
    assert_eq!(kind_of(&kept.rejected.unwrap()), "wrongOrganization");

    let gate = deploy(&rig, &sign(&other)).await;
    assert_eq!(
        (gate.state, kind(&gate)),
        (GateState::ReadOnly, "wrongOrganization".to_owned())
    );
    let problem = gate.problem.unwrap();
    assert!(problem.message.contains(&own), "{}", problem.message);
    assert!(gate.request.contains(&own), "{}", gate.request);
    for words in ["disconnect or delete it", "import"] {
        assert!(problem.next_step.contains(words), "{}", problem.next_step);
    }
    let run = rig.host.console.sync.run(rig.id, Trigger::Manual).await;
    assert_eq!(run, None);
    rig.clock.advance(SignedDuration::from_mins(5));
    assert_eq!(rig.host.console.scheduler.start_due().await, 0);
    let phase = rig.log_in_as(USERNAME).await;
    assert!(matches!(
        failure(&phase).0,
        LoginFailure::OrganizationNotEntitled { .. }
    ));

    lpc_api::account::disconnect(&rig.host, rig.org(), false)
        .await
        .unwrap();
    let opened = lpc_api::gate::gate(&rig.host).await.unwrap();
    assert_eq!((opened.state, opened.problem), (GateState::Open, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_customer_or_a_token_stands_in_the_request_of_a_foreign_file() {
    let rig = Rig::new().await;
    let foreign = issue::new_private_key().unwrap();
    let mut hostile = claims(&rig);
    hostile.customer = "Mallory".to_owned();
    let text = issue::sign(&hostile, &foreign, demo::KEY_ID).unwrap();
    let gate = deploy(&rig, &text).await;
    assert!(!gate.request.contains("Mallory") && !gate.request.contains(&text[..20]));
    assert_eq!(gate.problem.unwrap().facts, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_stands_in_the_activity_with_the_customer() {
    let rig = Rig::new().await;
    let mut renewed = claims(&rig);
    renewed.exp += days(30);
    import(&rig, "renewal.entitlement", &sign(&renewed)).await;
    let query = ActivityQuery {
        topic: None,
        organization_id: None,
        before: None,
        limit: 10,
    };
    let page = lpc_api::activity::activity(&rig.host, query).await.unwrap();
    let entry = &page.entries[0];
    assert_eq!(entry.kind, AuditKind::EntitlementImported);
    assert_eq!(entry.change.to.as_deref(), Some(renewed.customer.as_str()));
    assert!(entry.by_person);
}
