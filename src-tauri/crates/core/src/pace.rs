//! How fast sessions follow each other: plain functions over what is known (design §3).

use crate::connection::{FaultKind, PassingFault};
use crate::directory::ApiUsage;
use crate::fault::FaultCode;
use crate::wire;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use ts_rs::TS;

/// Between two sessions of an organization.
pub const SESSION_INTERVAL: SignedDuration = SignedDuration::from_secs(60);

/// The same while nobody can see the window.
const HIDDEN_INTERVAL: SignedDuration = SignedDuration::from_mins(5);

/// The longest pause while Salesforce cannot be reached.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_mins(15);

/// Between two looks at changes that are held back: the same list is read each time.
const HELD_BACK_PAUSE: SignedDuration = SignedDuration::from_mins(15);

/// No plan is longer than the longest throttling.
pub(crate) const LONGEST_PLAN: SignedDuration = SignedDuration::from_hours(24);

/// Between two looks at a connection that a policy refuses, and between two tries to keep an unused
/// token alive.
pub(crate) const REFUSED_PAUSE: SignedDuration = SignedDuration::from_mins(30);

/// Where the pauses between two tries of a token stop growing that a text nobody knows refused.
const LONGEST_PROBE_PAUSE: SignedDuration = SignedDuration::from_hours(6);

/// The slowest pace that a budget leads to. One look remains: only data requests tell the use.
const SLOWEST: SignedDuration = SignedDuration::from_hours(1);

/// From here they run once an hour or by hand.
const HOURLY_FROM: f64 = 0.85;

/// One call in so many of the organization's limit may be the console's own: 5 %.
const OWN_SHARE: u64 = 20;

/// The first pause after the API requests are used up; the allowance is a rolling window of a day.
const THROTTLE_PAUSE: SignedDuration = SignedDuration::from_mins(30);
/// What every further refusal in a row adds.
const THROTTLE_STEP: SignedDuration = SignedDuration::from_hours(2);
/// Where the pauses stop growing.
const THROTTLE_STEPS: u32 = 11;

/// The pause after too many long requests ran at once: that passes when they end.
const CONCURRENCY_PAUSE: SignedDuration = SignedDuration::from_mins(2);

/// See [`keep_alive_after`]; the longest it is, whatever the policy.
const LONGEST_IDLE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A connection whose last refresh is this old is refreshed although its access token still works:
/// only refreshing restarts Salesforce's idle clock. A third of the policy leaves time for two more
/// tries.
pub(crate) fn keep_alive_after(policy_days: u32) -> SignedDuration {
    (SignedDuration::from_hours(24) / 3)
        .saturating_mul(i32::try_from(policy_days).unwrap_or(i32::MAX))
        .min(LONGEST_IDLE)
}

/// What the time of the next session depends on.
#[derive(Debug, Clone, Copy, Default)]
pub struct Pace<'a> {
    /// Sessions in a row that did not reach Salesforce.
    pub failures: u32,
    /// Why the last one did not.
    pub passing: Option<&'a PassingFault>,
    /// Salesforce asked to be left alone until then.
    pub not_before: Option<Timestamp>,
    /// The used part of the organization's API limit, by all apps.
    pub share: f64,
    /// The console's own part of the limit.
    pub own: OwnUse,
    /// Whether changes are held back.
    pub held_back: bool,
    /// Whether nobody can see the window.
    pub hidden: bool,
    /// What keeps the connection from being used, while its token is tried from time to time.
    pub fault: Option<FaultKind>,
    /// The person's own interval.
    pub interval: SignedDuration,
}

/// What the console itself spends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OwnUse {
    /// Calls of the last 24 hours.
    pub spent: u64,
    /// Calls allowed to all apps in 24 hours; 0 where that is not known.
    pub limit: u64,
    /// Calls of the session that just ended.
    pub last_session: u64,
}

/// The console's own part of the limit, used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OwnShareUsed {
    /// Calls of the last 24 hours.
    #[serde(rename = "used")]
    pub spent: u64,
    /// So many may be the console's own.
    pub allowed: u64,
    /// Calls allowed to all apps in 24 hours.
    #[serde(skip)]
    pub limit: u64,
    /// Not before then there is room again: hourly looks go on meanwhile and count, too.
    #[serde(serialize_with = "wire::millis")]
    #[ts(type = "number")]
    pub until: Timestamp,
}

/// How many calls may be the console's own in 24 hours; one look is always allowed.
pub(crate) fn own_share(limit: u64) -> u64 {
    (limit / OWN_SHARE).max(1)
}

impl OwnUse {
    /// The time between two sessions like the last one that keeps to the own share: a day is long
    /// enough for so many as the share pays.
    fn interval(self) -> SignedDuration {
        if self.limit == 0 {
            return SignedDuration::ZERO;
        }
        let allowed = self.limit / OWN_SHARE;
        if self.spent >= allowed {
            return SLOWEST;
        }
        let day = SignedDuration::from_hours(24).as_secs();
        let calls = i64::try_from(self.last_session).unwrap_or(i64::MAX);
        let allowed = i64::try_from(allowed).unwrap_or(i64::MAX);
        SignedDuration::from_secs(day.saturating_mul(calls) / allowed).min(SLOWEST)
    }
}

/// The next session: the interval with ±10 % jitter; doubled for each failure in a row up to a
/// quarter of an hour; slower as a budget is used up; not before a throttling ends or before
/// Salesforce wants to be asked again. `random` is from 0 up to 1.
pub fn next_due(now: Timestamp, pace: &Pace<'_>, random: f64) -> Timestamp {
    let doubled = SESSION_INTERVAL
        .saturating_mul(1 << pace.failures.min(4))
        .min(LONGEST_PAUSE);
    let jitter = 0.9 + 0.2 * random;
    let while_it_lasts = |lasts, pause| if lasts { pause } else { SignedDuration::ZERO };
    let pause = doubled
        .max(interval(pace.share))
        .max(pace.own.interval())
        .max(while_it_lasts(pace.held_back, HELD_BACK_PAUSE))
        .max(while_it_lasts(pace.hidden, HIDDEN_INTERVAL))
        .mul_f64(jitter);
    // The person's interval, where it is longer than what the rules above ask for. After a failure
    // the pauses that grow with failures count: one failure must not cost hours.
    let pause = if pace.failures == 0 {
        pause.max(pace.interval.mul_f64(jitter))
    } else {
        pause
    };
    let pause = pause.max(probe_pause(pace.fault, pace.failures));
    let due = pace
        .not_before
        .map_or(now + pause, |until| until.max(now + pause));
    match pace.passing {
        Some(PassingFault::Throttled { until, .. }) => (*until).max(due),
        _ => due,
    }
}

/// Between two tries of a token that is not accepted. A policy is mostly lifted while somebody
/// waits for it; a text that nobody knows is asked about less and less.
fn probe_pause(fault: Option<FaultKind>, failures: u32) -> SignedDuration {
    match fault {
        None => SignedDuration::ZERO,
        Some(FaultKind::Refused) => REFUSED_PAUSE,
        Some(FaultKind::Lost) => REFUSED_PAUSE
            .saturating_mul(1 << failures.saturating_sub(1).min(4))
            .min(LONGEST_PROBE_PAUSE),
    }
}

/// Whether the organization's own use lets a session run ahead of its time, after a sleep.
pub(crate) fn may_run_early(share: f64) -> bool {
    share < ApiUsage::SLOWER_FROM
}

/// How long nothing is asked after the API requests were used up for the `times`-th time in a row:
/// 30 min, then 2.5, 4.5, 6.5 … hours. Too many requests at once are another limit, which passes
/// in minutes.
pub(crate) fn throttle_pause(code: FaultCode, times: u32) -> SignedDuration {
    let again = times.saturating_sub(1);
    if code == FaultCode::ConcurrentRequestLimit {
        return CONCURRENCY_PAUSE
            .saturating_mul(1 << again.min(3))
            .min(LONGEST_PAUSE);
    }
    let steps = i32::try_from(again.min(THROTTLE_STEPS)).unwrap_or(0);
    THROTTLE_PAUSE + THROTTLE_STEP * steps
}

/// The time between two sessions while `share` of the organization's API limit is used.
fn interval(share: f64) -> SignedDuration {
    match share {
        share if share >= HOURLY_FROM => SLOWEST,
        share if share >= ApiUsage::SLOWER_FROM => SESSION_INTERVAL * 5,
        _ => SESSION_INTERVAL,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::Fault;

    fn seconds(pace: Pace<'_>, random: f64) -> i64 {
        next_due(Timestamp::UNIX_EPOCH, &pace, random).as_second()
    }

    fn failed(failures: u32) -> i64 {
        let pace = Pace {
            failures,
            ..Pace::default()
        };
        seconds(pace, 0.5)
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("valid")
    }

    #[test]
    fn sessions_follow_each_other_after_a_minute_give_or_take_a_tenth() {
        let pause = |random| seconds(Pace::default(), random);
        assert_eq!((pause(0.0), pause(0.5), pause(1.0)), (54, 60, 66));
    }

    #[test]
    fn a_hidden_window_and_held_back_changes_slow_the_sessions() {
        let pause = |hidden, held_back| {
            let pace = Pace {
                hidden,
                held_back,
                ..Pace::default()
            };
            seconds(pace, 0.5)
        };
        assert_eq!((pause(true, false), pause(false, true)), (300, 900));
    }

    #[test]
    fn failures_double_the_pause_up_to_a_quarter_of_an_hour() {
        assert_eq!(
            (failed(1), failed(2), failed(3), failed(30)),
            (120, 240, 480, 900)
        );
    }

    #[test]
    fn nothing_is_asked_before_a_throttling_ends_or_before_salesforce_wants_to_be_asked() {
        let throttled = PassingFault::Throttled {
            until: at(7200),
            fault: Fault::new(FaultCode::RequestLimit, "REQUEST_LIMIT_EXCEEDED"),
        };
        let mut pace = Pace {
            failures: 1,
            passing: Some(&throttled),
            ..Pace::default()
        };
        assert_eq!(seconds(pace, 0.5), 7200);
        pace.passing = None;
        pace.not_before = Some(at(600));
        assert_eq!(seconds(pace, 0.5), 600);
        pace.not_before = Some(at(30));
        assert_eq!(seconds(pace, 0.5), 120, "sooner than planned is not asked");
    }

    #[test]
    fn a_limit_that_is_nearly_used_up_slows_the_sessions() {
        let share = |share| {
            let pace = Pace {
                share,
                ..Pace::default()
            };
            seconds(pace, 0.5)
        };
        assert_eq!(
            (share(0.69), share(0.70), share(0.85), share(0.99)),
            (60, 300, 3600, 3600)
        );
    }

    #[test]
    fn the_own_share_of_the_limit_is_spread_over_the_day() {
        let own = |spent, limit, last_session| {
            let own = OwnUse {
                spent,
                limit,
                last_session,
            };
            let pace = Pace {
                own,
                ..Pace::default()
            };
            seconds(pace, 0.5)
        };
        assert_eq!(
            own(0, 100_000, 2),
            60,
            "2 calls a minute are 2,880 of 5,000"
        );
        assert_eq!(own(0, 15_000, 2), 230, "750 a day are 375 sessions of 2");
        assert_eq!(own(0, 100_000, 52), 898, "a full load counts for longer");
        assert_eq!(own(5_000, 100_000, 2), 3600, "used up");
        assert_eq!(own(4_999, 100_000, 2), 60);
        assert_eq!(own(9_999, 0, 2), 60, "no limit is known");
        assert_eq!(own(0, 10, 2), 3600, "a share of nothing");
    }

    #[test]
    fn the_pause_of_a_throttling_grows_by_two_hours_up_to_a_day() {
        let minutes = |times| throttle_pause(FaultCode::RequestLimit, times).as_mins();
        assert_eq!(
            (minutes(1), minutes(2), minutes(3), minutes(4)),
            (30, 150, 270, 390)
        );
        assert_eq!(minutes(1_000), 22 * 60 + 30);
        let concurrent = FaultCode::ConcurrentRequestLimit;
        assert_eq!(throttle_pause(concurrent, 1).as_mins(), 2);
        assert_eq!(throttle_pause(concurrent, 99).as_mins(), 15);
    }
}
