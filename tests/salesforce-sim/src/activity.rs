//! Time passes: people log in, are edited, arrive and leave at the rates of the switches. What
//! happens depends on the seed and on how many such events there were, not on when somebody looks.

use std::collections::VecDeque;

use crate::config::Activity;
use crate::counters::ActivityCounters;
use crate::identifiers::mix;
use crate::people::{Change, DAY_MS, LoginStatus, People};

/// The most that happens at once when the clock jumps. The newest events happen, those before
/// them never do.
const MOST_AT_ONCE: i128 = 250_000;
/// A newcomer logs in so much later for the first time.
const FIRST_LOGIN_MS: i64 = 3_600_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Login,
    Edit,
    Arrival,
    Departure,
}

/// Events of one kind at a constant rate.
struct Stream {
    kind: Kind,
    per_day: u32,
    /// When the rate was set.
    since: i64,
    /// Events since then. The clock can jump so far that they do not fit into 64 bits.
    done: i128,
    /// Events ever, which decide what the next one does.
    ever: u64,
}

impl Stream {
    fn new(kind: Kind, start: i64) -> Self {
        Self {
            kind,
            per_day: 0,
            since: start,
            done: 0,
            ever: 0,
        }
    }

    fn roll(&self, seed: u64, event: u64) -> u64 {
        mix(seed ^ 0x6163_7469 ^ ((self.kind as u64) << 56), event)
    }

    /// When the next event happens: each somewhere in its own part of the day.
    fn next(&self, seed: u64) -> Option<i64> {
        if self.per_day == 0 {
            return None;
        }
        let part = self.part();
        let jitter = (i128::from(self.roll(seed, self.ever) >> 32) * part) >> 32;
        let at = self.done * part + jitter;
        i64::try_from(i128::from(self.since) + at / 1_000 + 1).ok()
    }

    /// Events whose part of the day has ended by `time`.
    fn due(&self, time: i64) -> i128 {
        if self.per_day == 0 {
            return 0;
        }
        let elapsed = i128::from(time) - i128::from(self.since);
        (elapsed * 1_000 / self.part()).max(0)
    }

    /// Microseconds from one event to the next.
    fn part(&self) -> i128 {
        i128::from(DAY_MS) * 1_000 / i128::from(self.per_day.max(1))
    }
}

/// What happens by itself.
pub(crate) struct Passing {
    seed: u64,
    /// Until when everything due has happened.
    passed: i64,
    streams: [Stream; 4],
    /// First logins of newcomers, in the order of their times.
    first_logins: VecDeque<(i64, u32)>,
}

impl Passing {
    pub(crate) fn new(seed: u64, start: i64) -> Self {
        let stream = |kind| Stream::new(kind, start);
        Self {
            seed,
            passed: start,
            streams: [
                stream(Kind::Arrival),
                stream(Kind::Edit),
                stream(Kind::Login),
                stream(Kind::Departure),
            ],
            first_logins: VecDeque::new(),
        }
    }

    /// Lets everything happen that is due until `now`, in the order of time.
    pub(crate) fn until(
        &mut self,
        now: i64,
        rates: Activity,
        people: &mut People,
        counters: &mut ActivityCounters,
    ) {
        self.take_rates(rates);
        // A clock that was set back makes nothing undone.
        if now <= self.passed {
            return;
        }
        self.passed = now;
        self.leave_out(now, counters);
        loop {
            let first_login = self.first_logins.front().map(|&(time, _)| time);
            let streams = (0..self.streams.len())
                .filter_map(|at| self.streams[at].next(self.seed).map(|time| (time, at)));
            let next = streams.min();
            match (first_login, next) {
                (Some(time), other) if time <= now && other.is_none_or(|(o, _)| time <= o) => {
                    if let Some((time, row)) = self.first_logins.pop_front() {
                        self.log_in(row as usize, time, 0, people, counters);
                    }
                }
                (_, Some((time, at))) if time <= now => self.happen(at, time, people, counters),
                _ => break,
            }
        }
    }

    /// A changed rate counts from the last time that somebody looked, which is when it was set.
    fn take_rates(&mut self, rates: Activity) {
        for stream in &mut self.streams {
            let per_day = match stream.kind {
                Kind::Login => rates.logins_per_day,
                Kind::Edit => rates.edits_per_day,
                Kind::Arrival => rates.arrivals_per_day,
                Kind::Departure => rates.departures_per_day,
            };
            if stream.per_day != per_day {
                stream.per_day = per_day;
                stream.since = self.passed;
                stream.done = 0;
            }
        }
    }

    /// Skips the oldest events of a jump that would bring too many.
    fn leave_out(&mut self, now: i64, counters: &mut ActivityCounters) {
        let left = |stream: &Stream, time| stream.due(time) - stream.done;
        let all: i128 = self.streams.iter().map(|stream| left(stream, now)).sum();
        if all <= MOST_AT_ONCE {
            return;
        }
        let rate: i128 = self.streams.iter().map(|s| i128::from(s.per_day)).sum();
        let span = MOST_AT_ONCE * i128::from(DAY_MS) / rate.max(1);
        let from = i64::try_from(i128::from(now) - span).unwrap_or(now);
        for stream in &mut self.streams {
            let skipped = left(stream, from).max(0);
            stream.done += skipped;
            // Which events happen next is decided by the lower bits.
            stream.ever = stream.ever.wrapping_add(skipped as u64);
            let skipped = u64::try_from(skipped).unwrap_or(u64::MAX);
            counters.left_out = counters.left_out.saturating_add(skipped);
        }
    }

    fn happen(
        &mut self,
        at: usize,
        time: i64,
        people: &mut People,
        counters: &mut ActivityCounters,
    ) {
        let stream = &mut self.streams[at];
        let (kind, roll) = (stream.kind, mix(stream.roll(self.seed, stream.ever), 1));
        stream.done += 1;
        stream.ever = stream.ever.wrapping_add(1);
        match kind {
            Kind::Login => {
                let somebody = people.find_one(roll, |people, row| people.may_log_in(row));
                if let Some(row) = somebody {
                    self.log_in(row, time, roll, people, counters);
                }
            }
            Kind::Edit => {
                let change = match roll % 100 {
                    0..=14 => Change::Rename,
                    15..=54 => Change::Title,
                    55..=79 => Change::Role,
                    _ => Change::Profile,
                };
                if people.change_one(change, roll >> 8, time).is_some() {
                    counters.edits += 1;
                }
            }
            Kind::Arrival => {
                if let Some(row) = people.arrive(time) {
                    counters.arrivals += 1;
                    let first = time.saturating_add(FIRST_LOGIN_MS);
                    self.first_logins.push_back((first, row as u32));
                }
            }
            Kind::Departure => {
                if people.change_one(Change::Deactivate, roll, time).is_some() {
                    counters.departures += 1;
                }
            }
        }
    }

    fn log_in(
        &self,
        row: usize,
        time: i64,
        roll: u64,
        people: &mut People,
        counters: &mut ActivityCounters,
    ) {
        if !people.may_log_in(row) {
            return;
        }
        let kind = people.usual_login(row, roll >> 16);
        // Three of a hundred fail; the first login of a newcomer does not.
        if roll % 100 > 96 {
            people.record_login(row, time, kind, LoginStatus::failure(roll >> 8), None);
            counters.failed_logins += 1;
        } else {
            people.record_login(row, time, kind, LoginStatus::Success, None);
            counters.logins += 1;
        }
    }
}

#[cfg(test)]
mod tests;
