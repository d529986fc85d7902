//! Files as people, deployment and adversaries leave them.

#![allow(clippy::unwrap_used, reason = "tests say what they expect by failing")]

use lpc_core::entitlement::{Candidate, Problem};
use lpc_core::port::entitlement::EntitlementSource as _;
use lpc_entitlement::{Claims, EntitlementFolder, ISSUER, MAX_BYTES, Verifier, demo, issue};
use proptest::prelude::*;
use std::fs;
use tempfile::TempDir;

fn verifier() -> Verifier {
    Verifier::new(demo::PUBLIC_KEYS, demo::AUDIENCE).unwrap()
}

fn claims() -> Claims {
    Claims {
        iss: ISSUER.to_owned(),
        aud: demo::AUDIENCE.to_owned(),
        iat: 1_700_000_000,
        nbf: 1_700_000_000,
        exp: 1_800_000_000,
        customer: "Halden Group".to_owned(),
        edition: "Enterprise".to_owned(),
        organizations: vec!["00D5g0000000xyzEAA".to_owned()],
        sandboxes: false,
    }
}

fn token(claims: &Claims) -> String {
    issue::sign(claims, demo::PRIVATE_KEY, demo::KEY_ID).unwrap()
}

fn folder() -> (TempDir, EntitlementFolder) {
    let scratch = tempfile::tempdir().unwrap();
    let folder = EntitlementFolder::new(scratch.path(), verifier());
    (scratch, folder)
}

fn names(candidates: &[Candidate]) -> Vec<&str> {
    candidates.iter().map(|one| one.file.as_str()).collect()
}

#[test]
fn the_demo_keys_belong_together() {
    let public = issue::public_key(demo::PRIVATE_KEY).unwrap();
    assert_eq!(demo::PUBLIC_KEYS, format!("{}:{public}", demo::KEY_ID));
    assert!(demo::PRIVATE_KEY.starts_with("DEMO KEY - NOT A SECRET"));
}

#[test]
fn a_new_key_signs_what_its_public_half_verifies_and_no_other() {
    let (one, two) = (
        issue::new_private_key().unwrap(),
        issue::new_private_key().unwrap(),
    );
    assert_ne!(one, two);
    let list = |key: &str| format!("k:{}", issue::public_key(key).unwrap());
    let text = issue::sign(&claims(), &one, "k").unwrap();
    let verify = |key: &str| {
        Verifier::new(&list(key), demo::AUDIENCE)
            .unwrap()
            .verify(&text)
    };
    assert!(verify(&one).is_ok());
    assert_eq!(verify(&two), Err(Problem::WrongSignature));
}

#[test]
fn without_keys_nothing_is_trusted() {
    let trusting_none = Verifier::new("", demo::AUDIENCE).unwrap();
    let verdict = trusting_none.verify(&token(&claims()));
    assert!(
        matches!(verdict, Err(Problem::UnknownKey { .. })),
        "{verdict:?}"
    );
}

#[test]
fn only_files_with_the_ending_are_looked_at_and_a_folder_among_them_is_named() {
    let (scratch, folder) = folder();
    for name in [
        "a.entitlement",
        "B.ENTITLEMENT",
        "c.txt",
        "until.entitlement-partial",
    ] {
        fs::write(scratch.path().join(name), token(&claims())).unwrap();
    }
    fs::create_dir(scratch.path().join("d.entitlement")).unwrap();
    let found = folder.find();
    assert_eq!(
        names(&found),
        ["B.ENTITLEMENT", "a.entitlement", "d.entitlement"]
    );
    assert!(found[0].content.is_ok() && found[1].content.is_ok());
    assert!(matches!(found[2].content, Err(Problem::Unreadable { .. })));
}

#[test]
fn a_huge_file_and_one_that_is_no_text_are_malformed() {
    let (scratch, folder) = folder();
    fs::write(
        scratch.path().join("a.entitlement"),
        vec![b'a'; MAX_BYTES * 4],
    )
    .unwrap();
    fs::write(scratch.path().join("b.entitlement"), [0xff, 0xfe, 0, 0x80]).unwrap();
    for candidate in folder.find() {
        assert!(
            matches!(candidate.content, Err(Problem::Malformed { .. })),
            "{candidate:?}"
        );
    }
}

#[test]
fn none_takes_the_place_of_another_and_the_same_one_is_kept_once() {
    let (scratch, folder) = folder();
    let keep = |claims: &Claims| {
        let text = token(claims);
        let entitlement = verifier().verify(&text).unwrap();
        folder.keep(&text, &entitlement).unwrap();
    };
    let mut corrected = claims();
    corrected
        .organizations
        .push("00D5g0000000abcEAA".to_owned());
    let mut later = claims();
    later.exp += 400 * 24 * 3600;
    for claims in [&claims(), &corrected, &later, &corrected] {
        keep(claims);
    }
    let found = folder.find();
    let names = names(&found);
    assert_eq!(names.len(), 3, "{names:?}");
    assert!(names[0].starts_with("until-2027-01-15-"), "{names:?}");
    assert!(names[1].starts_with("until-2027-01-15-"), "{names:?}");
    assert!(names[2].starts_with("until-2028-02-19-"), "{names:?}");
    let organizations = |at: usize| found[at].content.as_ref().unwrap().organizations.len();
    assert_eq!(organizations(0) + organizations(1), 3, "both are there");
    assert_eq!(
        fs::read_dir(scratch.path()).unwrap().count(),
        3,
        "nothing partial is left"
    );
}

#[test]
fn what_a_newer_one_supersedes_is_removed_and_nothing_else() {
    let (scratch, folder) = folder();
    let put = |name: &str, text: &str| fs::write(scratch.path().join(name), text).unwrap();
    let with = |change: &dyn Fn(&mut Claims)| {
        let mut changed = claims();
        change(&mut changed);
        token(&changed)
    };
    let new = with(&|claims| claims.iat += 10);
    let entitlement = verifier().verify(&new).unwrap();
    put("old.entitlement", &token(&claims()));
    put("broken.entitlement", "a note of a person");
    put("cut.entitlement", &token(&claims())[..80]);
    put("longer.entitlement", &with(&|claims| claims.exp += 1));
    put(
        "other.entitlement",
        &with(&|claims| claims.customer = "Other".to_owned()),
    );
    assert_eq!(
        folder.remove_superseded(&entitlement),
        0,
        "the new one is not there: the old one may be the only valid one"
    );
    assert_eq!(folder.find().len(), 5);
    folder.keep(&new, &entitlement).unwrap();
    assert_eq!(folder.remove_superseded(&entitlement), 1);
    let found = folder.find();
    let names = names(&found);
    assert_eq!(names.len(), 5, "{names:?}");
    assert!(!names.contains(&"old.entitlement"), "{names:?}");
    assert!(
        found
            .iter()
            .any(|one| one.content == Ok(entitlement.clone()))
    );
}

#[test]
fn of_too_many_files_the_newest_are_looked_at() {
    let (scratch, folder) = folder();
    let begin = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000);
    for number in 0..70_u64 {
        // The newest has the last name, and the oldest the first.
        let path = scratch.path().join(format!("{number:02}.entitlement"));
        fs::write(&path, "x").unwrap();
        let file = fs::OpenOptions::new().write(true).open(&path).unwrap();
        file.set_modified(begin + std::time::Duration::from_secs(number))
            .unwrap();
    }
    let found = folder.find();
    assert_eq!(found.len(), 64);
    let seconds = |at: usize| found[at].changed.map(jiff::Timestamp::as_second);
    assert_eq!(seconds(0), Some(1_700_000_006));
    assert_eq!(seconds(63), Some(1_700_000_069));
    assert_eq!(names(&found)[0], "06.entitlement");
    assert_eq!(names(&found)[63], "69.entitlement");
}

#[cfg(unix)]
#[test]
fn a_pipe_with_the_ending_holds_nothing_up() {
    let (scratch, folder) = folder();
    let made = std::process::Command::new("mkfifo")
        .arg(scratch.path().join("pipe.entitlement"))
        .status()
        .unwrap();
    assert!(made.success());
    let (sender, found) = std::sync::mpsc::channel();
    std::thread::spawn(move || sender.send(folder.find()));
    let found = found
        .recv_timeout(std::time::Duration::from_secs(10))
        .expect("the look into the folder ends");
    assert!(matches!(found[0].content, Err(Problem::Unreadable { .. })));
}

#[test]
fn a_file_name_moves_no_other_text_about() {
    let candidate = verifier_folder().examine("a\u{202E}tnemeltitne\n<b>.entitlement", "x");
    assert_eq!(candidate.file, "a_tnemeltitne__b_.entitlement");
    let unseen = verifier_folder().examine("\u{3164}\u{115F}\u{1160}\u{FFA0}.entitlement", "x");
    assert_eq!(unseen.file, "____.entitlement", "letters that nobody sees");
    let long = verifier_folder().examine(&"x".repeat(5000), "x");
    assert_eq!(long.file.chars().count(), 81);
}

fn verifier_folder() -> EntitlementFolder {
    EntitlementFolder::new(std::path::Path::new("nowhere"), verifier())
}

#[test]
fn a_genuine_one_whose_words_cannot_be_shown_or_whose_times_make_no_sense_is_malformed() {
    let cases: [fn(&mut Claims); 6] = [
        |claims| claims.customer = " ".to_owned(),
        |claims| claims.customer = "Halden\u{202E}Group".to_owned(),
        |claims| claims.customer = "x".repeat(500),
        |claims| claims.exp = claims.nbf,
        |claims| claims.exp = i64::MAX,
        |claims| claims.organizations = vec!["0055g0000000xyzEAA".to_owned()],
    ];
    for change in cases {
        let mut changed = claims();
        change(&mut changed);
        let verdict = verifier().verify(&token(&changed));
        assert!(
            matches!(verdict, Err(Problem::Malformed { .. })),
            "{verdict:?}"
        );
    }
}

proptest! {
    #[test]
    fn no_text_panics_and_none_is_genuine(text in "\\PC{0,400}") {
        prop_assert!(verifier().verify(&text).is_err());
    }

    #[test]
    fn no_changed_character_leaves_it_genuine(at in 0_usize..2000, replacement in "[A-Za-z0-9_.-]") {
        let genuine = token(&claims());
        let at = at % genuine.len();
        prop_assume!(genuine[at..=at] != replacement);
        let changed = format!("{}{replacement}{}", &genuine[..at], &genuine[at + 1..]);
        prop_assert!(verifier().verify(&changed).is_err());
    }
}
