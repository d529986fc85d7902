//! The people of the organization: drawn from the seed, kept small, changed by faults.

mod changes;

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use jiff::Timestamp;

use crate::identifiers::mix;
use crate::names::NameKey;
use crate::organization::{
    CLOUD_INTEGRATION, FOR_PEOPLE, INTEGRATION, PARTNER, PROFILES, ROLES, SERVICE_ACCOUNT,
};
pub(crate) use changes::Change;

/// Row of the service account.
pub(crate) const SERVICE_ROW: usize = 3;
/// Row of the second service account, for logins with the wrong one.
pub(crate) const OTHER_ROW: usize = 7;

const DAY_MS: i64 = 86_400_000;

/// What Salesforce calls the type of a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UserType {
    Standard,
    PowerPartner,
    AutomatedProcess,
    CloudIntegrationUser,
}

impl UserType {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Standard => "Standard",
            Self::PowerPartner => "PowerPartner",
            Self::AutomatedProcess => "AutomatedProcess",
            Self::CloudIntegrationUser => "CloudIntegrationUser",
        }
    }
}

/// One user. Times are milliseconds since the epoch.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Person {
    /// The name at birth of the account: e-mail and user name stay with it.
    born: NameKey,
    name: NameKey,
    /// Tells apart the user names of people with the same name; 0 for the first of them.
    number: u32,
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
    pub(crate) last_login: Option<i64>,
}

/// An account whose name does not come from the pools.
struct Account {
    first: &'static str,
    last: &'static str,
    username: String,
    email: String,
}

/// Everybody, by row; rows are in the order of ids and of creation.
pub(crate) struct People {
    rows: Vec<Person>,
    accounts: HashMap<usize, Account>,
    usernames: HashMap<String, usize>,
    domain: String,
    seed: u64,
    changed: changes::Trail,
}

impl People {
    /// Draws `count` people. Dates lie before `anchor`, the midnight before the start.
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
        let mut numbers: HashMap<NameKey, u32> = HashMap::with_capacity(count);
        let mut rows = Vec::with_capacity(count);
        for row in 0..count {
            let (name, number) = unused_name(seed, row as u64, &mut numbers);
            rows.push(person(seed, row, count, name, number, anchor));
        }
        let accounts = accounts(service_username, organization_id);
        // People of other keys may share a plain spelling, so user names get a last check.
        let mut people = Self {
            rows,
            accounts,
            usernames: HashMap::with_capacity(count),
            domain: domain.to_owned(),
            seed,
            changed: changes::Trail::default(),
        };
        for row in 0..count {
            let mut username = people.username(row).to_lowercase();
            while people.usernames.contains_key(&username) {
                people.rows[row].number += 1;
                let next = people.username(row).to_lowercase();
                if next == username {
                    break;
                }
                username = next;
            }
            people.usernames.insert(username, row);
        }
        people
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The person of a row that came from this organization.
    pub(crate) fn person(&self, row: usize) -> Person {
        self.rows[row]
    }

    pub(crate) fn first_name(&self, row: usize) -> &'static str {
        match self.accounts.get(&row) {
            Some(account) => account.first,
            None => self.rows[row].name.first(),
        }
    }

    pub(crate) fn last_name(&self, row: usize) -> Cow<'static, str> {
        match self.accounts.get(&row) {
            Some(account) => Cow::Borrowed(account.last),
            None => Cow::Owned(self.rows[row].name.last()),
        }
    }

    pub(crate) fn full_name(&self, row: usize) -> String {
        format!("{} {}", self.first_name(row), self.last_name(row))
    }

    pub(crate) fn username(&self, row: usize) -> String {
        match self.accounts.get(&row) {
            Some(account) => account.username.clone(),
            None => format!("{}@{}", self.local_part(row), self.domain),
        }
    }

    pub(crate) fn email(&self, row: usize) -> String {
        match self.accounts.get(&row) {
            Some(account) => account.email.clone(),
            None => format!("{}@example.com", self.local_part(row)),
        }
    }

    pub(crate) fn federation_identifier(&self, row: usize) -> Option<String> {
        self.rows[row].federated.then(|| self.email(row))
    }

    /// The row above in the hierarchy.
    pub(crate) fn manager(&self, row: usize) -> Option<usize> {
        let person = &self.rows[row];
        if self.accounts.contains_key(&row) || person.kind != UserType::Standard {
            return None;
        }
        let manager = 8 + row / 9;
        (manager < row).then_some(manager)
    }

    pub(crate) fn row_of_username(&self, username: &str) -> Option<usize> {
        self.usernames.get(&username.trim().to_lowercase()).copied()
    }

    /// Whether this user may log in: active, not frozen, a person or a service account.
    pub(crate) fn may_log_in(&self, row: usize) -> bool {
        let person = &self.rows[row];
        let human = matches!(person.kind, UserType::Standard | UserType::PowerPartner);
        person.active && !person.frozen && human
    }

    pub(crate) fn note_login(&mut self, row: usize, now: i64) {
        self.rows[row].last_login = Some(now);
    }

    fn local_part(&self, row: usize) -> String {
        let person = &self.rows[row];
        let mut part = person.born.address();
        if person.number > 0 {
            part.push_str(&(person.number + 1).to_string());
        }
        part
    }
}

fn unused_name(seed: u64, row: u64, numbers: &mut HashMap<NameKey, u32>) -> (NameKey, u32) {
    for attempt in 0..4 {
        let name = NameKey::draw(seed, row, attempt);
        if let Entry::Vacant(free) = numbers.entry(name) {
            free.insert(0);
            return (name, 0);
        }
    }
    let name = NameKey::draw(seed, row, 0);
    let number = numbers.entry(name).or_insert(0);
    *number += 1;
    (name, *number)
}

fn person(seed: u64, row: usize, count: usize, name: NameKey, number: u32, anchor: i64) -> Person {
    let roll = |salt: u64| mix(seed ^ 0x7065_6f70, row as u64 * 16 + salt);
    let (kind, profile) = kind_and_profile(row, roll(0), roll(1));
    let ordinary = row > OTHER_ROW && kind == UserType::Standard;
    // Six years of hiring, in the order of rows.
    let span = 6 * 365 * DAY_MS;
    let step = span / count as i64;
    let created = anchor - span + step * row as i64 + (roll(2) % step.unsigned_abs().max(1)) as i64;
    let touched = anchor - (roll(3) % (365 * DAY_MS as u64)) as i64;
    let touched = touched.max(created).min(anchor);
    let active = !(ordinary && roll(4) % 1000 < 10);
    let frozen = ordinary && active && roll(5) % 1000 < 7;
    let ever = !(ordinary && roll(6) % 100 < 3);
    let last_login = (anchor - (roll(7) % (45 * DAY_MS as u64)) as i64).max(created);
    let robot = matches!(
        kind,
        UserType::AutomatedProcess | UserType::CloudIntegrationUser
    );
    Person {
        born: name,
        name,
        number,
        profile: profile.map(|profile| profile as u8),
        role: (ordinary && roll(8) % 100 < 85).then(|| role(roll(9))),
        kind,
        active,
        frozen,
        locked: ordinary && active && roll(10) % 1000 < 2,
        federated: ordinary && roll(11) % 100 < 70,
        created,
        modified: touched.min(created.max(touched - (roll(12) % (DAY_MS as u64)) as i64)),
        system_modstamp: touched,
        last_login: (ever && !robot).then_some(last_login),
    }
}

/// A few lead, the others do the work; the roles at the end of the list are theirs.
fn role(roll: u64) -> u8 {
    let leaders = 7;
    let all = ROLES.len() as u64;
    let place = roll >> 8;
    (if roll % 100 < 4 {
        1 + place % (leaders - 1)
    } else {
        leaders + place % (all - leaders)
    }) as u8
}

fn kind_and_profile(row: usize, roll: u64, share: u64) -> (UserType, Option<usize>) {
    match row {
        0 => (UserType::AutomatedProcess, None),
        1 => (UserType::CloudIntegrationUser, Some(CLOUD_INTEGRATION)),
        SERVICE_ROW | OTHER_ROW => (UserType::Standard, Some(SERVICE_ACCOUNT)),
        2 | 4..=6 => (UserType::Standard, Some(crate::organization::ADMINISTRATOR)),
        _ => match roll % 1000 {
            0..=2 => (UserType::Standard, Some(INTEGRATION)),
            3..=22 => (UserType::PowerPartner, Some(PARTNER)),
            _ => (UserType::Standard, Some(ordinary_profile(share))),
        },
    }
}

fn ordinary_profile(roll: u64) -> usize {
    let mut rest = roll % 1000;
    for (position, profile) in PROFILES.iter().enumerate().take(FOR_PEOPLE) {
        if rest < profile.share {
            return position;
        }
        rest -= profile.share;
    }
    1
}

fn accounts(service_username: &str, organization_id: &str) -> HashMap<usize, Account> {
    let domain = service_username
        .rsplit_once('@')
        .map_or("example.com", |(_, domain)| domain);
    let short = organization_id
        .get(..15)
        .unwrap_or(organization_id)
        .to_lowercase();
    let account = |first, last, username: String, email: String| Account {
        first,
        last,
        username,
        email,
    };
    HashMap::from([
        (
            0,
            account(
                "Automated",
                "Process",
                format!("autoproc@{short}"),
                "noreply@example.com".to_owned(),
            ),
        ),
        (
            1,
            account(
                "Platform",
                "Integration User",
                format!("cloud@{short}"),
                "noreply@example.com".to_owned(),
            ),
        ),
        (
            SERVICE_ROW,
            account(
                "LPC",
                "Service Account",
                service_username.to_owned(),
                "lpc-service@example.com".to_owned(),
            ),
        ),
        (
            OTHER_ROW,
            account(
                "Other",
                "Service Account",
                format!("other@{domain}"),
                "other-service@example.com".to_owned(),
            ),
        ),
    ])
}

#[cfg(test)]
mod tests;
