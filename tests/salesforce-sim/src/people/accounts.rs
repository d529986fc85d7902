//! Accounts whose names do not come from the pools.

use crate::names::Names;
use crate::organization::{ADMINISTRATOR, CHATTER, CLOUD_INTEGRATION, GUEST, SERVICE_ACCOUNT};

const ROBOT_ROW: usize = 0;
const CLOUD_ROW: usize = 1;
/// Row of an administrator, who has made what nobody else has made.
pub(super) const ADMIN_ROW: usize = 2;
/// Row of the service account.
pub(crate) const SERVICE_ROW: usize = 3;
/// Row of the second service account, for logins with the wrong one.
pub(crate) const OTHER_ROW: usize = 7;
const CHATTER_ROW: usize = 11;
const GUEST_ROW: usize = 13;

/// Follows the name of somebody whose user name is that of an account.
pub(super) const BESIDE_ACCOUNT: &str = ".1";

/// The profile of a row that is not dealt: those of robots, administrators and accounts.
pub(super) fn fixed_profile(row: usize) -> Option<Option<usize>> {
    match row {
        ROBOT_ROW => Some(None),
        CLOUD_ROW => Some(Some(CLOUD_INTEGRATION)),
        SERVICE_ROW | OTHER_ROW => Some(Some(SERVICE_ACCOUNT)),
        ADMIN_ROW | 4..=6 => Some(Some(ADMINISTRATOR)),
        CHATTER_ROW => Some(Some(CHATTER)),
        GUEST_ROW => Some(Some(GUEST)),
        _ => None,
    }
}

/// Whether nobody in person stands behind the row.
pub(super) fn is_account(row: usize) -> bool {
    matches!(
        row,
        ROBOT_ROW | CLOUD_ROW | SERVICE_ROW | OTHER_ROW | CHATTER_ROW | GUEST_ROW
    )
}

pub(super) struct Account {
    pub(super) first: &'static str,
    pub(super) last: &'static str,
    pub(super) username: String,
    pub(super) email: String,
}

pub(super) struct Accounts {
    all: [(usize, Account); 6],
    /// Rows whose name spells the user name of an account.
    taken: Vec<usize>,
}

impl Accounts {
    pub(super) fn new(
        service_username: &str,
        organization_id: &str,
        domain: &str,
        names: &Names,
    ) -> Self {
        let own_domain = service_username
            .rsplit_once('@')
            .map_or("example.com", |(_, domain)| domain);
        let id = organization_id.get(..15).unwrap_or(organization_id);
        let short = id.to_lowercase();
        let account = |first, last, username: String, email: &str| Account {
            first,
            last,
            username,
            email: email.to_owned(),
        };
        let all = [
            (
                ROBOT_ROW,
                account(
                    "Automated",
                    "Process",
                    format!("autoproc@{short}"),
                    "noreply@example.com",
                ),
            ),
            (
                CLOUD_ROW,
                account(
                    "Platform",
                    "Integration User",
                    format!("cloud@{short}"),
                    "noreply@example.com",
                ),
            ),
            (
                SERVICE_ROW,
                account(
                    "LPC",
                    "Service Account",
                    service_username.to_owned(),
                    "lpc-service@example.com",
                ),
            ),
            (
                OTHER_ROW,
                account(
                    "Other",
                    "Service Account",
                    format!("other@{own_domain}"),
                    "other-service@example.com",
                ),
            ),
            (
                CHATTER_ROW,
                account(
                    "",
                    "Chatter Expert",
                    format!("chatty.{short}@chatter.{domain}"),
                    "noreply@chatter.example.com",
                ),
            ),
            (
                GUEST_ROW,
                account(
                    "",
                    "Support Site Guest User",
                    format!("support@sites.{domain}"),
                    "support@sites.example.com",
                ),
            ),
        ];
        let named = |(_, account): &(usize, Account)| {
            let username = account.username.to_lowercase();
            let (local, at) = username.rsplit_once('@')?;
            (at == domain).then(|| names.row(local)).flatten()
        };
        Self {
            taken: all.iter().filter_map(named).collect(),
            all,
        }
    }

    pub(super) fn at(&self, row: usize) -> Option<&Account> {
        if row > GUEST_ROW {
            return None;
        }
        let found = self.all.iter().find(|(own, _)| *own == row);
        found.map(|(_, account)| account)
    }

    /// The row that logs in by this lower-case name.
    pub(super) fn row(&self, username: &str) -> Option<usize> {
        let mut all = self.all.iter();
        all.find(|(_, account)| account.username.to_lowercase() == username)
            .map(|(row, _)| *row)
    }

    /// Whether the user name that the row would have belongs to an account.
    pub(super) fn is_taken(&self, row: usize) -> bool {
        self.taken.contains(&row)
    }
}
