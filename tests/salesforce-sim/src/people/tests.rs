use std::collections::HashSet;

use super::*;
use crate::organization::{FOR_PEOPLE, INTEGRATION, PROFILES};

/// Every row in a release build, a sample in a debug build.
const STRIDE: usize = if cfg!(debug_assertions) { 41 } else { 5 };

fn draw(seed: u64, count: usize) -> People {
    let anchor: Timestamp = "2026-11-23T12:00:00Z".parse().expect("a valid time");
    People::draw(
        seed,
        count,
        "x.example.com",
        "00Dxx0000001gPLEAY",
        "svc@example.com",
        anchor,
    )
}

fn line(people: &People, row: usize) -> String {
    format!(
        "{} {} {:?}",
        people.full_name(row),
        people.username(row),
        people.person(row)
    )
}

#[test]
fn the_same_seed_gives_the_same_people_and_another_seed_does_not() {
    let (one, two, other) = (draw(5, 300), draw(5, 300), draw(6, 300));
    for row in 0..300 {
        assert_eq!(line(&one, row), line(&two, row));
    }
    assert!((0..300).any(|row| line(&one, row) != line(&other, row)));
}

#[test]
fn user_names_are_unique_and_names_nearly_so() {
    let people = draw(1, 20_000);
    let usernames: HashSet<String> = (0..20_000).map(|row| people.username(row)).collect();
    assert_eq!(
        usernames.len(),
        20_000,
        "no two people log in with one name"
    );
    let names: HashSet<String> = (0..20_000).map(|row| people.full_name(row)).collect();
    assert!(names.len() > 19_000, "only {} different names", names.len());
    for row in [0, 3, 7, 8, 19_999] {
        assert_eq!(
            people.row_of_username(&people.username(row).to_uppercase()),
            Some(row)
        );
    }
}

#[test]
fn the_shares_of_the_unusual_are_as_described() {
    let people = draw(1, 50_000);
    let share = |fits: &dyn Fn(&Person) -> bool| {
        (0..50_000).filter(|&row| fits(&people.person(row))).count()
    };
    assert!(
        (350..650).contains(&share(&|p| !p.active)),
        "about 1 % are inactive"
    );
    assert!(
        (250..450).contains(&share(&|p| p.frozen)),
        "about 0.7 % are frozen"
    );
    assert!((700..1300).contains(&share(&|p| p.kind == UserType::PowerPartner)));
    assert!(
        share(&|p| p.profile == Some(INTEGRATION as u8)) > 50,
        "some are API-only"
    );
    for kind in [
        UserType::CspLitePortal,
        UserType::PowerCustomerSuccess,
        UserType::CsnOnly,
    ] {
        assert!((40..400).contains(&share(&|p| p.kind == kind)), "{kind:?}");
    }
    for kind in [UserType::Guest, UserType::AutomatedProcess] {
        assert_eq!(share(&|p| p.kind == kind), 1, "{kind:?}");
    }
    let profiles: HashSet<Option<u8>> = (0..5_000).map(|row| people.person(row).profile).collect();
    assert!(profiles.len() > FOR_PEOPLE);
    let shares = PROFILES.iter().map(|profile| profile.share);
    assert_eq!(shares.sum::<u64>(), 1000);
}

#[test]
fn nothing_is_modified_before_it_was_created_or_after_the_start() {
    let people = draw(9, 5_000);
    let anchor = "2026-11-23T00:00:00Z"
        .parse::<Timestamp>()
        .expect("a valid time");
    for row in 0..5_000 {
        let person = people.person(row);
        assert!(person.created <= person.modified && person.modified <= person.system_modstamp);
        assert!(person.system_modstamp <= anchor.as_millisecond());
    }
}

#[test]
fn a_deactivation_bumps_the_user_and_a_freeze_does_not() {
    let mut people = draw(2, 500);
    let now = 1_900_000_000_000;
    let gone = people.change(Change::Deactivate, 5, now);
    assert_eq!(gone.len(), 5);
    assert!(gone.iter().all(|&row| !people.person(row).active));
    assert!(
        gone.iter()
            .all(|&row| people.person(row).system_modstamp == now)
    );
    assert!(gone.iter().all(|&row| people.person(row).modified == now));
    let frozen = people.change(Change::Freeze, 5, now + 1);
    assert!(frozen.iter().all(|&row| people.person(row).frozen));
    assert!(
        frozen
            .iter()
            .all(|&row| people.person(row).system_modstamp < now)
    );
    assert_eq!(
        people.change(Change::Reactivate, 5, now + 2),
        gone,
        "the same ones come back"
    );
    assert_eq!(people.change(Change::Unfreeze, 5, now + 2), frozen);
}

#[test]
fn changes_never_touch_the_service_accounts() {
    let mut people = draw(2, 10);
    let gone = people.change(Change::Deactivate, 1_000, 1_900_000_000_000);
    assert!(!gone.contains(&SERVICE_ROW) && !gone.contains(&OTHER_ROW));
    assert!(people.may_log_in(SERVICE_ROW) && people.may_log_in(OTHER_ROW));
}

#[test]
fn everybody_of_a_million_has_a_user_name_of_their_own_that_finds_them() {
    let people = draw(4, 1_000_000);
    let mut seen = HashSet::new();
    for row in (0..20).chain((20..1_000_000).step_by(STRIDE)) {
        let username = people.username(row);
        assert_eq!(people.row_of_username(&username), Some(row), "{username}");
        assert!(username.len() <= 80);
        assert!(seen.insert(username));
    }
    assert_eq!(people.row_of_username("nobody@x.example.com"), None);
    let elsewhere = people.username(99).replace("@x.", "@y.");
    assert_eq!(people.row_of_username(&elsewhere), None);
}

#[test]
fn a_user_name_beyond_the_last_row_is_nobodys() {
    let (few, many) = (draw(4, 50), draw(4, 5_000));
    assert_eq!(few.row_of_username(&many.username(49)), Some(49));
    assert_eq!(few.row_of_username(&many.username(50)), None);
    let ten = draw(4, 10);
    assert_eq!(
        ten.row_of_username(&many.username(11)),
        None,
        "Chatter Expert"
    );
}

#[test]
fn a_person_whose_user_name_the_service_account_has_gets_another() {
    let anchor = "2026-11-23T12:00:00Z".parse().expect("a valid time");
    let theirs = draw(4, 500).username(100);
    let people = People::draw(
        4,
        500,
        "x.example.com",
        "00Dxx0000001gPLEAY",
        &theirs,
        anchor,
    );
    assert_eq!(people.row_of_username(&theirs), Some(SERVICE_ROW));
    assert_ne!(people.username(100), theirs);
    assert_eq!(people.row_of_username(&people.username(100)), Some(100));
}

#[test]
fn a_rename_keeps_user_name_and_address() {
    let mut people = draw(2, 500);
    let before: Vec<(String, String)> = (0..500)
        .map(|row| (people.username(row), people.full_name(row)))
        .collect();
    for row in people.change(Change::Rename, 20, 1_900_000_000_000) {
        assert_eq!(people.username(row), before[row].0);
        assert_eq!(
            people.email(row).split('@').next(),
            before[row].0.split('@').next()
        );
        assert_eq!(people.row_of_username(&before[row].0), Some(row));
        if row > OTHER_ROW {
            assert_ne!(people.full_name(row), before[row].1);
            let first = before[row].1.split(' ').next();
            assert!(
                people
                    .full_name(row)
                    .starts_with(first.expect("a first name"))
            );
        }
    }
}

#[test]
fn a_change_to_everybody_of_a_large_organization_is_done_at_once() {
    let mut people = draw(2, 200_000);
    let gone = people.change(Change::Deactivate, 200_000, 1_900_000_000_000);
    assert!(gone.len() > 180_000);
    let back = people.change(Change::Reactivate, 200_000, 1_900_000_001_000);
    assert!(back.len() >= gone.len());
    let distinct: HashSet<&usize> = back.iter().collect();
    assert_eq!(distinct.len(), back.len(), "nobody is touched twice");
}

#[test]
fn managers_are_above_and_work_here() {
    let people = draw(3, 20_000);
    let mut managed = 0;
    for row in 0..20_000 {
        let Some(manager) = people.manager(row) else {
            continue;
        };
        managed += 1;
        assert!(manager < row);
        assert_eq!(people.person(manager).kind, UserType::Standard);
        assert_ne!(manager, SERVICE_ROW);
    }
    assert!(managed > 18_000, "{managed}");
}

#[test]
fn used_licences_are_counted_along_with_the_changes() {
    let mut people = draw(3, 5_000);
    let count = |people: &People| {
        let mut used = [0; LICENSE_COUNT];
        for row in 0..people.len() {
            let person = people.person(row);
            if let (true, Some(profile)) = (person.active, person.profile) {
                used[PROFILES[usize::from(profile)].license] += 1;
            }
        }
        used
    };
    let told = |people: &People| -> Vec<u32> {
        (0..LICENSE_COUNT)
            .map(|license| people.licenses_used(license))
            .collect()
    };
    assert_eq!(told(&people), count(&people));
    people.change(Change::Deactivate, 300, 1_900_000_000_000);
    people.change(Change::Profile, 500, 1_900_000_000_000);
    people.change(Change::Reactivate, 100, 1_900_000_000_000);
    people.arrive(1_900_000_000_000);
    assert_eq!(told(&people), count(&people));
}

#[test]
fn newcomers_have_the_next_rows_and_are_found_by_user_name() {
    let mut people = draw(3, 100);
    let now = 1_900_000_000_000;
    for row in 100..150 {
        assert_eq!(people.arrive(now), Some(row));
        let person = people.person(row);
        assert!(person.active && !person.frozen);
        assert_eq!((person.created, person.system_modstamp), (now, now));
        assert_eq!(people.row_of_username(&people.username(row)), Some(row));
        assert_eq!(people.last_login(row), None);
    }
    assert_eq!(people.len(), 150);
}

#[test]
fn nicknames_are_unique_and_aliases_short() {
    let people = draw(3, 20_000);
    let nicknames: HashSet<String> = (0..20_000).map(|row| people.nickname(row)).collect();
    assert_eq!(nicknames.len(), 20_000);
    assert!(nicknames.iter().all(|nickname| nickname.len() <= 40));
    assert!((0..20_000).all(|row| (1..=8).contains(&people.alias(row).len())));
}
