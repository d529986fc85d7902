//! The table `user`: rows as evaluations see them. Lists read it in `user_list`.

mod write;

use crate::column::{self, Id, Millis, Own};
use crate::counter::Standing;
use crate::failure::Failure;
use jiff::Timestamp;
use lpc_core::directory::DirectoryUser;
use lpc_core::group::{ABSENT_EVALUATIONS_UNTIL_SUSPENDED, Previous};
use lpc_core::salesforce_id::SalesforceId;
use lpc_core::status::{OwnStatus, StatusSource};
use rusqlite::{OptionalExtension, Row, Transaction, params};

pub(crate) use write::{Update, bounded, delete, insert, write_evaluation, write_facts};

/// The columns of [`Known`], in the order in which it reads them.
const COLUMNS: &str = "row, id, name, email, username, profile, user_type, is_active, last_login, \
                       modified, is_frozen, last_seen, generation, absences, own, incident, since";

/// What the mirror knows about a user.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) row: i64,
    pub(crate) user: DirectoryUser,
    pub(crate) is_frozen: Option<bool>,
    pub(crate) last_seen: Timestamp,
    pub(crate) generation: i64,
    pub(crate) absences: u32,
    pub(crate) standing: Standing,
    pub(crate) since: Option<Timestamp>,
}

impl Known {
    /// What the evaluation rules want to know about the past. A member who stands in the list as
    /// *Not initialized* was never evaluated and has none.
    pub(crate) fn previous(&self) -> Option<Previous> {
        match self.standing.own {
            None | Some(OwnStatus::NotInitialized) => None,
            Some(status) => Some(Previous {
                member: true,
                status,
            }),
        }
    }

    /// Whether facts that arrive outside a load or a delta say nothing about the status: the user
    /// waits for the load to be published, or is gone.
    pub(crate) fn waits_for_a_load(&self) -> bool {
        self.standing.own == Some(OwnStatus::NotInitialized)
            || self.absences >= ABSENT_EVALUATIONS_UNTIL_SUSPENDED
    }

    /// An update that changes nothing yet.
    pub(crate) fn update(&self) -> Update {
        Update {
            row: self.row,
            before: self.standing,
            after: self.standing,
            since: self.since,
            is_frozen: self.is_frozen,
            absences: self.absences,
            last_seen: self.last_seen,
            // Whoever evaluates read Salesforce.
            source: StatusSource::Salesforce,
        }
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            row: row.get(0)?,
            user: DirectoryUser {
                id: row.get::<_, Id>(1)?.0,
                name: row.get(2)?,
                email: row.get(3)?,
                username: row.get(4)?,
                profile: row.get(5)?,
                user_type: row.get(6)?,
                is_active: row.get(7)?,
                last_login: row.get::<_, Option<Millis>>(8)?.map(|instant| instant.0),
                modified: row.get::<_, Millis>(9)?.0,
            },
            is_frozen: row.get(10)?,
            last_seen: row.get::<_, Millis>(11)?.0,
            generation: row.get(12)?,
            absences: row.get(13)?,
            standing: Standing {
                own: row.get::<_, Option<Own>>(14)?.map(|own| own.0),
                incident: row.get(15)?,
            },
            since: row.get::<_, Option<Millis>>(16)?.map(|instant| instant.0),
        })
    }
}

pub(crate) fn find(
    transaction: &Transaction<'_>,
    organization: i64,
    id: &SalesforceId,
) -> Result<Option<Known>, Failure> {
    Ok(transaction
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM user WHERE organization = ?1 AND id = ?2"
        ))?
        .query_row(params![organization, id.as_str()], Known::read)
        .optional()?)
}

/// The largest id in the mirror of an organization.
pub(crate) fn largest_id(
    transaction: &Transaction<'_>,
    organization: i64,
) -> Result<Option<SalesforceId>, Failure> {
    let largest: Option<Id> = transaction
        .prepare_cached("SELECT max(id) FROM user WHERE organization = ?1")?
        .query_row([organization], |row| row.get(0))?;
    Ok(largest.map(|id| id.0))
}

/// Users whom a load named.
pub(crate) fn of_generation(
    transaction: &Transaction<'_>,
    organization: i64,
    generation: i64,
) -> Result<u64, Failure> {
    let users = transaction.query_row(
        "SELECT count(*) FROM user WHERE organization = ?1 AND generation = ?2",
        [organization, generation],
        |row| row.get(0),
    )?;
    Ok(column::count(users))
}

/// Shows every row of an organization to `look`, which must not write to this table. `only` is a
/// condition of this crate's own, never foreign text.
pub(crate) fn each(
    transaction: &Transaction<'_>,
    organization: i64,
    only: &str,
    mut look: impl FnMut(Known) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut statement = transaction.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM user INDEXED BY user_by_id WHERE organization = ?1 AND {only}"
    ))?;
    let mut rows = statement.query([organization])?;
    while let Some(row) = rows.next()? {
        look(Known::read(row)?)?;
    }
    Ok(())
}
