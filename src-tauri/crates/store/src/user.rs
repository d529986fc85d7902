//! The table `user`: rows as decisions see them. Lists read it in `user_list`.

mod write;

use crate::column::Own;
use lpc_core::directory::DirectoryUser;
use lpc_core::plan::{KnownUser, Standing, Which};
use lpc_core::salesforce_id::SalesforceId;
use lpc_sqlite::{Id, Millis, Sql as _};
use rusqlite::{Connection, Result, Row, params};

pub(crate) use write::write;

/// The columns of a [`KnownUser`], in the order in which they are read.
const COLUMNS: &str = "row, id, name, email, username, profile, user_type, is_active, last_login, \
                       modified, is_frozen, last_seen, generation, absences, own, incident, since";

pub(crate) fn find(
    db: &Connection,
    organization: i64,
    id: &SalesforceId,
) -> Result<Option<KnownUser>> {
    let sql = format!("SELECT {COLUMNS} FROM user WHERE organization = ?1 AND id = ?2");
    db.first(&sql, params![organization, id.as_str()], read)
}

/// The largest id in the mirror of an organization.
pub(crate) fn largest_id(db: &Connection, organization: i64) -> Result<Option<SalesforceId>> {
    let sql = "SELECT max(id) FROM user WHERE organization = ?1";
    let largest: Option<Id> = db.one(sql, [organization], |row| row.get(0))?;
    Ok(largest.map(|id| id.0))
}

/// Shows every row of a kind to `look`.
pub(crate) fn each(
    db: &Connection,
    organization: i64,
    which: Which,
    look: &mut dyn FnMut(KnownUser),
) -> Result<()> {
    let only = match which {
        Which::Everyone => "true",
        Which::NotThawed => "is_frozen IS NOT 0",
        Which::FreezeKnown => "is_frozen IS NOT NULL",
    };
    let mut statement = db.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM user INDEXED BY user_by_id WHERE organization = ?1 AND {only}"
    ))?;
    let mut rows = statement.query([organization])?;
    while let Some(row) = rows.next()? {
        look(read(row)?);
    }
    Ok(())
}

fn read(row: &Row<'_>) -> Result<KnownUser> {
    Ok(KnownUser {
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
