//! Wiping what a deleted organization left, a part at a time: one transaction over 100,000 users and
//! their search entries would keep every other organization waiting.

use crate::search_index::SearchIndex;
use lpc_sqlite::Sql as _;
use rusqlite::{Connection, Result};

/// Users that go in one transaction.
const USERS_AT_ONCE: i64 = 1_000;

/// The row of a deleted organization that is not wiped yet.
pub(crate) fn left(db: &Connection) -> Result<Option<i64>> {
    let sql = "SELECT row FROM organization WHERE deleted = 1 LIMIT 1";
    db.first(sql, [], |row| row.get(0))
}

/// Wipes a part; answers the organization of which nothing is left but its own row, which stays until
/// the file is rebuilt: it is what tells the next start to go on.
pub(crate) fn some(db: &Connection) -> Result<Option<i64>> {
    let Some(organization) = left(db)? else {
        return Ok(None);
    };
    if users(db, organization)? {
        return Ok(None);
    }
    // A table that is missing here fails the foreign key of its own row, so none is forgotten.
    for table in referring(db)? {
        let sql = format!("DELETE FROM \"{table}\" WHERE organization = ?1");
        db.run(&sql, [organization])?;
    }
    Ok(Some(organization))
}

/// Wipes the row of an organization that has no other any more.
pub(crate) fn own_row(db: &Connection, organization: i64) -> Result<()> {
    db.run("DELETE FROM organization WHERE row = ?1", [organization])
}

/// Wipes some users; whether there were any.
fn users(db: &Connection, organization: i64) -> Result<bool> {
    let sql = "SELECT row, search_key FROM user WHERE organization = ?1 LIMIT ?2";
    let users: Vec<(i64, String)> = db.all(sql, [organization, USERS_AT_ONCE], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    let (mut index, any) = (SearchIndex::default(), !users.is_empty());
    for (row, key) in users {
        db.run("DELETE FROM user WHERE row = ?1", [row])?;
        index.change(row, Some(key), None);
    }
    if any {
        // Otherwise the letters of the names would stay in the index until it happens to be merged.
        secure_delete(db, true)?;
        index.write(db)?;
        secure_delete(db, false)?;
    }
    Ok(any)
}

fn secure_delete(db: &Connection, on: bool) -> Result<()> {
    let sql = "INSERT INTO user_search (user_search, rank) VALUES ('secure-delete', ?1)";
    db.run(sql, [i64::from(on)])
}

/// The tables with a column `organization` that refers to an organization's row, those that nothing
/// else refers to first.
fn referring(db: &Connection) -> Result<Vec<String>> {
    let sql = "SELECT m.name FROM sqlite_schema AS m, pragma_foreign_key_list(m.name) AS k
               WHERE m.type = 'table' AND k.\"table\" = 'organization'
                   AND k.\"from\" = 'organization'
               ORDER BY EXISTS (SELECT 1
                                FROM sqlite_schema AS o, pragma_foreign_key_list(o.name) AS r
                                WHERE r.\"table\" = m.name), m.name";
    db.all(sql, [], |row| row.get(0))
}
