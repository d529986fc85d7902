//! The people of the organization: computed from the seed, with what has changed laid over it.

mod accounts;
mod changes;
mod details;
mod drawn;
mod edits;
mod logins;
mod places;

use std::borrow::Cow;
use std::cell::Cell;

use jiff::Timestamp;

use crate::identifiers::mix;
use crate::names::{Name, Names};
use crate::organization::LICENSE_COUNT;
use accounts::Accounts;
pub(crate) use accounts::{OTHER_ROW, SERVICE_ROW};
pub(crate) use changes::Change;
use drawn::Drawing;
use edits::Edits;
use logins::Logins;
pub(crate) use logins::{LoginRecord, LoginStatus, LoginType};

pub(crate) const DAY_MS: i64 = 86_400_000;

/// No organization grows beyond this, however long people keep arriving.
const MOST_PEOPLE: usize = 4_000_000;

/// What Salesforce calls the type of a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UserType {
    Standard,
    PowerPartner,
    CspLitePortal,
    PowerCustomerSuccess,
    CsnOnly,
    Guest,
    AutomatedProcess,
    CloudIntegrationUser,
}

impl UserType {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Standard => "Standard",
            Self::PowerPartner => "PowerPartner",
            Self::CspLitePortal => "CspLitePortal",
            Self::PowerCustomerSuccess => "PowerCustomerSuccess",
            Self::CsnOnly => "CsnOnly",
            Self::Guest => "Guest",
            Self::AutomatedProcess => "AutomatedProcess",
            Self::CloudIntegrationUser => "CloudIntegrationUser",
        }
    }

    /// Somebody who is not of the organization: a partner or customer.
    pub(crate) fn is_external(self) -> bool {
        matches!(
            self,
            Self::PowerPartner | Self::CspLitePortal | Self::PowerCustomerSuccess
        )
    }

    /// Whether such an account is used by a login.
    pub(crate) fn logs_in(self) -> bool {
        self == Self::Standard || self.is_external()
    }
}

/// One user. Times are milliseconds since the epoch; like those of the service they are whole
/// seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Person {
    /// The name at birth of the account: e-mail and user name stay with it.
    born: Name,
    name: Name,
    /// Tells apart the user names of people with the same name; 0 for the first of them.
    number: u32,
    /// Counts the promotions.
    title: u8,
    pub(crate) profile: Option<u8>,
    pub(crate) role: Option<u8>,
    pub(crate) kind: UserType,
    pub(crate) active: bool,
    pub(crate) frozen: bool,
    pub(crate) locked: bool,
    pub(crate) federated: bool,
    pub(crate) created: i64,
    pub(crate) modified: i64,
    pub(crate) system_modstamp: i64,
}

/// Everybody, by row; rows are in the order of ids and of creation.
pub(crate) struct People {
    drawing: Drawing,
    names: Names,
    accounts: Accounts,
    domain: String,
    seed: u64,
    /// Seconds since the epoch at which each of those arrived who came after the start.
    arrived: Vec<u32>,
    edits: Edits,
    logins: Logins,
    trail: changes::Trail,
    /// The person that was asked for last: the fields of a row are read one after the other.
    last_asked: Cell<Option<(usize, Person)>>,
    /// Active users by licence, once somebody has asked.
    licenses_used: Cell<Option<[u32; LICENSE_COUNT]>>,
}

impl People {
    /// Makes `count` people appear. Dates lie before `anchor`, the midnight before the start.
    pub(crate) fn draw(
        seed: u64,
        count: usize,
        domain: &str,
        organization_id: &str,
        service_username: &str,
        anchor: Timestamp,
    ) -> Self {
        let count = count.clamp(10, 1_000_000);
        let anchor = anchor.as_millisecond().div_euclid(DAY_MS) * DAY_MS;
        let names = Names::new(seed);
        Self {
            drawing: Drawing::new(seed, count, anchor),
            accounts: Accounts::new(service_username, organization_id, domain, &names),
            names,
            domain: domain.to_owned(),
            seed,
            arrived: Vec::new(),
            edits: Edits::default(),
            logins: Logins::new(seed, count, anchor),
            trail: changes::Trail::default(),
            last_asked: Cell::new(None),
            licenses_used: Cell::new(None),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.drawing.count() + self.arrived.len()
    }

    /// The seed that decides everything about them.
    pub(crate) fn seed(&self) -> u64 {
        self.seed
    }

    /// The midnight before the start.
    pub(crate) fn anchor(&self) -> i64 {
        self.drawing.anchor()
    }

    /// The person of a row that came from this organization.
    pub(crate) fn person(&self, row: usize) -> Person {
        match self.last_asked.get() {
            Some((asked, person)) if asked == row => person,
            _ => {
                let person = self.edits.over(row, self.before_edits(row));
                self.last_asked.set(Some((row, person)));
                person
            }
        }
    }

    /// The person as first seen.
    fn before_edits(&self, row: usize) -> Person {
        let name = self.names.of(row);
        match row.checked_sub(self.drawing.count()) {
            None => self.drawing.person(row, name),
            Some(late) => {
                let seconds = self.arrived.get(late).copied().unwrap_or_default();
                self.drawing.newcomer(row, name, i64::from(seconds) * 1_000)
            }
        }
    }

    pub(crate) fn first_name(&self, row: usize) -> &'static str {
        match self.accounts.at(row) {
            Some(account) => account.first,
            None => self.person(row).name.first(),
        }
    }

    pub(crate) fn last_name(&self, row: usize) -> Cow<'static, str> {
        match self.accounts.at(row) {
            Some(account) => Cow::Borrowed(account.last),
            None => self.person(row).name.last(),
        }
    }

    pub(crate) fn full_name(&self, row: usize) -> String {
        let (first, last) = (self.first_name(row), self.last_name(row));
        let mut name = String::with_capacity(first.len() + last.len() + 1);
        name.push_str(first);
        if !first.is_empty() {
            name.push(' ');
        }
        name.push_str(&last);
        name
    }

    pub(crate) fn username(&self, row: usize) -> String {
        match self.accounts.at(row) {
            Some(account) => account.username.clone(),
            None => self.address(row, &self.domain),
        }
    }

    pub(crate) fn email(&self, row: usize) -> String {
        match self.accounts.at(row) {
            Some(account) => account.email.clone(),
            None => self.address(row, "example.com"),
        }
    }

    pub(crate) fn federation_identifier(&self, row: usize) -> Option<String> {
        self.person(row).federated.then(|| self.email(row))
    }

    /// The row above in the hierarchy.
    pub(crate) fn manager(&self, row: usize) -> Option<usize> {
        if !self.drawing.is_ordinary(row) || self.person(row).kind != UserType::Standard {
            return None;
        }
        let first = OTHER_ROW + 1 + row / 9;
        let fits = |&above: &usize| {
            // Without a detour over what was asked last, which is the row itself.
            self.drawing.is_ordinary(above) && self.drawing.kind(above) == UserType::Standard
        };
        (first..row.min(first + 8)).find(fits)
    }

    pub(crate) fn row_of_username(&self, username: &str) -> Option<usize> {
        let username = username.trim().to_lowercase();
        if let Some(row) = self.accounts.row(&username) {
            return Some(row).filter(|&row| row < self.len());
        }
        let (local, domain) = username.rsplit_once('@')?;
        if domain != self.domain {
            return None;
        }
        let (local, beside) = match local.strip_suffix(accounts::BESIDE_ACCOUNT) {
            Some(local) => (local, true),
            None => (local, false),
        };
        let row = self.names.row(local)?;
        let own = self.accounts.at(row).is_none() && self.accounts.is_taken(row) == beside;
        (own && row < self.len()).then_some(row)
    }

    /// Whether this user may log in: active, not frozen, a person or a service account.
    pub(crate) fn may_log_in(&self, row: usize) -> bool {
        let person = self.person(row);
        person.active && !person.frozen && person.kind.logs_in()
    }

    /// What stands before the `@` of the user name.
    fn address(&self, row: usize, domain: &str) -> String {
        let mut address = String::with_capacity(48);
        let person = self.person(row);
        self.names.spell((person.born, person.number), &mut address);
        if self.accounts.is_taken(row) {
            address.push_str(accounts::BESIDE_ACCOUNT);
        }
        address.push('@');
        address.push_str(domain);
        address
    }

    /// A number that is always the same for the row and the purpose.
    fn roll(&self, row: usize, salt: u64) -> u64 {
        mix(self.seed ^ 0x6465_7461, row as u64 * 64 + salt)
    }
}

#[cfg(test)]
mod tests;
