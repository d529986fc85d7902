//! Date literals, at moments where the day, the quarter or the year of the user is another than
//! that of the clock in Greenwich.

use super::mirror::Mirror;

/// The users' time zone is Europe/Berlin: each literal with the beginning and the end of its span.
type Spans = &'static [(&'static str, &'static str, &'static str)];

/// A quarter of an hour before the end of the year in Berlin.
const END_OF_YEAR: Spans = &[
    ("TODAY", "2026-12-30T23:00:00Z", "2026-12-31T23:00:00Z"),
    ("YESTERDAY", "2026-12-29T23:00:00Z", "2026-12-30T23:00:00Z"),
    ("TOMORROW", "2026-12-31T23:00:00Z", "2027-01-01T23:00:00Z"),
    ("LAST_MONTH", "2026-10-31T23:00:00Z", "2026-11-30T23:00:00Z"),
    ("THIS_MONTH", "2026-11-30T23:00:00Z", "2026-12-31T23:00:00Z"),
    ("NEXT_MONTH", "2026-12-31T23:00:00Z", "2027-01-31T23:00:00Z"),
    (
        "LAST_QUARTER",
        "2026-06-30T22:00:00Z",
        "2026-09-30T22:00:00Z",
    ),
    (
        "THIS_QUARTER",
        "2026-09-30T22:00:00Z",
        "2026-12-31T23:00:00Z",
    ),
    (
        "LAST_FISCAL_QUARTER",
        "2026-06-30T22:00:00Z",
        "2026-09-30T22:00:00Z",
    ),
    ("LAST_YEAR", "2024-12-31T23:00:00Z", "2025-12-31T23:00:00Z"),
    ("THIS_YEAR", "2025-12-31T23:00:00Z", "2026-12-31T23:00:00Z"),
    (
        "THIS_FISCAL_YEAR",
        "2025-12-31T23:00:00Z",
        "2026-12-31T23:00:00Z",
    ),
    (
        "N_DAYS_AGO:10",
        "2026-12-20T23:00:00Z",
        "2026-12-21T23:00:00Z",
    ),
    (
        "LAST_N_MONTHS:2",
        "2026-09-30T22:00:00Z",
        "2026-11-30T23:00:00Z",
    ),
    (
        "N_MONTHS_AGO:5",
        "2026-06-30T22:00:00Z",
        "2026-07-31T22:00:00Z",
    ),
    (
        "LAST_N_QUARTERS:2",
        "2026-03-31T22:00:00Z",
        "2026-09-30T22:00:00Z",
    ),
    (
        "N_QUARTERS_AGO:2",
        "2026-03-31T22:00:00Z",
        "2026-06-30T22:00:00Z",
    ),
    (
        "LAST_N_YEARS:2",
        "2023-12-31T23:00:00Z",
        "2025-12-31T23:00:00Z",
    ),
    (
        "N_YEARS_AGO:1",
        "2024-12-31T23:00:00Z",
        "2025-12-31T23:00:00Z",
    ),
    (
        "LAST_N_FISCAL_YEARS:1",
        "2024-12-31T23:00:00Z",
        "2025-12-31T23:00:00Z",
    ),
    (
        "NEXT_N_DAYS:5",
        "2026-12-31T23:00:00Z",
        "2027-01-05T23:00:00Z",
    ),
    (
        "NEXT_90_DAYS",
        "2026-12-31T23:00:00Z",
        "2027-03-31T22:00:00Z",
    ),
];

/// Half an hour into the leap day in Berlin, still the day before in Greenwich.
const LEAP_DAY: Spans = &[
    ("TODAY", "2028-02-28T23:00:00Z", "2028-02-29T23:00:00Z"),
    ("YESTERDAY", "2028-02-27T23:00:00Z", "2028-02-28T23:00:00Z"),
    ("THIS_MONTH", "2028-01-31T23:00:00Z", "2028-02-29T23:00:00Z"),
    ("LAST_MONTH", "2027-12-31T23:00:00Z", "2028-01-31T23:00:00Z"),
    (
        "N_DAYS_AGO:60",
        "2027-12-30T23:00:00Z",
        "2027-12-31T23:00:00Z",
    ),
    (
        "N_DAYS_AGO:366",
        "2027-02-27T23:00:00Z",
        "2027-02-28T23:00:00Z",
    ),
    (
        "LAST_N_FISCAL_QUARTERS:1",
        "2027-09-30T22:00:00Z",
        "2027-12-31T23:00:00Z",
    ),
];

/// The clock goes back in the night: this day has twenty-five hours.
const LONG_DAY: Spans = &[
    ("TODAY", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"),
    ("YESTERDAY", "2026-10-23T22:00:00Z", "2026-10-24T22:00:00Z"),
    (
        "LAST_N_DAYS:0",
        "2026-10-24T22:00:00Z",
        "2026-10-25T23:00:00Z",
    ),
];

/// Weeks of the last minutes of 2026, a Thursday, that begin on Sunday.
const WEEKS_FROM_SUNDAY: Spans = &[
    ("LAST_WEEK", "2026-12-19T23:00:00Z", "2026-12-26T23:00:00Z"),
    ("THIS_WEEK", "2026-12-26T23:00:00Z", "2027-01-02T23:00:00Z"),
    (
        "LAST_N_WEEKS:3",
        "2026-12-05T23:00:00Z",
        "2026-12-26T23:00:00Z",
    ),
    (
        "N_WEEKS_AGO:3",
        "2026-12-05T23:00:00Z",
        "2026-12-12T23:00:00Z",
    ),
];

/// The same that begin on Monday.
const WEEKS_FROM_MONDAY: Spans = &[
    ("LAST_WEEK", "2026-12-20T23:00:00Z", "2026-12-27T23:00:00Z"),
    ("THIS_WEEK", "2026-12-27T23:00:00Z", "2027-01-03T23:00:00Z"),
    (
        "LAST_N_WEEKS:3",
        "2026-12-06T23:00:00Z",
        "2026-12-27T23:00:00Z",
    ),
    (
        "N_WEEKS_AGO:3",
        "2026-12-06T23:00:00Z",
        "2026-12-13T23:00:00Z",
    ),
];

async fn compare(now: &str, spans: Spans) {
    compare_in(&Mirror::at(now).await, spans).await;
}

async fn compare_in(mirror: &Mirror, spans: Spans) {
    let mut found = 0;
    for (literal, start, end) in spans {
        let conditions = [
            ("=", format!("t >= ms('{start}') AND t < ms('{end}')")),
            (
                "!=",
                format!("t IS NULL OR t < ms('{start}') OR t >= ms('{end}')"),
            ),
            ("<", format!("t < ms('{start}')")),
            ("<=", format!("t < ms('{end}')")),
            (">", format!("t >= ms('{end}')")),
            (">=", format!("t >= ms('{start}')")),
        ];
        for (operator, condition) in conditions {
            for field in ["SystemModstamp", "LastLoginDate"] {
                let soql = format!("SELECT Id FROM User WHERE {field} {operator} {literal}");
                let sql =
                    format!("SELECT Id FROM (SELECT Id, {field} t FROM User) WHERE {condition}");
                mirror.agree(&soql, &sql).await;
                found += usize::from(operator == "=") * mirror.count(&sql);
            }
        }
    }
    assert!(found > 20, "the spans are not empty: {found}");
}

#[tokio::test]
async fn the_last_minutes_of_a_year_belong_to_it() {
    compare("2026-12-31T22:45:00Z", END_OF_YEAR).await;
}

#[tokio::test]
async fn weeks_begin_where_the_user_lives() {
    let mirror = Mirror::at("2026-12-31T22:45:00Z").await;
    let soql = "SELECT LocaleSidKey FROM User WHERE Username = 'svc-lpc@example.com'";
    let answer = mirror.bench.query(&mirror.access, soql).await;
    let european = answer.text.contains("\"LocaleSidKey\":\"de");
    let weeks = if european {
        WEEKS_FROM_MONDAY
    } else {
        WEEKS_FROM_SUNDAY
    };
    compare_in(&mirror, weeks).await;
}

#[tokio::test]
async fn a_leap_day_that_has_begun_for_the_user_is_today() {
    compare("2028-02-28T23:30:00Z", LEAP_DAY).await;
}

#[tokio::test]
async fn a_day_of_twenty_five_hours_is_a_day() {
    compare("2026-10-25T20:00:00Z", LONG_DAY).await;
}

#[tokio::test]
async fn the_last_days_include_today_and_are_compared_by_their_beginning() {
    let mirror = Mirror::at("2026-12-31T22:45:00Z").await;
    let start = "ms('2026-12-21T23:00:00Z')";
    let end = "ms('2026-12-31T23:00:00Z')";
    let cases = [
        (
            "= LAST_N_DAYS:9",
            format!("LastLoginDate >= {start} AND LastLoginDate < {end}"),
        ),
        ("> LAST_N_DAYS:9", format!("LastLoginDate > {start}")),
        (">= LAST_N_DAYS:9", format!("LastLoginDate >= {start}")),
        ("< LAST_N_DAYS:9", format!("LastLoginDate < {start}")),
        ("<= LAST_N_DAYS:9", format!("LastLoginDate <= {start}")),
        (
            "= LAST_90_DAYS",
            format!("LastLoginDate >= ms('2026-10-01T22:00:00Z') AND LastLoginDate < {end}"),
        ),
        (
            "IN (TODAY, YESTERDAY)",
            format!("LastLoginDate >= ms('2026-12-29T23:00:00Z') AND LastLoginDate < {end}"),
        ),
        (
            "NOT IN (TODAY, YESTERDAY)",
            format!(
                "LastLoginDate IS NULL OR NOT (LastLoginDate >= ms('2026-12-29T23:00:00Z') AND LastLoginDate < {end})"
            ),
        ),
    ];
    for (soql, sql) in cases {
        let soql = format!("SELECT Id FROM User WHERE LastLoginDate {soql}");
        let sql = format!("SELECT Id FROM User WHERE {sql}");
        mirror.agree(&soql, &sql).await;
        assert!(mirror.count(&sql) > 0);
    }
}

#[tokio::test]
async fn functions_take_the_users_day_only_when_told() {
    let mirror = Mirror::new().await;
    let cases = [
        (
            "HOUR_IN_DAY(LastLoginDate) = 23",
            "strftime('%H', LastLoginDate / 1000, 'unixepoch') = '23'",
        ),
        (
            "HOUR_IN_DAY(convertTimezone(LastLoginDate)) = 0",
            "LastLoginDate >= ms('2026-10-25T01:00:00Z') AND strftime('%H', LastLoginDate / 1000, 'unixepoch') = '23' OR LastLoginDate < ms('2026-10-25T01:00:00Z') AND strftime('%H', LastLoginDate / 1000, 'unixepoch') = '22'",
        ),
        (
            "DAY_ONLY(convertTimezone(LastLoginDate)) = 2026-11-10",
            "LastLoginDate >= ms('2026-11-09T23:00:00Z') AND LastLoginDate < ms('2026-11-10T23:00:00Z')",
        ),
    ];
    for (soql, sql) in cases {
        let soql = format!("SELECT Id FROM User WHERE {soql}");
        mirror
            .agree(&soql, &format!("SELECT Id FROM User WHERE {sql}"))
            .await;
    }
}
