//! Several entitlement files in the data folder: each is listed with what it counts for.

use crate::gate::{ELSEWHERE, check, claims, deploy, gate, remove};
use crate::rig::{ENTITLEMENT, Rig, sign};
use jiff::SignedDuration;
use lpc_api::gate::FileCounts;
use lpc_api::gate::Gate;
use lpc_api::gate::GateState;
use lpc_core::clock::Clock as _;
use std::time::{Duration, SystemTime};

const DAY: i64 = 24 * 3600;

/// Puts a file there that was changed `minute` minutes after a day long ago.
pub fn put(rig: &Rig, name: &str, minute: u64, text: &str) {
    let path = rig.folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    let file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    let at = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000 + minute * 60);
    file.set_modified(at).unwrap();
}

/// Names with what they count for, or with the kind of their problem.
fn told(gate: &Gate) -> Vec<(&str, FileCounts, Option<&'static str>)> {
    gate.files
        .iter()
        .map(|file| {
            let kind = file.problem.as_ref().map(|problem| problem.code);
            (file.name.as_str(), file.counts, kind)
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_file_beside_an_expired_one_is_listed_with_the_words_of_its_problem() {
    let rig = Rig::new().await;
    let now = rig.clock.now().as_second();
    let mut expired = claims(&rig);
    (expired.nbf, expired.exp) = (now - 9 * DAY, now - DAY);
    let genuine = sign(&expired);
    remove(&rig);
    put(&rig, "old.entitlement", 1, &genuine);
    put(&rig, "broken.entitlement", 2, &genuine[..60]);
    let gate = check(&rig).await;
    assert_eq!(gate.state, GateState::ReadOnly);
    assert_eq!(
        told(&gate),
        [
            (
                "old.entitlement",
                FileCounts::Refused,
                Some("ENTITLEMENT_EXPIRED")
            ),
            (
                "broken.entitlement",
                FileCounts::Refused,
                Some("ENTITLEMENT_MALFORMED")
            ),
        ]
    );
    let broken = gate.files[1].problem.clone().unwrap();
    assert!(
        broken
            .message
            .starts_with("The entitlement cannot be used: "),
        "{broken:?}"
    );

    remove(&rig);
    put(&rig, "broken.entitlement", 2, &genuine[..60]);
    let alone = check(&rig).await.problem.unwrap();
    assert_eq!(
        (alone.code, alone.title, alone.next_step),
        (broken.code, broken.title, broken.next_step),
        "the words are the gate's own"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_file_is_told_with_what_it_counts_for_and_takes_its_turn_as_time_goes_by() {
    let rig = Rig::new().await;
    let now = rig.clock.now().as_second();
    let with = |issued: i64, from: i64, until: i64| {
        let mut changed = claims(&rig);
        (changed.iat, changed.nbf, changed.exp) = (now - issued, now + from, now + until);
        sign(&changed)
    };
    remove(&rig);
    put(&rig, "first.entitlement", 3, &with(90, -90, 20 * DAY));
    put(&rig, "second.entitlement", 2, &with(60, -60, 10 * DAY));
    put(&rig, "next.entitlement", 1, &with(30, 15 * DAY, 30 * DAY));
    let valid = |name| (name, FileCounts::Opens, None);
    let newer = |name| (name, FileCounts::NewerCounts, None);
    let refused = |name, kind| (name, FileCounts::Refused, Some(kind));
    let (first, second, next) = (
        "first.entitlement",
        "second.entitlement",
        "next.entitlement",
    );
    assert_eq!(
        told(&check(&rig).await),
        [
            valid(second),
            newer(first),
            refused(next, "ENTITLEMENT_NOT_YET_VALID")
        ]
    );
    rig.clock.advance(SignedDuration::from_hours(11 * 24));
    assert_eq!(
        told(&gate(&rig).await),
        [
            valid(first),
            refused(second, "ENTITLEMENT_EXPIRED"),
            refused(next, "ENTITLEMENT_NOT_YET_VALID")
        ],
        "nobody pressed Check again"
    );
    rig.clock.advance(SignedDuration::from_hours(5 * 24));
    assert_eq!(
        told(&gate(&rig).await),
        [
            valid(next),
            newer(first),
            refused(second, "ENTITLEMENT_EXPIRED")
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_for_other_organizations_does_not_say_that_it_opens_the_console() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let mut other = claims(&rig);
    other.organizations = vec![ELSEWHERE.to_owned()];
    let gate = deploy(&rig, &sign(&other)).await;
    assert_eq!(
        told(&gate),
        [(
            ENTITLEMENT,
            FileCounts::Refused,
            Some("ENTITLEMENT_ORGANIZATION")
        )]
    );
    let problem = gate.problem.unwrap();
    assert_eq!(problem.file.as_deref(), Some(ENTITLEMENT));
    assert!(problem.message.contains(ENTITLEMENT), "{}", problem.message);
    let listed = gate.files[0].problem.as_ref().unwrap();
    assert!(
        listed
            .message
            .ends_with("which the entitlement does not include."),
        "{listed:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_files_the_one_that_opens_and_the_newest_are_listed_and_the_rest_counted() {
    let rig = Rig::new().await;
    remove(&rig);
    put(&rig, "valid.entitlement", 0, &sign(&claims(&rig)));
    for minute in 1..=24 {
        put(
            &rig,
            &format!("note-{minute:02}.entitlement"),
            minute,
            "a note",
        );
    }
    let gate = check(&rig).await;
    assert_eq!(gate.state, GateState::Open);
    assert_eq!((gate.files.len(), gate.more_files), (20, 5));
    assert_eq!(
        gate.files[0].name, "valid.entitlement",
        "although it is the oldest"
    );
    assert_eq!(gate.files[1].name, "note-24.entitlement");
    assert_eq!(gate.files[19].name, "note-06.entitlement");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn names_that_would_move_other_text_about_are_shown_harmlessly() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let rig = Rig::new().await;
    remove(&rig);
    let long = "x".repeat(200);
    put(&rig, &format!("{long}.entitlement"), 3, "x");
    put(
        &rig,
        "a\u{202E}\u{2066}\n\t\u{1b}[31m<b>.entitlement",
        2,
        "x",
    );
    let undecodable = rig
        .folder
        .path()
        .join(OsStr::from_bytes(b"\xff\xfe.entitlement"));
    std::fs::write(undecodable, "x").unwrap();
    let gate = check(&rig).await;
    assert_eq!(gate.files.len(), 3);
    for file in &gate.files {
        let harmless = |letter: char| letter.is_ascii_alphanumeric() || " -_.()…".contains(letter);
        assert!(file.name.chars().all(harmless), "{:?}", file.name);
        assert!(file.name.chars().count() <= 81, "{}", file.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_was_refused_at_its_import_is_not_among_those_in_the_folder() {
    let rig = Rig::new().await;
    let before = check(&rig).await;
    let after = lpc_api::gate::import_entitlement_text(&rig.host, "x.entitlement", "x")
        .await
        .unwrap();
    assert!(after.rejected.is_some());
    assert_eq!(after.files, before.files);
    assert_eq!(told(&after), [(ENTITLEMENT, FileCounts::Opens, None)]);
}
