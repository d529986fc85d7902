//! Date literals and date functions.

use std::ops::Range;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::schema::{View, table};
use super::value::Value;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

/// A date literal: `count` units from the one that lies `from` units after the current one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DateName {
    unit: Unit,
    from: i64,
    count: i64,
    /// The range ends with today and is compared by its beginning: `> LAST_N_DAYS:30` is "within
    /// the last thirty days", although the range itself has not ended. Not documented; queries
    /// in the wild rely on it.
    rolling: bool,
}

/// Whether the literal is followed by a colon and a number.
pub(super) fn takes_number(word: &str) -> bool {
    let word = word.to_ascii_uppercase();
    numbered(&word, 1).is_some()
}

/// The literal of this name; `number` for those that take one.
pub(super) fn date_name(word: &str, number: Option<i64>) -> Option<DateName> {
    let word = word.to_ascii_uppercase();
    match number {
        Some(number) => numbered(&word, number),
        None => plain(&word),
    }
}

fn name(unit: Unit, from: i64, count: i64) -> Option<DateName> {
    let rolling = unit == Unit::Day && from < 0 && from + count == 1;
    Some(DateName {
        unit,
        from,
        count,
        rolling,
    })
}

fn plain(word: &str) -> Option<DateName> {
    match word {
        "YESTERDAY" => return name(Unit::Day, -1, 1),
        "TODAY" => return name(Unit::Day, 0, 1),
        "TOMORROW" => return name(Unit::Day, 1, 1),
        "LAST_90_DAYS" => return name(Unit::Day, -90, 91),
        "NEXT_90_DAYS" => return name(Unit::Day, 1, 90),
        _ => {}
    }
    let (which, unit) = word.split_once('_')?;
    let from = match which {
        "LAST" => -1,
        "THIS" => 0,
        "NEXT" => 1,
        _ => return None,
    };
    name(longer_unit(unit)?, from, 1)
}

fn numbered(word: &str, n: i64) -> Option<DateName> {
    if let Some(unit) = word.strip_prefix("LAST_N_") {
        let unit = units(unit)?;
        // The current day belongs to the last days, the current month not to the last months.
        let today = i64::from(unit == Unit::Day);
        return name(unit, -n, n + today);
    }
    if let Some(unit) = word.strip_prefix("NEXT_N_") {
        return name(units(unit)?, 1, n);
    }
    let unit = word.strip_prefix("N_")?.strip_suffix("_AGO")?;
    name(units(unit)?, -n, 1)
}

fn units(plural: &str) -> Option<Unit> {
    match plural {
        "DAYS" => Some(Unit::Day),
        _ => longer_unit(plural.strip_suffix('S')?),
    }
}

/// The fiscal year is the calendar year, as long as nobody sets up another.
fn longer_unit(unit: &str) -> Option<Unit> {
    Some(match unit {
        "WEEK" => Unit::Week,
        "MONTH" => Unit::Month,
        "QUARTER" | "FISCAL_QUARTER" => Unit::Quarter,
        "YEAR" | "FISCAL_YEAR" => Unit::Year,
        _ => return None,
    })
}

/// The days of the user who asks.
pub(super) struct Calendar {
    pub(super) zone: TimeZone,
    today: Date,
    sunday_first: bool,
    american: bool,
}

impl Calendar {
    pub(super) fn of(view: &View<'_>) -> Self {
        let key = |name: &str| {
            let field = table("User").and_then(|user| user.field(name))?;
            match (field.get)(view, view.user) {
                Value::Text(text) => Some(text),
                _ => None,
            }
        };
        let zone = key("TimeZoneSidKey").and_then(|zone| TimeZone::get(&zone).ok());
        let locale = key("LocaleSidKey").unwrap_or_else(|| "en_US".into());
        Self::new(view.world.now(), zone.unwrap_or(TimeZone::UTC), &locale)
    }

    pub(super) fn new(now: i64, zone: TimeZone, locale: &str) -> Self {
        const SUNDAY_FIRST: [&str; 14] = [
            "US", "CA", "MX", "BR", "JP", "KR", "TW", "IN", "IL", "ZA", "PH", "CO", "PE", "VE",
        ];
        let now = Timestamp::from_millisecond(now).unwrap_or_default();
        let country = locale.split('_').nth(1).unwrap_or("US");
        Self {
            today: zone.to_datetime(now).date(),
            zone,
            sunday_first: SUNDAY_FIRST.contains(&country),
            american: locale.starts_with("en"),
        }
    }

    /// The span of a literal in milliseconds.
    pub(super) fn span(&self, name: DateName) -> Span {
        let start = self.midnight(self.first_day(name.unit, name.from), name.from);
        let end = name.from.saturating_add(name.count);
        let end = self.midnight(self.first_day(name.unit, end), end);
        Span {
            range: start..end,
            rolling: name.rolling,
        }
    }

    /// The same for days, which are kept as midnights in UTC.
    pub(super) fn days(&self, name: DateName) -> Span {
        let end = name.from.saturating_add(name.count);
        let day = |offset: i64| match self.first_day(name.unit, offset) {
            Some(date) => midnight_utc(date),
            None if offset < 0 => i64::MIN,
            None => i64::MAX,
        };
        Span {
            range: day(name.from)..day(end),
            rolling: name.rolling,
        }
    }

    /// A value as FORMAT writes it: in English as Americans do, else as most of Europe does.
    pub(super) fn formatted(&self, value: &Value) -> Value {
        let time = |milliseconds: i64, zone: &TimeZone, parts: [&'static str; 2]| {
            let format = parts[usize::from(!self.american)];
            Timestamp::from_millisecond(milliseconds).map_or(Value::Null, |time| {
                let text = zone.to_datetime(time).strftime(format).to_string();
                Value::Text(text.into())
            })
        };
        match value {
            Value::Time(at) => {
                let formats = ["%-m/%-d/%Y, %-I:%M %p", "%d.%m.%Y, %H:%M"];
                time(*at, &self.zone, formats)
            }
            Value::Date(day) => time(*day, &TimeZone::UTC, ["%-m/%-d/%Y", "%d.%m.%Y"]),
            Value::Number(number) => Value::Text(self.thousands(*number).into()),
            other => other.clone(),
        }
    }

    fn thousands(&self, number: i64) -> String {
        let digits = number.unsigned_abs().to_string();
        let mut out = String::from(if number < 0 { "-" } else { "" });
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                out.push(if self.american { ',' } else { '.' });
            }
            out.push(digit);
        }
        out
    }

    /// A day beyond the calendar is beyond every time.
    fn midnight(&self, date: Option<Date>, direction: i64) -> i64 {
        let day = date.map(|date| date.at(0, 0, 0, 0));
        match day.and_then(|day| self.zone.to_timestamp(day).ok()) {
            Some(time) => time.as_millisecond(),
            None if direction < 0 => i64::MIN,
            None => i64::MAX,
        }
    }

    fn first_day(&self, unit: Unit, offset: i64) -> Option<Date> {
        let today = self.today;
        let months = |first: i64, step: i64| {
            let month = first.checked_add(offset.checked_mul(step)?)?;
            let year = i16::try_from(month.div_euclid(12)).ok()?;
            Date::new(year, month.rem_euclid(12) as i8 + 1, 1).ok()
        };
        let days = |back: i64, step: i64| {
            let days = offset.checked_mul(step)?.checked_sub(back)?;
            let days = i32::try_from(days).ok().filter(|d| d.abs() < 7_000_000)?;
            today.checked_add(days.days()).ok()
        };
        let month = i64::from(today.year()) * 12 + i64::from(today.month()) - 1;
        match unit {
            Unit::Day => days(0, 1),
            Unit::Week => {
                let weekday = today.weekday();
                let back = if self.sunday_first {
                    weekday.to_sunday_zero_offset()
                } else {
                    weekday.to_monday_zero_offset()
                };
                days(i64::from(back), 7)
            }
            Unit::Month => months(month, 1),
            Unit::Quarter => months(month - month.rem_euclid(3), 3),
            Unit::Year => months(month - month.rem_euclid(12), 12),
        }
    }
}

/// A span of time that values are compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) range: Range<i64>,
    /// Whether `>` and `<=` are measured by the beginning and not by the end.
    pub(super) rolling: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DatePart {
    Year,
    Quarter,
    Month,
    DayInMonth,
    DayInWeek,
    DayInYear,
    DayOnly,
    Hour,
    WeekInMonth,
    WeekInYear,
}

impl DatePart {
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name.to_ascii_uppercase().as_str() {
            "CALENDAR_YEAR" | "FISCAL_YEAR" => Self::Year,
            "CALENDAR_QUARTER" | "FISCAL_QUARTER" => Self::Quarter,
            "CALENDAR_MONTH" | "FISCAL_MONTH" => Self::Month,
            "DAY_IN_MONTH" => Self::DayInMonth,
            "DAY_IN_WEEK" => Self::DayInWeek,
            "DAY_IN_YEAR" => Self::DayInYear,
            "DAY_ONLY" => Self::DayOnly,
            "HOUR_IN_DAY" => Self::Hour,
            "WEEK_IN_MONTH" => Self::WeekInMonth,
            "WEEK_IN_YEAR" => Self::WeekInYear,
            _ => return None,
        })
    }

    /// The part of a moment in a time zone.
    pub(super) fn of(self, milliseconds: i64, zone: &TimeZone) -> Value {
        let Ok(time) = Timestamp::from_millisecond(milliseconds) else {
            return Value::Null;
        };
        let time = zone.to_datetime(time);
        match self {
            Self::DayOnly => Value::Date(midnight_utc(time.date())),
            _ => Value::Number(self.number(time)),
        }
    }

    fn number(self, time: DateTime) -> i64 {
        match self {
            Self::Year => time.year().into(),
            Self::Quarter => (i64::from(time.month()) + 2) / 3,
            Self::Month => time.month().into(),
            Self::DayInMonth | Self::DayOnly => time.day().into(),
            Self::DayInWeek => time.weekday().to_sunday_one_offset().into(),
            Self::DayInYear => time.day_of_year().into(),
            Self::Hour => time.hour().into(),
            Self::WeekInMonth => (i64::from(time.day()) + 6) / 7,
            Self::WeekInYear => (i64::from(time.day_of_year()) + 6) / 7,
        }
    }
}

/// A day as the milliseconds of its beginning in UTC, which is how days are kept.
pub(super) fn midnight_utc(date: Date) -> i64 {
    TimeZone::UTC
        .to_timestamp(date.at(0, 0, 0, 0))
        .map_or(0, Timestamp::as_millisecond)
}

#[cfg(test)]
mod tests;
