//! What an administrator does to users between two polls.

use std::collections::VecDeque;

use super::drawn::whole_second;
use super::edits::seconds;
use super::{DAY_MS, MOST_PEOPLE, OTHER_ROW, People, SERVICE_ROW, UserType};
use crate::identifiers::{Shuffle, mix};
use crate::names::Name;
use crate::organization::{FOR_PEOPLE, PROFILES};

/// A change to some users.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Deactivate,
    Reactivate,
    Freeze,
    Unfreeze,
    Lock,
    Unlock,
    Profile,
    Role,
    Title,
    Rename,
}

impl Change {
    pub(crate) const ALL: [(&'static str, Self); 10] = [
        ("deactivate_users", Self::Deactivate),
        ("reactivate_users", Self::Reactivate),
        ("freeze_users", Self::Freeze),
        ("unfreeze_users", Self::Unfreeze),
        ("lock_users", Self::Lock),
        ("unlock_users", Self::Unlock),
        ("change_profile", Self::Profile),
        ("change_role", Self::Role),
        ("change_title", Self::Title),
        ("rename_users", Self::Rename),
    ];

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, change)| *change)
    }

    /// A fact of UserLogin; the user record does not notice it.
    fn is_of_login(self) -> bool {
        matches!(
            self,
            Self::Freeze | Self::Unfreeze | Self::Lock | Self::Unlock
        )
    }
}

/// Where the next change begins, and whom earlier ones touched.
#[derive(Default)]
pub(super) struct Trail {
    cursor: u64,
    rolls: u64,
    deactivated: VecDeque<u32>,
    frozen: VecDeque<u32>,
}

impl People {
    /// Applies a change to `count` users that it fits and returns their rows. Those touched by
    /// the opposite change come first, the others in an order that the seed decides.
    pub(crate) fn change(&mut self, change: Change, count: usize, now: i64) -> Vec<usize> {
        let mut rows = Vec::new();
        let mut earlier = match change {
            Change::Reactivate => std::mem::take(&mut self.trail.deactivated),
            Change::Unfreeze => std::mem::take(&mut self.trail.frozen),
            _ => VecDeque::new(),
        };
        while rows.len() < count {
            let Some(row) = earlier.pop_front() else {
                break;
            };
            let row = row as usize;
            if self.fits(change, row) {
                self.apply(change, row, now);
                rows.push(row);
            }
        }
        match change {
            Change::Reactivate => self.trail.deactivated = earlier,
            Change::Unfreeze => self.trail.frozen = earlier,
            _ => {}
        }
        // Nobody comes twice: the walk meets each row once, and who was changed back fits no more.
        let order = Shuffle::new(self.len(), self.seed, 77);
        for _ in 0..order.size() {
            if rows.len() >= count {
                break;
            }
            let row = order.at(self.trail.cursor % order.size()) as usize;
            self.trail.cursor = (self.trail.cursor + 1) % order.size();
            if self.fits(change, row) {
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

    /// Applies a change to one user whom the roll finds; `None` when it finds nobody that fits.
    pub(crate) fn change_one(&mut self, change: Change, roll: u64, now: i64) -> Option<usize> {
        let row = self.find_one(roll, |people, row| people.fits(change, row))?;
        self.apply(change, row, now);
        Some(row)
    }

    /// Somebody whom the roll finds and who fits; gives up after a few tries.
    pub(crate) fn find_one(&self, roll: u64, fits: impl Fn(&Self, usize) -> bool) -> Option<usize> {
        let total = self.len() as u64;
        let tries = (0..64).map(|attempt| (mix(roll, attempt) % total) as usize);
        tries.into_iter().find(|&row| fits(self, row))
    }

    /// Takes on a new user and returns the row, unless the organization is full.
    pub(crate) fn arrive(&mut self, now: i64) -> Option<usize> {
        if self.len() >= MOST_PEOPLE {
            return None;
        }
        let row = self.len();
        let latest = self.arrived.last().copied().unwrap_or_default();
        self.arrived.push(seconds(now).max(latest));
        self.last_asked.set(None);
        let person = self.person(row);
        self.count_license(person.active, person.profile, 1);
        Some(row)
    }

    fn fits(&self, change: Change, row: usize) -> bool {
        let person = self.person(row);
        if row == SERVICE_ROW || row == OTHER_ROW || person.kind != UserType::Standard {
            return false;
        }
        match change {
            Change::Deactivate | Change::Rename | Change::Title => person.active,
            Change::Role => person.active && self.drawing.is_ordinary(row),
            Change::Profile => {
                person.active && person.profile.is_some_and(|p| usize::from(p) < FOR_PEOPLE)
            }
            Change::Reactivate => !person.active,
            Change::Freeze => person.active && !person.frozen,
            Change::Unfreeze => person.frozen,
            Change::Lock => person.active && !person.locked,
            Change::Unlock => person.locked,
        }
    }

    fn apply(&mut self, change: Change, row: usize, now: i64) {
        self.trail.rolls += 1;
        let roll = mix(self.seed ^ 0x6368_616e, self.trail.rolls);
        let mut person = self.person(row);
        let before = (person.active, person.profile);
        let mut last = None;
        match change {
            Change::Deactivate => {
                person.active = false;
                if before.0 {
                    self.trail.deactivated.push_back(row as u32);
                }
            }
            Change::Reactivate => person.active = true,
            Change::Freeze => {
                if !person.frozen {
                    self.trail.frozen.push_back(row as u32);
                }
                person.frozen = true;
            }
            Change::Unfreeze => person.frozen = false,
            Change::Lock => person.locked = true,
            Change::Unlock => person.locked = false,
            Change::Profile => {
                let now_at = usize::from(person.profile.unwrap_or_default());
                let next = (now_at + 1 + roll as usize % (FOR_PEOPLE - 1)) % FOR_PEOPLE;
                person.profile = Some(next as u8);
            }
            Change::Role => {
                let next = super::drawn::any_role(roll);
                person.role = Some(next).filter(|&next| Some(next) != person.role);
            }
            Change::Title => person.title = person.title.wrapping_add(1),
            Change::Rename => last = Some(Name::other_family_name(roll)),
        }
        // Those who were changed back by name are still listed; the list stays bounded.
        let most = self.len();
        for list in [&mut self.trail.deactivated, &mut self.trail.frozen] {
            if list.len() > most {
                list.pop_front();
            }
        }
        let touched = !change.is_of_login();
        if touched {
            // The clock may have been set back.
            person.system_modstamp = whole_second(now).max(person.system_modstamp);
        }
        self.edits.keep(row, &person, last, touched, now);
        self.last_asked.set(None);
        if before != (person.active, person.profile) {
            self.count_license(before.0, before.1, -1);
            self.count_license(person.active, person.profile, 1);
        }
    }

    fn count_license(&self, active: bool, profile: Option<u8>, change: i32) {
        let (Some(mut used), Some(profile), true) = (self.licenses_used.get(), profile, active)
        else {
            return;
        };
        let used_now = &mut used[PROFILES[usize::from(profile)].license];
        *used_now = used_now.saturating_add_signed(change);
        self.licenses_used.set(Some(used));
    }

    /// Active users of a licence. Everybody is looked at once; changes are counted from then on.
    pub(crate) fn licenses_used(&self, license: usize) -> u32 {
        let used = self.licenses_used.get().unwrap_or_else(|| {
            let mut used = [0; crate::organization::LICENSE_COUNT];
            for row in 0..self.len() {
                let person = self.person(row);
                if let (true, Some(profile)) = (person.active, person.profile) {
                    used[PROFILES[usize::from(profile)].license] += 1;
                }
            }
            self.licenses_used.set(Some(used));
            used
        });
        used.get(license).copied().unwrap_or_default()
    }

    /// When the login of the user was frozen, unfrozen, locked or unlocked last.
    pub(crate) fn login_touched(&self, row: usize) -> i64 {
        let person = self.person(row);
        let drawn = whole_second(person.created + (self.roll(row, 9) % DAY_MS as u64) as i64);
        let drawn = drawn.min(self.anchor()).max(person.created);
        self.edits.login_touched(row).unwrap_or(drawn)
    }
}
