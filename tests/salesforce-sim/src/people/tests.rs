use std::collections::HashSet;

use super::*;

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
    let names: HashSet<usize> = PROFILES
        .iter()
        .map(|profile| profile.share as usize)
        .collect();
    assert!(names.len() > 5);
    assert_eq!(
        PROFILES.iter().map(|profile| profile.share).sum::<u64>(),
        1000
    );
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
