//! The people as they are before anything happens to them.

use super::accounts::{OTHER_ROW, fixed_profile, is_account};
use super::places::{Place, head_office, place};
use super::{DAY_MS, Person, UserType};
use crate::identifiers::mix;
use crate::names::Name;
use crate::organization::{
    CUSTOMER, CUSTOMER_PLUS, EXECUTIVE, FOR_PEOPLE, INTEGRATION, PARTNER, PROFILES, ROLES, role_for,
};

/// The row at the head of the organization.
const CHIEF_ROW: usize = OTHER_ROW + 1;

/// Six years of hiring lie before the start.
const HIRING_MS: i64 = 6 * 365 * DAY_MS;

pub(super) struct Drawing {
    seed: u64,
    count: usize,
    anchor: i64,
    /// Milliseconds between two arrivals.
    step: i64,
}

/// Times of the service have no fraction of a second.
pub(super) fn whole_second(time: i64) -> i64 {
    time.div_euclid(1_000) * 1_000
}

impl Drawing {
    pub(super) fn new(seed: u64, count: usize, anchor: i64) -> Self {
        Self {
            seed,
            count,
            anchor,
            step: HIRING_MS / count as i64,
        }
    }

    pub(super) fn count(&self) -> usize {
        self.count
    }

    pub(super) fn anchor(&self) -> i64 {
        self.anchor
    }

    fn roll(&self, row: usize, salt: u64) -> u64 {
        mix(self.seed ^ 0x7065_6f70, row as u64 * 16 + salt)
    }

    /// Somebody who is neither robot nor administrator nor one of the accounts.
    pub(super) fn is_ordinary(&self, row: usize) -> bool {
        row > OTHER_ROW && fixed_profile(row).is_none()
    }

    pub(super) fn profile(&self, row: usize) -> Option<usize> {
        if let Some(fixed) = fixed_profile(row) {
            return fixed;
        }
        if row == CHIEF_ROW {
            return Some(EXECUTIVE);
        }
        Some(match self.roll(row, 0) % 1000 {
            0..=2 => INTEGRATION,
            3..=22 => PARTNER,
            23..=26 => CUSTOMER,
            27..=28 => CUSTOMER_PLUS,
            29..=31 => crate::organization::CHATTER,
            _ => ordinary_profile(self.roll(row, 1)),
        })
    }

    pub(super) fn kind(&self, row: usize) -> UserType {
        let profile = self.profile(row);
        profile.map_or(UserType::AutomatedProcess, |profile| PROFILES[profile].kind)
    }

    pub(super) fn created(&self, row: usize) -> i64 {
        let within = self.roll(row, 2) % self.step.unsigned_abs().max(1);
        whole_second(self.anchor - HIRING_MS + self.step * row as i64 + within as i64)
    }

    /// When the account was touched last; that of a leaver was closed then.
    pub(super) fn touched(&self, row: usize) -> i64 {
        let touched = self.anchor - (self.roll(row, 3) % (365 * DAY_MS as u64)) as i64;
        whole_second(touched)
            .max(self.created(row))
            .min(self.anchor)
    }

    pub(super) fn is_leaver(&self, row: usize) -> bool {
        self.is_ordinary(row) && self.roll(row, 4) % 1000 < 10
    }

    /// Where somebody of this name works. Accounts are at home in the head office.
    pub(super) fn place(&self, row: usize, name: Name) -> &'static Place {
        if is_account(row) {
            return head_office();
        }
        place(name.culture(), self.roll(row, 13))
    }

    /// Whether the user comes in by single sign-on.
    pub(super) fn is_federated(&self, row: usize) -> bool {
        self.roll(row, 11) % 100 < 70
    }

    pub(super) fn person(&self, row: usize, (name, number): (Name, u32)) -> Person {
        let profile = self.profile(row);
        let kind = profile.map_or(UserType::AutomatedProcess, |profile| PROFILES[profile].kind);
        let ordinary = self.is_ordinary(row) && kind == UserType::Standard;
        let person = ordinary && profile != Some(INTEGRATION);
        let (created, touched) = (self.created(row), self.touched(row));
        let active = !self.is_leaver(row);
        let late = (self.roll(row, 12) % DAY_MS.unsigned_abs()) as i64;
        Person {
            born: name,
            name,
            number,
            title: 0,
            profile: profile.map(|profile| profile as u8),
            role: match profile {
                Some(_) if row == CHIEF_ROW => Some(0),
                Some(profile) if person && self.roll(row, 8) % 100 < 85 => {
                    let place = self.place(row, name);
                    let roll = self.roll(row, 9);
                    Some(role_for(profile, place.country_code, place.division, roll) as u8)
                }
                _ => None,
            },
            kind,
            active,
            frozen: ordinary && active && self.roll(row, 5) % 1000 < 7,
            locked: ordinary && active && self.roll(row, 10) % 1000 < 2,
            federated: person && self.is_federated(row),
            created,
            modified: whole_second(touched - late).max(created),
            system_modstamp: touched,
        }
    }

    /// Somebody who arrives after the start.
    pub(super) fn newcomer(&self, row: usize, name: (Name, u32), created: i64) -> Person {
        Person {
            active: true,
            frozen: false,
            locked: false,
            created,
            modified: created,
            system_modstamp: created,
            ..self.person(row, name)
        }
    }
}

pub(super) fn ordinary_profile(roll: u64) -> usize {
    let mut rest = roll % 1000;
    for (position, profile) in PROFILES.iter().enumerate().take(FOR_PEOPLE) {
        if rest < profile.share {
            return position;
        }
        rest -= profile.share;
    }
    1
}

/// Any role but the highest.
pub(super) fn any_role(roll: u64) -> u8 {
    (1 + roll % (ROLES.len() as u64 - 1)) as u8
}
