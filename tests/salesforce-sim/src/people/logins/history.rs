//! The computed half year before the start.

use std::ops::Range;

use super::super::drawn::{Drawing, whole_second};
use super::super::{DAY_MS, UserType};
use super::{LoginRecord, LoginStatus, LoginType};
use crate::identifiers::{Shuffle, mix};
use crate::organization::{INTEGRATION, SERVICE_ACCOUNT};

/// In each round everybody has one chance to log in; most take it, so that there is about one
/// login of a user in three days.
const ROUNDS: u32 = 90;
const WEEKS: i64 = 26;
const WEEK_HOURS: usize = 168;
const HOUR_MS: u64 = 3_600_000;
/// Of a thousand attempts, how many fail.
const FAILURES: u64 = 25;

pub(in super::super) struct History {
    seed: u64,
    users: u32,
    start: i64,
    /// The order of the users in each round.
    rounds: Vec<Shuffle>,
    /// How busy the hours of the week are: the weights of those before, from the first day on.
    busy: [u64; WEEK_HOURS + 1],
}

/// How busy an hour is. People are spread over the world, most of them in Europe.
fn weight(day: i64, hour: usize) -> u64 {
    const HOURS: [u64; 24] = [
        2, 2, 2, 2, 3, 5, 9, 14, 16, 15, 13, 12, 13, 14, 14, 13, 11, 8, 6, 5, 4, 3, 3, 2,
    ];
    // Saturday and Sunday.
    if day >= 5 {
        1 + HOURS[hour] / 8
    } else {
        HOURS[hour]
    }
}

impl History {
    pub(super) fn new(seed: u64, users: usize, anchor: i64) -> Self {
        let start = anchor - WEEKS * 7 * DAY_MS;
        // The epoch was a Thursday.
        let first_day = (start.div_euclid(DAY_MS) + 3).rem_euclid(7);
        let mut busy = [0; WEEK_HOURS + 1];
        for hour in 0..WEEK_HOURS {
            let day = (first_day + (hour / 24) as i64) % 7;
            busy[hour + 1] = busy[hour] + weight(day, hour % 24);
        }
        let shuffle = |round| Shuffle::new(users, seed, 0x726f_0000 + u64::from(round));
        Self {
            seed,
            users: users as u32,
            start,
            rounds: (0..ROUNDS).map(shuffle).collect(),
            busy,
        }
    }

    pub(super) fn rows(&self) -> u32 {
        self.users * ROUNDS
    }

    /// The weighted milliseconds of a week: a busy hour has more of them.
    fn week(&self) -> u128 {
        u128::from(self.busy[WEEK_HOURS] * HOUR_MS)
    }

    fn span(&self) -> u128 {
        self.week() * WEEKS as u128
    }

    /// The time of a login: strictly ascending with the row.
    fn time(&self, row: u32) -> i64 {
        let rows = u128::from(self.rows());
        let part = self.span() / rows;
        let jitter = u128::from(mix(self.seed ^ 0x7469_6d65, u64::from(row))) % part;
        let at = u128::from(row) * self.span() / rows + jitter;
        let (week, at) = ((at / self.week()) as i64, (at % self.week()) as u64);
        let hour = self.busy.partition_point(|&before| before * HOUR_MS <= at) - 1;
        let weight = self.busy[hour + 1] - self.busy[hour];
        let within = (at - self.busy[hour] * HOUR_MS) / weight;
        self.start + week * 7 * DAY_MS + (hour as u64 * HOUR_MS + within) as i64
    }

    pub(super) fn rows_in(&self, span: &Range<i64>) -> Range<u32> {
        if span.start >= self.start + WEEKS * 7 * DAY_MS {
            return self.rows()..self.rows();
        }
        // Times are shown in whole seconds; a part more at each end covers the jitter.
        let start = self
            .row_at(span.start.saturating_sub(1_000))
            .saturating_sub(2);
        let end = self
            .row_at(span.end.saturating_add(1_000))
            .saturating_add(2);
        start..end.min(self.rows()).max(start)
    }

    /// The row in whose part of the half year the time falls.
    fn row_at(&self, time: i64) -> u32 {
        let since = time.saturating_sub(self.start);
        if since <= 0 {
            return 0;
        }
        let week_ms = 7 * DAY_MS;
        if since >= WEEKS * week_ms {
            return self.rows();
        }
        let (week, within) = (since / week_ms, (since % week_ms) as u64);
        let hour = (within / HOUR_MS) as usize;
        let weight = self.busy[hour + 1] - self.busy[hour];
        let at = self.busy[hour] * HOUR_MS + within % HOUR_MS * weight;
        let at = self.week() * week as u128 + u128::from(at);
        (at * u128::from(self.rows()) / self.span()) as u32
    }

    /// Rows that can be the user's, ascending.
    pub(super) fn rows_of(&self, user: usize) -> Vec<u32> {
        if user >= self.users as usize {
            return Vec::new();
        }
        (0..ROUNDS).map(|round| self.row_in(round, user)).collect()
    }

    fn row_in(&self, round: u32, user: usize) -> u32 {
        let place = self.rounds[round as usize].place(user as u64);
        round * self.users + place as u32
    }

    /// The login of a row, if one took place.
    pub(super) fn login(&self, drawing: &Drawing, row: u32) -> Option<LoginRecord> {
        let (round, place) = (row / self.users, row % self.users);
        let user = self.rounds.get(round as usize)?.at(u64::from(place)) as usize;
        let roll = mix(self.seed ^ 0x6c6f_6769, u64::from(row));
        if drawing.is_ordinary(user) && !self.takes(user, round, roll) {
            return None;
        }
        let time = whole_second(self.time(row));
        if !drawing.kind(user).logs_in() || time < drawing.created(user) {
            return None;
        }
        if drawing.is_leaver(user) && time >= drawing.touched(user) {
            return None;
        }
        let failed = roll >> 10 & 1023;
        let status = if failed < FAILURES {
            LoginStatus::failure(roll >> 24)
        } else {
            LoginStatus::Success
        };
        Some(LoginRecord {
            user,
            time,
            status,
            kind: usual_type(drawing, user, roll >> 32),
            roll,
            app: None,
        })
    }

    /// Some never come, some have stopped, the others come more or less often.
    fn takes(&self, user: usize, round: u32, roll: u64) -> bool {
        let habit = mix(self.seed ^ 0x6861_6269, user as u64);
        let comes = match habit % 100 {
            0..=5 => false,
            6..=8 => u64::from(round) < habit >> 16 & 63,
            _ => true,
        };
        let often = 96 + (habit >> 8 & 127);
        comes && roll & 255 < often
    }

    /// When the user was let in last.
    pub(super) fn last_success(&self, drawing: &Drawing, user: usize) -> Option<i64> {
        if user >= self.users as usize || !drawing.kind(user).logs_in() {
            return None;
        }
        let success = |round| {
            let login = self.login(drawing, self.row_in(round, user))?;
            (login.status == LoginStatus::Success).then_some(login.time)
        };
        (0..ROUNDS)
            .rev()
            .find_map(success)
            .or_else(|| self.long_ago(drawing, user))
    }

    /// A last login from before the history, of some who do not come any more.
    fn long_ago(&self, drawing: &Drawing, user: usize) -> Option<i64> {
        let habit = mix(self.seed ^ 0x6861_6269, user as u64);
        let before = self.start - 7 * DAY_MS - drawing.created(user);
        if habit % 100 > 2 || before <= 0 {
            return None;
        }
        let since = (habit >> 16) % before.unsigned_abs();
        Some(whole_second(drawing.created(user) + since as i64))
    }
}

/// How somebody comes in.
pub(super) fn usual_type(drawing: &Drawing, user: usize, roll: u64) -> LoginType {
    let profile = drawing.profile(user);
    if profile == Some(SERVICE_ACCOUNT) || profile == Some(INTEGRATION) {
        return match roll % 10 {
            0..=2 => LoginType::SoapApi,
            3 => LoginType::PartnerProduct,
            _ => LoginType::RemoteAccess2,
        };
    }
    let browser = if drawing.is_federated(user) {
        LoginType::SingleSignOn
    } else {
        LoginType::Application
    };
    match roll % 20 {
        _ if drawing.kind(user) != UserType::Standard => LoginType::Application,
        0..=3 => LoginType::RemoteAccess2,
        4 => LoginType::RemoteAccessClient,
        5 => LoginType::PartnerProduct,
        _ => browser,
    }
}
