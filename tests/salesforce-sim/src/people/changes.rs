//! What an administrator does to users between two polls.

use std::collections::VecDeque;

use super::{OTHER_ROW, People, Person, SERVICE_ROW, UserType};
use crate::identifiers::mix;
use crate::organization::FOR_PEOPLE;

/// A change to some users.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Deactivate,
    Reactivate,
    Freeze,
    Unfreeze,
    Profile,
    Rename,
}

impl Change {
    pub(crate) const ALL: [(&'static str, Self); 6] = [
        ("deactivate_users", Self::Deactivate),
        ("reactivate_users", Self::Reactivate),
        ("freeze_users", Self::Freeze),
        ("unfreeze_users", Self::Unfreeze),
        ("change_profile", Self::Profile),
        ("rename_users", Self::Rename),
    ];

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, change)| *change)
    }
}

/// Where the next change begins, and whom earlier ones touched.
#[derive(Default)]
pub(crate) struct Trail {
    cursor: usize,
    rolls: u64,
    deactivated: VecDeque<usize>,
    frozen: VecDeque<usize>,
}

impl People {
    /// Applies a change to `count` users that it fits and returns their rows. Those touched by
    /// the opposite change come first, the others in an order that the seed decides.
    pub(crate) fn change(&mut self, change: Change, count: usize, now: i64) -> Vec<usize> {
        let mut rows = Vec::new();
        let mut earlier = match change {
            Change::Reactivate => std::mem::take(&mut self.changed.deactivated),
            Change::Unfreeze => std::mem::take(&mut self.changed.frozen),
            _ => VecDeque::new(),
        };
        while rows.len() < count {
            let Some(row) = earlier.pop_front() else {
                break;
            };
            if self.fits(change, row) {
                self.apply(change, row, now);
                rows.push(row);
            }
        }
        match change {
            Change::Reactivate => self.changed.deactivated = earlier,
            Change::Unfreeze => self.changed.frozen = earlier,
            _ => {}
        }
        let total = self.len();
        let (step, offset) = self.walk();
        for _ in 0..total {
            if rows.len() >= count {
                break;
            }
            let row = (offset + self.changed.cursor * step) % total;
            self.changed.cursor = (self.changed.cursor + 1) % total;
            if self.fits(change, row) && !rows.contains(&row) {
                self.apply(change, row, now);
                rows.push(row);
            }
        }
        rows
    }

    /// Applies a change to the named users, whether or not it makes a difference.
    pub(crate) fn change_these(&mut self, change: Change, rows: &[usize], now: i64) {
        for &row in rows {
            self.apply(change, row, now);
        }
    }

    /// A step without common divisor with the number of people visits all of them.
    fn walk(&self) -> (usize, usize) {
        let total = self.len();
        let mut step = (mix(self.seed, 77) as usize % total).max(1);
        while gcd(step, total) != 1 {
            step += 1;
        }
        (step, mix(self.seed, 78) as usize % total)
    }

    fn fits(&self, change: Change, row: usize) -> bool {
        let person = self.person(row);
        if row == SERVICE_ROW || row == OTHER_ROW || person.kind != UserType::Standard {
            return false;
        }
        match change {
            Change::Deactivate | Change::Rename => person.active,
            Change::Profile => {
                person.active && person.profile.is_some_and(|p| usize::from(p) < FOR_PEOPLE)
            }
            Change::Reactivate => !person.active,
            Change::Freeze => person.active && !person.frozen,
            Change::Unfreeze => person.frozen,
        }
    }

    fn apply(&mut self, change: Change, row: usize, now: i64) {
        self.changed.rolls += 1;
        let roll = mix(self.seed ^ 0x6368_616e, self.changed.rolls);
        let person: &mut Person = &mut self.rows[row];
        match change {
            Change::Deactivate => {
                person.active = false;
                self.changed.deactivated.push_back(row);
            }
            Change::Reactivate => person.active = true,
            Change::Freeze => {
                person.frozen = true;
                self.changed.frozen.push_back(row);
            }
            Change::Unfreeze => person.frozen = false,
            Change::Profile => {
                let now_at = usize::from(person.profile.unwrap_or_default());
                let next = (now_at + 1 + roll as usize % (FOR_PEOPLE - 1)) % FOR_PEOPLE;
                person.profile = Some(next as u8);
            }
            Change::Rename => person.name = person.name.with_other_family_name(roll),
        }
        // A freeze is a fact of UserLogin; the user record does not notice it.
        if !matches!(change, Change::Freeze | Change::Unfreeze) {
            person.system_modstamp = now.max(person.system_modstamp + 1);
            person.modified = person.system_modstamp;
        }
    }
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}
