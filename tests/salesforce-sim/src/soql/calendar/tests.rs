use super::*;

fn span(now: &str, zone: &str, locale: &str, literal: &str) -> String {
    let now: Timestamp = now.parse().expect("a valid time");
    let zone = TimeZone::get(zone).expect("a known zone");
    let calendar = Calendar::new(now.as_millisecond(), zone, locale);
    let (word, number) = match literal.split_once(':') {
        Some((word, number)) => (word, Some(number.parse().expect("a number"))),
        None => (literal, None),
    };
    let span = calendar.span(date_name(word, number).expect("a known literal"));
    let text = |at| {
        Timestamp::from_millisecond(at)
            .expect("in range")
            .to_string()
    };
    format!("{} {}", text(span.range.start), text(span.range.end))
}

#[test]
fn literals_are_days_of_the_user() {
    // A quarter of an hour before the end of the year in Berlin, and already the next in Tokyo.
    let now = "2026-12-31T22:45:00Z";
    let cases = [
        (
            "Europe/Berlin",
            "TODAY",
            "2026-12-30T23:00:00Z 2026-12-31T23:00:00Z",
        ),
        (
            "Asia/Tokyo",
            "TODAY",
            "2026-12-31T15:00:00Z 2027-01-01T15:00:00Z",
        ),
        (
            "Europe/Berlin",
            "YESTERDAY",
            "2026-12-29T23:00:00Z 2026-12-30T23:00:00Z",
        ),
        (
            "Europe/Berlin",
            "TOMORROW",
            "2026-12-31T23:00:00Z 2027-01-01T23:00:00Z",
        ),
        (
            "Europe/Berlin",
            "THIS_QUARTER",
            "2026-09-30T22:00:00Z 2026-12-31T23:00:00Z",
        ),
        (
            "Europe/Berlin",
            "NEXT_QUARTER",
            "2026-12-31T23:00:00Z 2027-03-31T22:00:00Z",
        ),
        (
            "Europe/Berlin",
            "LAST_YEAR",
            "2024-12-31T23:00:00Z 2025-12-31T23:00:00Z",
        ),
        (
            "UTC",
            "THIS_FISCAL_YEAR",
            "2026-01-01T00:00:00Z 2027-01-01T00:00:00Z",
        ),
        (
            "UTC",
            "LAST_N_DAYS:1",
            "2026-12-30T00:00:00Z 2027-01-01T00:00:00Z",
        ),
        (
            "UTC",
            "LAST_90_DAYS",
            "2026-10-02T00:00:00Z 2027-01-01T00:00:00Z",
        ),
        (
            "UTC",
            "NEXT_N_DAYS:2",
            "2027-01-01T00:00:00Z 2027-01-03T00:00:00Z",
        ),
        (
            "UTC",
            "N_DAYS_AGO:31",
            "2026-11-30T00:00:00Z 2026-12-01T00:00:00Z",
        ),
        (
            "UTC",
            "LAST_N_MONTHS:2",
            "2026-10-01T00:00:00Z 2026-12-01T00:00:00Z",
        ),
        (
            "UTC",
            "N_QUARTERS_AGO:1",
            "2026-07-01T00:00:00Z 2026-10-01T00:00:00Z",
        ),
        (
            "UTC",
            "NEXT_N_FISCAL_QUARTERS:2",
            "2027-01-01T00:00:00Z 2027-07-01T00:00:00Z",
        ),
    ];
    for (zone, literal, expected) in cases {
        assert_eq!(
            span(now, zone, "en_US", literal),
            expected,
            "{zone} {literal}"
        );
    }
}

#[test]
fn a_day_of_the_changing_clock_has_23_or_25_hours() {
    let spring = span("2026-03-29T10:00:00Z", "Europe/Berlin", "de_DE", "TODAY");
    assert_eq!(spring, "2026-03-28T23:00:00Z 2026-03-29T22:00:00Z");
    let autumn = span("2026-10-25T10:00:00Z", "Europe/Berlin", "de_DE", "TODAY");
    assert_eq!(autumn, "2026-10-24T22:00:00Z 2026-10-25T23:00:00Z");
}

#[test]
fn the_week_begins_where_the_locale_says() {
    // A Sunday.
    let now = "2026-11-22T12:00:00Z";
    let week = |locale: &str| span(now, "UTC", locale, "THIS_WEEK");
    assert_eq!(week("en_US"), "2026-11-22T00:00:00Z 2026-11-29T00:00:00Z");
    assert_eq!(week("de_DE"), "2026-11-16T00:00:00Z 2026-11-23T00:00:00Z");
    assert_eq!(
        span(now, "UTC", "en_US", "LAST_N_WEEKS:2"),
        "2026-11-08T00:00:00Z 2026-11-22T00:00:00Z"
    );
}

#[test]
fn a_leap_day_is_a_day() {
    let now = "2028-02-29T12:00:00Z";
    let month = span(now, "UTC", "en_US", "THIS_MONTH");
    assert_eq!(month, "2028-02-01T00:00:00Z 2028-03-01T00:00:00Z");
    let year = span(now, "UTC", "en_US", "N_DAYS_AGO:366");
    assert_eq!(year, "2027-02-28T00:00:00Z 2027-03-01T00:00:00Z");
}

#[test]
fn days_beyond_the_calendar_are_beyond_every_time() {
    let calendar = Calendar::new(0, TimeZone::UTC, "en_US");
    for word in [
        "LAST_N_DAYS",
        "LAST_N_WEEKS",
        "LAST_N_YEARS",
        "N_MONTHS_AGO",
    ] {
        let name = date_name(word, Some(u32::MAX.into())).expect("a known literal");
        assert_eq!(calendar.span(name).range.start, i64::MIN, "{word}");
    }
    let name = date_name("NEXT_N_YEARS", Some(u32::MAX.into())).expect("a known literal");
    assert_eq!(calendar.span(name).range.end, i64::MAX);
}

#[test]
fn parts_of_a_date_are_counted_as_the_service_counts_them() {
    let time: Timestamp = "2026-12-31T23:30:00Z".parse().expect("a valid time");
    let utc = |part: &str| {
        let part = DatePart::named(part).expect("a known function");
        part.of(time.as_millisecond(), &TimeZone::UTC)
    };
    let numbers = [
        ("CALENDAR_YEAR", 2026),
        ("CALENDAR_QUARTER", 4),
        ("FISCAL_MONTH", 12),
        ("DAY_IN_MONTH", 31),
        ("DAY_IN_WEEK", 5),
        ("DAY_IN_YEAR", 365),
        ("HOUR_IN_DAY", 23),
        ("WEEK_IN_MONTH", 5),
        ("WEEK_IN_YEAR", 53),
    ];
    for (part, number) in numbers {
        assert_eq!(utc(part), Value::Number(number), "{part}");
    }
    let berlin = TimeZone::get("Europe/Berlin").expect("a known zone");
    let year = DatePart::Year.of(time.as_millisecond(), &berlin);
    assert_eq!(year, Value::Number(2027), "in Berlin it is the next year");
}

#[test]
fn values_are_formatted_for_the_reader() {
    let zone = TimeZone::get("Europe/Berlin").expect("a known zone");
    let american = Calendar::new(0, zone.clone(), "en_US");
    let german = Calendar::new(0, zone, "de_DE");
    let time: Timestamp = "2026-11-23T12:05:00Z".parse().expect("a valid time");
    let time = Value::Time(time.as_millisecond());
    let text = |value: Value| match value {
        Value::Text(text) => text.into_owned(),
        other => panic!("{other:?} is no text"),
    };
    assert_eq!(text(american.formatted(&time)), "11/23/2026, 1:05 PM");
    assert_eq!(text(german.formatted(&time)), "23.11.2026, 13:05");
    let number = Value::Number(-1_234_567);
    assert_eq!(text(american.formatted(&number)), "-1,234,567");
    assert_eq!(text(german.formatted(&Value::Number(1_000))), "1.000");
}
