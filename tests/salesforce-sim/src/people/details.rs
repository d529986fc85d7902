//! What an administrator reads of a user beyond name and rights.

use super::accounts::ADMIN_ROW;
use super::places::Place;
use super::{DAY_MS, People, UserType};
use crate::organization::{PROFILES, ROLES};

impl People {
    /// Where the user works.
    pub(crate) fn place(&self, row: usize) -> &'static Place {
        self.drawing.place(row, self.person(row).born)
    }

    /// Up to eight letters, as an administrator fills it in: `jmuller`.
    pub(crate) fn alias(&self, row: usize) -> String {
        let username = self.username(row);
        let local = username.split('@').next().unwrap_or_default();
        let (first, rest) = local.split_once('.').unwrap_or(("", local));
        let letters = first.chars().take(1).chain(rest.chars());
        letters
            .filter(char::is_ascii_alphanumeric)
            .take(8)
            .collect()
    }

    /// Unique in the organization and at most 40 characters long.
    pub(crate) fn nickname(&self, row: usize) -> String {
        let username = self.username(row);
        let local = username.split('@').next().unwrap_or_default();
        if self.accounts.at(row).is_none() && local.len() <= 32 {
            return local.to_owned();
        }
        let start: String = local.chars().take(30).collect();
        format!("{start}{row}")
    }

    pub(crate) fn title(&self, row: usize) -> Option<&'static str> {
        let person = self.person(row);
        let role = person.role.map(|role| &ROLES[usize::from(role)])?;
        let turn = self.roll(row, 2) % 16 + u64::from(person.title);
        Some(role.titles[turn as usize % role.titles.len()])
    }

    pub(crate) fn department(&self, row: usize) -> Option<&'static str> {
        let person = self.person(row);
        match person.role {
            Some(role) => Some(ROLES[usize::from(role)].department),
            None if self.drawing.is_ordinary(row) => None,
            None => person
                .profile
                .filter(|_| person.kind == UserType::Standard)
                .map(|_| "Information Technology"),
        }
    }

    pub(crate) fn company(&self, row: usize) -> Option<&'static str> {
        const PARTNERS: [&str; 6] = [
            "Halden Messtechnik",
            "Brightwater Labs",
            "Nordlys Automation",
            "Cobalt Field Services",
            "Ferrum & Sons",
            "Arboleda Sistemas",
        ];
        match self.person(row).kind {
            UserType::Standard => Some("Meridian Instruments"),
            kind if kind.is_external() => {
                Some(PARTNERS[self.roll(row, 3) as usize % PARTNERS.len()])
            }
            _ => None,
        }
    }

    /// Everybody on the payroll has one.
    pub(crate) fn employee_number(&self, row: usize) -> Option<String> {
        let person = self.person(row);
        (self.drawing.is_ordinary(row) && person.kind == UserType::Standard)
            .then(|| format!("{}", 100_000 + row))
    }

    pub(crate) fn phone(&self, row: usize) -> Option<String> {
        let has = self.drawing.is_ordinary(row) && self.roll(row, 4) % 10 < 9;
        has.then(|| format!("{}{:03}", self.place(row).phone, self.roll(row, 5) % 1_000))
    }

    pub(crate) fn mobile_phone(&self, row: usize) -> Option<String> {
        let has = self.drawing.is_ordinary(row) && self.roll(row, 6) % 10 < 6;
        has.then(|| format!("{}{:03}", self.place(row).mobile, self.roll(row, 7) % 1_000))
    }

    /// When the password was changed last. Those who come in by single sign-on have none.
    pub(crate) fn password_changed(&self, row: usize) -> Option<i64> {
        let person = self.person(row);
        let has = person.kind.logs_in() && !person.federated;
        let ago = (self.roll(row, 8) % (180 * DAY_MS as u64)) as i64;
        let changed = super::drawn::whole_second(self.anchor() - ago);
        has.then(|| changed.max(person.created))
    }

    /// Failed attempts since the last success; ten lock the account.
    pub(crate) fn failed_logins(&self, row: usize) -> i64 {
        let person = self.person(row);
        match person.locked {
            true => 10,
            false if person.kind.logs_in() && self.roll(row, 10) % 100 < 3 => {
                1 + (self.roll(row, 11) % 3) as i64
            }
            false => 0,
        }
    }

    /// Who made the account: the first accounts came with the organization.
    pub(crate) fn creator(&self, row: usize) -> usize {
        if row <= ADMIN_ROW {
            0
        } else {
            self.hand(row, 12)
        }
    }

    /// Who changed it last.
    pub(crate) fn last_modifier(&self, row: usize) -> usize {
        let own = self.person(row);
        if own.system_modstamp == own.created {
            return self.creator(row);
        }
        self.hand(row, 13)
    }

    /// The administrator who did something to a row.
    fn hand(&self, row: usize, salt: u64) -> usize {
        match self.roll(row, salt) % 4 {
            0 => 4,
            1 => 5,
            2 => 6,
            _ => ADMIN_ROW,
        }
    }

    pub(crate) fn is_marketer(&self, row: usize) -> bool {
        let profile = self.person(row).profile;
        profile.is_some_and(|profile| PROFILES[usize::from(profile)].name == "Marketing User")
    }

    pub(crate) fn is_supporter(&self, row: usize) -> bool {
        let profile = self.person(row).profile;
        profile.is_some_and(|profile| PROFILES[usize::from(profile)].name == "Service Agent")
    }

    pub(crate) fn is_external(&self, row: usize) -> bool {
        self.person(row).kind.is_external()
    }
}
