//! Logins that happened after the start.

use std::collections::{HashMap, VecDeque};
use std::ops::Range;

use super::super::edits::seconds;
use super::{LoginRecord, LoginStatus, LoginType};

/// The oldest are forgotten beyond this many: 16 bytes each.
const MOST_KEPT: usize = 2_000_000;

#[derive(Clone, Copy)]
struct Entry {
    /// Seconds since the epoch.
    at: u32,
    user: u32,
    /// The user's entry before this one, counted from 1; 0 when there is none.
    before: u32,
    kind: LoginType,
    status: LoginStatus,
    /// The app's position, counted from 1; 0 when there is none.
    app: u16,
}

/// Where the entries of a user end.
#[derive(Clone, Copy, Default)]
struct Newest {
    /// Counted from 1.
    entry: u32,
    /// Seconds since the epoch of the last success, 0 when there was none.
    success: u32,
}

/// Entries in the order of time, counted from the start; the oldest may be gone.
#[derive(Default)]
pub(super) struct Recorded {
    entries: VecDeque<Entry>,
    gone: u32,
    newest: HashMap<u32, Newest>,
}

impl Recorded {
    /// One past the last entry.
    pub(super) fn end(&self) -> u32 {
        self.gone + self.entries.len() as u32
    }

    pub(super) fn push(
        &mut self,
        user: usize,
        now: i64,
        kind: LoginType,
        status: LoginStatus,
        app: Option<usize>,
    ) {
        // The clock may have been set back; the order of the entries is that of their times.
        let latest = self.entries.back().map_or(0, |entry| entry.at);
        let at = seconds(now).max(latest);
        let number = self.end() + 1;
        let newest = self.newest.entry(user as u32).or_default();
        let before = std::mem::replace(&mut newest.entry, number);
        if status == LoginStatus::Success {
            newest.success = at;
        }
        self.entries.push_back(Entry {
            at,
            user: user as u32,
            before,
            kind,
            status,
            app: app.map_or(0, |app| u16::try_from(app + 1).unwrap_or(0)),
        });
        if self.entries.len() > MOST_KEPT {
            self.entries.pop_front();
            self.gone += 1;
        }
    }

    /// The entry, made a record with this roll.
    pub(super) fn at(&self, entry: usize, roll: u64) -> Option<LoginRecord> {
        let entry = self.entries.get(entry.checked_sub(self.gone as usize)?)?;
        Some(LoginRecord {
            user: entry.user as usize,
            time: i64::from(entry.at) * 1_000,
            status: entry.status,
            kind: entry.kind,
            roll,
            app: usize::from(entry.app).checked_sub(1),
        })
    }

    /// The user's entries, ascending.
    pub(super) fn rows_of(&self, user: usize) -> Vec<u32> {
        let mut rows = Vec::new();
        let mut next = self.newest.get(&(user as u32)).map_or(0, |n| n.entry);
        while next > self.gone {
            rows.push(next - 1);
            let entry = self.entries.get((next - 1 - self.gone) as usize);
            next = entry.map_or(0, |entry| entry.before);
        }
        rows.reverse();
        rows
    }

    pub(super) fn rows_in(&self, span: &Range<i64>) -> Range<u32> {
        let before = |time: i64| {
            let earlier = |entry: &Entry| i64::from(entry.at) * 1_000 < time;
            self.gone + self.entries.partition_point(earlier) as u32
        };
        let start = before(span.start);
        start..before(span.end).max(start)
    }

    pub(super) fn last_success(&self, user: usize) -> Option<i64> {
        let newest = self.newest.get(&(user as u32))?;
        (newest.success > 0).then(|| i64::from(newest.success) * 1_000)
    }
}
