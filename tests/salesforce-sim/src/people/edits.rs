//! What has changed since the start, laid over the people as drawn.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::Person;
use super::drawn::whole_second;
use crate::identifiers::mix;

/// The changed facts of one user. A million of them take a few megabytes, so they are packed.
#[derive(Clone, Copy, Debug, Default)]
struct Edit {
    /// Seconds since the epoch of the last change to the user, 0 when only the login changed.
    touched: u32,
    /// Seconds since the epoch of the last freeze or unfreeze.
    login_touched: u32,
    /// Another family name.
    last: Option<u16>,
    profile: u8,
    role: u8,
    title: u8,
    flags: u8,
}

/// Stands for no profile or no role.
const NONE: u8 = u8::MAX;
const ACTIVE: u8 = 1;
const FROZEN: u8 = 2;
const LOCKED: u8 = 4;

#[derive(Default)]
pub(super) struct Edits {
    rows: HashMap<u32, Edit, BuildHasherDefault<RowHasher>>,
}

/// Rows are numbers nobody outside chooses freely; one multiplication spreads them well enough.
#[derive(Default)]
pub(super) struct RowHasher(u64);

impl Hasher for RowHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u32(u32::from(byte));
        }
    }

    fn write_u32(&mut self, row: u32) {
        self.0 = mix(self.0, u64::from(row));
    }
}

impl Edits {
    /// The person with what has changed.
    pub(super) fn over(&self, row: usize, drawn: Person) -> Person {
        if self.rows.is_empty() {
            return drawn;
        }
        let Some(edit) = self.rows.get(&(row as u32)) else {
            return drawn;
        };
        let mut person = Person {
            profile: (edit.profile != NONE).then_some(edit.profile),
            role: (edit.role != NONE).then_some(edit.role),
            title: edit.title,
            active: edit.flags & ACTIVE != 0,
            frozen: edit.flags & FROZEN != 0,
            locked: edit.flags & LOCKED != 0,
            ..drawn
        };
        if let Some(last) = edit.last {
            person.name = person.name.with_family_name(last);
        }
        if edit.touched > 0 {
            person.system_modstamp = i64::from(edit.touched) * 1_000;
            person.modified = person.system_modstamp;
        }
        person
    }

    /// Keeps a changed person. `last` is a new family name; `user_touched` tells whether the user
    /// record itself notices.
    pub(super) fn keep(
        &mut self,
        row: usize,
        person: &Person,
        last: Option<u16>,
        user_touched: bool,
        now: i64,
    ) {
        let flag = |set: bool, flag: u8| if set { flag } else { 0 };
        let edit = self.rows.entry(row as u32).or_default();
        edit.profile = person.profile.unwrap_or(NONE);
        edit.role = person.role.unwrap_or(NONE);
        edit.title = person.title;
        edit.flags =
            flag(person.active, ACTIVE) | flag(person.frozen, FROZEN) | flag(person.locked, LOCKED);
        if last.is_some() {
            edit.last = last;
        }
        if user_touched {
            edit.touched = seconds(person.system_modstamp);
        } else {
            edit.login_touched = seconds(now);
        }
    }

    /// When the user was frozen, unfrozen, locked or unlocked last.
    pub(super) fn login_touched(&self, row: usize) -> Option<i64> {
        let edit = self.rows.get(&(row as u32))?;
        (edit.login_touched > 0).then(|| i64::from(edit.login_touched) * 1_000)
    }
}

/// Whole seconds since the epoch; what lies outside of 1970 to 2106 is brought to its edge.
pub(super) fn seconds(time: i64) -> u32 {
    (whole_second(time) / 1_000).clamp(1, i64::from(u32::MAX)) as u32
}
