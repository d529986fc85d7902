use std::collections::HashMap;

use jiff::Timestamp;

use super::*;

fn draw(count: usize) -> People {
    let anchor: Timestamp = "2026-11-23T12:00:00Z".parse().expect("a valid time");
    People::draw(
        5,
        count,
        "x.example.com",
        "00Dxx0000001gPLEAY",
        "svc@example.com",
        anchor,
    )
}

fn all(people: &People) -> Vec<(u32, LoginRecord)> {
    (0..people.login_rows())
        .filter_map(|row| people.login(row as usize).map(|login| (row, login)))
        .collect()
}

#[test]
fn times_ascend_with_the_row_and_everybody_has_about_one_login_in_three_days() {
    let people = draw(1_000);
    let all = all(&people);
    assert!(all.windows(2).all(|two| two[0].1.time <= two[1].1.time));
    let (from, to) = (people.anchor() - KEPT_MS, people.anchor());
    assert!(
        all.iter()
            .all(|(_, login)| (from..to).contains(&login.time))
    );
    let each = all.len() / 1_000;
    assert!((40..75).contains(&each), "{each} logins of a user");
}

#[test]
fn the_rows_of_a_user_are_all_rows_of_the_user() {
    let mut people = draw(300);
    for turn in 0..500 {
        people.note_login(turn * 7 % 300, people.anchor() + turn as i64 * 1_000, 0);
    }
    let mut by_user: HashMap<usize, Vec<u32>> = HashMap::new();
    for (row, login) in all(&people) {
        by_user.entry(login.user).or_default().push(row);
    }
    for user in 0..300 {
        let mut rows = people.login_rows_of(user);
        assert!(rows.is_sorted());
        rows.retain(|&row| people.login(row as usize).is_some());
        assert_eq!(rows, by_user.remove(&user).unwrap_or_default());
    }
}

#[test]
fn the_last_login_of_a_user_is_the_newest_success() {
    let mut people = draw(2_000);
    let start = people.anchor();
    people.record_login(
        8,
        start + 5_000,
        LoginType::Application,
        LoginStatus::Success,
        None,
    );
    people.record_login(
        8,
        start + 9_000,
        LoginType::Application,
        LoginStatus::InvalidPassword,
        None,
    );
    let mut newest: HashMap<usize, i64> = HashMap::new();
    for (_, login) in all(&people) {
        if login.status == LoginStatus::Success {
            newest.insert(login.user, login.time);
        }
    }
    let (mut never, mut long_ago) = (0, 0);
    for user in 0..2_000 {
        match (people.last_login(user), newest.get(&user)) {
            (Some(last), Some(&newest)) => assert_eq!(last, newest, "user {user}"),
            (None, None) => never += 1,
            (Some(last), None) => {
                long_ago += 1;
                assert!(last < start - 182 * DAY_MS && last >= people.person(user).created);
            }
            (None, Some(newest)) => panic!("user {user} logged in at {newest}"),
        }
    }
    assert_eq!(people.last_login(8), Some(start + 5_000));
    assert!((40..200).contains(&never), "{never} have never logged in");
    assert!((10..100).contains(&long_ago), "{long_ago} came long ago");
}

#[test]
fn a_span_of_time_covers_exactly_its_logins() {
    let mut people = draw(500);
    for turn in 0..300 {
        people.note_login(turn, people.anchor() + turn as i64 * 60_000, 0);
    }
    let all = all(&people);
    let start = people.anchor() - 182 * DAY_MS;
    for (from, to) in [
        (start, start + DAY_MS),
        (
            start + 40 * DAY_MS + 12_345,
            start + 40 * DAY_MS + 3_612_345,
        ),
        (start + 181 * DAY_MS, start + 183 * DAY_MS),
        (people.anchor() + 1, people.anchor() + 900_000),
        (start - DAY_MS, start - 1),
        (start + 5_000_000, start + 5_000_000),
        (i64::MIN, i64::MAX),
        (i64::MIN, start + DAY_MS),
        (people.anchor(), i64::MAX),
    ] {
        let rows = people.login_rows_in(from..to);
        let wanted = all.iter().filter(|(_, l)| (from..to).contains(&l.time));
        assert!(
            wanted.clone().all(|(row, _)| rows.contains(row)),
            "{from}..{to}"
        );
        let spare = rows.len() - rows.len().min(wanted.count() * 3);
        assert!(spare < 600, "{from}..{to} looks at {} rows", rows.len());
    }
}

#[test]
fn days_are_busier_than_nights_and_weekends() {
    let people = draw(3_000);
    let mut hours = [0_u32; 24];
    let mut days = [0_u32; 7];
    for (_, login) in all(&people) {
        hours[(login.time / 3_600_000 % 24) as usize] += 1;
        days[((login.time / DAY_MS + 3) % 7) as usize] += 1;
    }
    assert!(hours[9] > 4 * hours[2], "{hours:?}");
    assert!(days[1] > 3 * days[6] && days[4] > 3 * days[5], "{days:?}");
}

#[test]
fn some_logins_fail_and_nobody_logs_in_before_or_after_their_time() {
    let people = draw(3_000);
    let all = all(&people);
    let failed = all.iter().filter(|(_, l)| l.status != LoginStatus::Success);
    let share = failed.count() * 1_000 / all.len();
    assert!((15..40).contains(&share), "{share} of a thousand fail");
    for (_, login) in &all {
        let person = people.person(login.user);
        assert!(person.kind.logs_in() && login.time >= person.created);
        assert!(person.active || login.time < person.system_modstamp);
    }
}

#[test]
fn history_ends_after_half_a_year() {
    let mut people = draw(100);
    let before = all(&people).len();
    people.note_login(8, people.anchor() + DAY_MS, 0);
    people.forget_old_logins(people.anchor() + 90 * DAY_MS);
    let after = all(&people).len();
    assert!(
        (before / 3..before * 2 / 3).contains(&after),
        "{before} {after}"
    );
    people.forget_old_logins(people.anchor() + 400 * DAY_MS);
    assert_eq!(all(&people).len(), 0);
    assert_eq!(people.last_login(8), Some(people.anchor() + DAY_MS));
}

#[test]
fn a_clock_that_is_set_back_keeps_the_order() {
    let mut people = draw(50);
    people.note_login(8, people.anchor() + 100_000, 0);
    people.note_login(9, people.anchor() + 50_000, 0);
    people.note_login(10, i64::MIN, 0);
    assert!(
        all(&people)
            .windows(2)
            .all(|two| two[0].1.time <= two[1].1.time)
    );
    assert_eq!(people.last_login(10), Some(people.anchor() + 100_000));
}

#[test]
fn a_million_users_have_ninety_million_rows_that_are_found_in_both_directions() {
    let people = draw(1_000_000);
    assert_eq!(people.login_rows(), 90_000_000);
    for row in (0..90_000_000).step_by(1_000_003) {
        if let Some(login) = people.login(row) {
            assert!(people.login_rows_of(login.user).contains(&(row as u32)));
            let second = people.login_rows_in(login.time..login.time + 1_000);
            assert!(second.contains(&(row as u32)) && second.len() < 200);
        }
    }
}
