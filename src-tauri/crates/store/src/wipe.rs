//! Wiping what a deleted organization left, a part at a time: one transaction over 100,000 users and
//! their search entries would keep every other organization waiting.

use crate::failure::Failure;
use rusqlite::{OptionalExtension, Transaction};

/// Users that go in one transaction.
const USERS_AT_ONCE: i64 = 1_000;

/// Whether a deleted organization is not wiped yet.
pub(crate) fn is_left(transaction: &Transaction<'_>) -> Result<bool, Failure> {
    Ok(transaction
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM organization WHERE deleted = 1)")?
        .query_row([], |row| row.get(0))?)
}

/// What is left after a part was wiped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Left {
    /// Rows of the organization.
    Rows,
    /// The organization's own row, which stays until the file is rebuilt: it is what tells the next
    /// start to go on.
    OwnRow(i64),
    /// Nothing of any organization.
    Nothing,
}

/// Wipes a part.
pub(crate) fn some(transaction: &Transaction<'_>) -> Result<Left, Failure> {
    let deleted: Option<i64> = transaction
        .prepare_cached("SELECT row FROM organization WHERE deleted = 1 LIMIT 1")?
        .query_row([], |row| row.get(0))
        .optional()?;
    let Some(organization) = deleted else {
        return Ok(Left::Nothing);
    };
    if users(transaction, organization)? > 0 {
        return Ok(Left::Rows);
    }
    rest(transaction, organization)?;
    Ok(Left::OwnRow(organization))
}

/// Wipes the row of an organization that has no other any more.
pub(crate) fn own_row(transaction: &Transaction<'_>, organization: i64) -> Result<(), Failure> {
    transaction.execute("DELETE FROM organization WHERE row = ?1", [organization])?;
    Ok(())
}

fn users(transaction: &Transaction<'_>, organization: i64) -> Result<usize, Failure> {
    let mut statement = transaction
        .prepare_cached("SELECT row, search_key FROM user WHERE organization = ?1 LIMIT ?2")?;
    let users = statement
        .query_map([organization, USERS_AT_ONCE], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
        })?
        .collect::<Result<Vec<_>, _>>()?;
    if users.is_empty() {
        return Ok(0);
    }
    // Otherwise the letters of the names would stay in the index until it happens to be merged.
    secure_delete(transaction, true)?;
    let mut unlist = transaction.prepare_cached(
        "INSERT INTO user_search (user_search, rowid, search_key) VALUES ('delete', ?1, ?2)",
    )?;
    for (row, key) in &users {
        unlist.execute((row, key))?;
    }
    secure_delete(transaction, false)?;
    let mut delete = transaction.prepare_cached("DELETE FROM user WHERE row = ?1")?;
    for (row, _) in &users {
        delete.execute([row])?;
    }
    Ok(users.len())
}

fn secure_delete(transaction: &Transaction<'_>, on: bool) -> Result<(), Failure> {
    transaction.execute(
        "INSERT INTO user_search (user_search, rank) VALUES ('secure-delete', ?1)",
        [i64::from(on)],
    )?;
    Ok(())
}

/// Every other table that refers to the organization. A table that is missing here fails the foreign
/// key of its own row, so none is forgotten.
fn rest(transaction: &Transaction<'_>, organization: i64) -> Result<(), Failure> {
    for table in referring(transaction)? {
        transaction.execute(
            &format!("DELETE FROM \"{table}\" WHERE organization = ?1"),
            [organization],
        )?;
    }
    Ok(())
}

/// The tables with a column `organization` that refers to an organization's row, those that nothing
/// else refers to first.
fn referring(transaction: &Transaction<'_>) -> Result<Vec<String>, Failure> {
    let mut statement = transaction.prepare_cached(
        "SELECT m.name FROM sqlite_schema AS m, pragma_foreign_key_list(m.name) AS k
         WHERE m.type = 'table' AND k.\"table\" = 'organization' AND k.\"from\" = 'organization'
         ORDER BY EXISTS (SELECT 1 FROM sqlite_schema AS o, pragma_foreign_key_list(o.name) AS r
                          WHERE r.\"table\" = m.name), m.name",
    )?;
    let tables = statement.query_map([], |row| row.get(0))?;
    Ok(tables.collect::<Result<_, _>>()?)
}
