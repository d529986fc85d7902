use super::super::bind::{Binder, Scope};
use super::super::parser::parse;
use super::super::schema::{Field, Kind};
use super::super::value::Value;
use super::*;
use crate::Config;
use crate::world::World;

const SECOND: i64 = 1_000;
/// Noon of the day that the tests are on, which is the time of row 5,000.
const NOON: i64 = 1_795_435_200_000;

/// Ten thousand events, a hundred seconds apart; every seventh place is vacant. Its spans are
/// wider than asked, as an index may give them.
static EVENT: Table = Table {
    name: "Event",
    label: "Event",
    label_plural: "Events",
    prefix: "00U",
    fields: &[
        Field::new("Id", Kind::Id, |_, row| Value::Id(format!("{row:018}"))),
        Field::new("At", Kind::Time, |_, row| Value::Time(time(row as i64))),
        Field::new("Hidden", Kind::Text, |_, _| Value::Null)
            .unfilterable()
            .unsortable(),
    ],
    relations: &[],
    children: &[],
    rows: |_| 10_000,
    exists: |_, row| row % 7 != 0,
    find: |_, id| id.parse().ok(),
    by_user: None,
    by_time: Some(ByTime {
        field: "At",
        rows: |_, times| {
            let row = |time: i64| ((time - NOON).div_euclid(100 * SECOND) + 5_000).clamp(0, 9_990);
            row(times.start) as u32..row(times.end) as u32 + 10
        },
    }),
    readable: |_| true,
};

fn time(row: i64) -> i64 {
    NOON + (row - 5_000) * 100 * SECOND
}

fn world() -> World {
    let now = jiff::Timestamp::from_millisecond(NOON).expect("a valid time");
    let config = Config {
        clock: std::sync::Arc::new(move || now),
        ..Config::default()
    };
    World::new(config, "http://localhost:1".to_owned())
}

/// The rows that a condition finds, and how many rows were looked at for it.
fn found(world: &World, condition: &str, backwards: bool) -> (Vec<u32>, u64) {
    let view = View { world, user: 3 };
    let text = format!("SELECT Id FROM Event WHERE {condition}");
    let query = parse(&text).expect("a valid query");
    let binder = Binder::new(&text, &view);
    let scope = Scope::new(&EVENT, None);
    let filter = query.filter.expect("a condition");
    let filter = binder.filter(&scope, &filter).expect("known fields");
    let search = Search::new(&view, &EVENT, Some(&filter));
    let mut rows = Vec::new();
    let searched = search.each(backwards, &mut |row| {
        rows.push(row);
        true
    });
    searched.expect("few rows");
    (rows, search.candidates().len())
}

#[test]
fn a_span_of_time_is_looked_up_and_finds_what_a_scan_finds() {
    let world = world();
    let conditions = [
        "At >= 2026-11-23T11:00:00Z AND At < 2026-11-23T13:00:00Z",
        "At > 2026-11-23T11:00:00Z AND At <= 2026-11-23T13:00:00Z",
        "At = 2026-11-23T12:00:00Z",
        "At = TODAY",
        "At > TODAY AND At < NEXT_N_DAYS:2",
        "At >= YESTERDAY AND At <= TODAY",
        "At = LAST_N_DAYS:1",
        "At > LAST_N_DAYS:1 AND At <= TOMORROW",
        "At < TOMORROW AND At > N_DAYS_AGO:2",
        "At < 2020-01-01T00:00:00Z",
        "At > 2040-01-01T00:00:00Z",
        "At > TODAY AND At < TODAY",
    ];
    for condition in conditions {
        let (rows, looked) = found(&world, condition, false);
        let scan = format!("NOT (NOT ({condition}))");
        let (scanned, all) = found(&world, &scan, false);
        assert_eq!(rows, scanned, "{condition}");
        assert_eq!(all, 10_000);
        assert!(looked < 4_000, "{condition}: {looked} looked at");
        let (mut backwards, _) = found(&world, condition, true);
        backwards.reverse();
        assert_eq!(backwards, rows, "{condition}");
        assert!(rows.iter().all(|row| row % 7 != 0));
    }
    assert!(found(&world, "At = TODAY", false).0.len() > 500);
}

#[test]
fn what_excludes_little_is_not_looked_up() {
    let world = world();
    for condition in ["At != TODAY", "At = TODAY OR At = YESTERDAY", "At != null"] {
        assert_eq!(found(&world, condition, false).1, 10_000, "{condition}");
    }
}

#[test]
fn a_field_may_be_closed_to_conditions_and_to_orders() {
    let world = world();
    let view = View {
        world: &world,
        user: 3,
    };
    let text = "SELECT Id FROM Event WHERE Hidden = 'x' ORDER BY Hidden";
    let query = parse(text).expect("a valid query");
    let binder = Binder::new(text, &view);
    let scope = Scope::new(&EVENT, None);
    let filter = query.filter.expect("a condition");
    let Err(error) = binder.filter(&scope, &filter) else {
        panic!("the condition is taken");
    };
    assert_eq!(error.code, "INVALID_FIELD");
    assert!(
        error.message.ends_with(
            "ERROR at Row:1:Column:28\nfield 'Hidden' can not be filtered in a query call"
        )
    );
    let Err(error) = binder.order(&scope, &query.order) else {
        panic!("the order is taken");
    };
    assert!(
        error.message.ends_with(
            "ERROR at Row:1:Column:50\nfield 'Hidden' can not be sorted in a query call"
        )
    );
}
