use std::collections::HashSet;

use jiff::Timestamp;

use super::*;

const HOUR_MS: i64 = 3_600_000;

struct Bench {
    people: People,
    passing: Passing,
    counters: ActivityCounters,
    start: i64,
}

impl Bench {
    fn new(users: usize) -> Self {
        let start: Timestamp = "2026-11-23T12:00:00Z".parse().expect("a valid time");
        let people = People::draw(
            5,
            users,
            "x.example.com",
            "00Dxx0000001gPLEAY",
            "svc@example.com",
            start,
        );
        Self {
            people,
            passing: Passing::new(5, start.as_millisecond()),
            counters: ActivityCounters::default(),
            start: start.as_millisecond(),
        }
    }

    fn until(&mut self, hours: i64, rates: Activity) {
        let now = self.start + hours * HOUR_MS;
        self.passing
            .until(now, rates, &mut self.people, &mut self.counters);
    }

    fn changed_since(&self, time: i64) -> HashSet<usize> {
        (0..self.people.len())
            .filter(|&row| self.people.person(row).system_modstamp >= time)
            .collect()
    }
}

const BUSY: Activity = Activity {
    logins_per_day: 960,
    edits_per_day: 240,
    arrivals_per_day: 48,
    departures_per_day: 24,
};

#[test]
fn nothing_happens_unless_asked_for() {
    let mut bench = Bench::new(500);
    let rows = bench.people.login_rows();
    bench.until(1_000, Activity::default());
    assert_eq!(bench.counters, ActivityCounters::default());
    assert_eq!(bench.people.len(), 500);
    assert_eq!(bench.people.login_rows(), rows);
    assert!(bench.changed_since(bench.start).is_empty());
}

#[test]
fn a_day_brings_as_much_as_the_rates_say() {
    let mut bench = Bench::new(2_000);
    // The rates are seen a moment before they count.
    bench.until(0, BUSY);
    bench.until(24, BUSY);
    let counters = &bench.counters;
    assert!((46..=48).contains(&counters.arrivals), "{counters:?}");
    assert!((235..=240).contains(&counters.edits), "{counters:?}");
    assert!((22..=24).contains(&counters.departures), "{counters:?}");
    let logins = counters.logins + counters.failed_logins;
    assert!((980..=1_008).contains(&logins), "{counters:?}");
    assert!(counters.failed_logins > 5);
    assert_eq!(bench.people.len(), 2_000 + counters.arrivals as usize);
}

#[test]
fn how_often_somebody_looks_makes_no_difference() {
    let line = |bench: &Bench| -> Vec<String> {
        (0..bench.people.len())
            .map(|row| {
                let person = bench.people.person(row);
                format!("{person:?} {:?}", bench.people.last_login(row))
            })
            .collect()
    };
    let (mut once, mut often) = (Bench::new(300), Bench::new(300));
    once.until(48, BUSY);
    for hour in 1..=48 {
        often.until(hour, BUSY);
    }
    assert_eq!(once.counters, often.counters);
    assert_eq!(line(&once), line(&often));
}

#[test]
fn a_delta_finds_exactly_those_who_changed() {
    let mut bench = Bench::new(3_000);
    bench.until(1, BUSY);
    for hour in 2..12 {
        let before: Vec<String> = (0..bench.people.len())
            .map(|row| format!("{:?}", bench.people.person(row)))
            .collect();
        let watermark = bench.start + (hour - 1) * HOUR_MS;
        bench.until(hour, BUSY);
        let changed: HashSet<usize> = (0..bench.people.len())
            .filter(|&row| {
                let now = format!("{:?}", bench.people.person(row));
                before.get(row).is_none_or(|before| *before != now)
            })
            .collect();
        assert!(!changed.is_empty());
        assert_eq!(bench.changed_since(watermark), changed, "hour {hour}");
    }
}

#[test]
fn a_login_shows_in_the_history_and_not_in_the_delta() {
    let mut bench = Bench::new(500);
    let only_logins = Activity {
        logins_per_day: 240,
        ..Activity::default()
    };
    bench.until(24, only_logins);
    assert!(bench.changed_since(bench.start).is_empty());
    let rows = bench.people.login_rows_in(bench.start..i64::MAX);
    let all = bench.counters.logins + bench.counters.failed_logins;
    assert_eq!(rows.len() as u64, all);
    for row in rows {
        let login = bench.people.login(row as usize).expect("a row");
        if login.status == LoginStatus::Success {
            assert!(bench.people.last_login(login.user) >= Some(login.time));
        }
    }
}

#[test]
fn newcomers_log_in_an_hour_later() {
    let mut bench = Bench::new(100);
    let arrivals = Activity {
        arrivals_per_day: 24,
        ..Activity::default()
    };
    bench.until(10, arrivals);
    assert!(bench.people.len() > 106);
    let first = bench.people.person(100).created;
    let last_login = bench.people.last_login(100).expect("logged in");
    assert_eq!(last_login - first, FIRST_LOGIN_MS);
    assert_eq!(bench.people.last_login(bench.people.len() - 1), None);
}

#[test]
fn a_jump_of_a_century_brings_no_more_than_a_quarter_of_a_million() {
    let mut bench = Bench::new(1_000);
    let rates = Activity {
        logins_per_day: 1_000_000,
        edits_per_day: 10_000,
        arrivals_per_day: 10_000,
        departures_per_day: 10_000,
    };
    bench.until(24 * 365 * 70, rates);
    let counters = &bench.counters;
    let all = counters.logins + counters.failed_logins + counters.edits + counters.arrivals;
    assert!(all <= 255_000, "{counters:?}");
    assert!(counters.left_out > 1_000_000_000, "{counters:?}");
    let now = bench.start + 70 * 365 * DAY_MS;
    let rows = bench.people.login_rows_in(now - DAY_MS..now);
    assert!(!rows.is_empty(), "it is the newest that happen");
}

#[test]
fn rates_and_clocks_at_their_ends_do_no_harm() {
    let mut bench = Bench::new(50);
    let wild = Activity {
        logins_per_day: u32::MAX,
        edits_per_day: u32::MAX,
        arrivals_per_day: 0,
        departures_per_day: 1,
    };
    for now in [i64::MIN, 0, bench.start + 5, i64::MIN, i64::MAX, 0] {
        bench
            .passing
            .until(now, wild, &mut bench.people, &mut bench.counters);
    }
    assert!(bench.counters.left_out > 0);
}

#[test]
fn a_changed_rate_counts_from_when_it_was_set() {
    let mut bench = Bench::new(200);
    bench.until(100, Activity::default());
    bench.until(100, BUSY);
    assert_eq!(bench.counters, ActivityCounters::default());
    bench.until(101, BUSY);
    assert!(
        (8..=10).contains(&bench.counters.edits),
        "{:?}",
        bench.counters
    );
}
