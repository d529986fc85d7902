//! The table `preflight`.

use lpc_core::preflight::{Check, Preflight};
use lpc_core::text;
use lpc_sqlite::{Millis, Sql as _, Word};
use rusqlite::{Connection, Result, params};

/// Replaces the list of an organization.
pub(crate) fn write(db: &Connection, organization: i64, list: Option<&Preflight>) -> Result<()> {
    db.run(
        "DELETE FROM preflight WHERE organization = ?1",
        [organization],
    )?;
    for check in list.iter().flat_map(|list| &list.checks) {
        db.run(
            "INSERT OR REPLACE INTO preflight
                 (organization, name, result, meaning, next_step, checked)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                organization,
                Word(check.name),
                Word(check.result),
                text::field(&check.meaning),
                check.next_step.as_deref().map(text::field),
                list.map(|list| Millis(list.checked)),
            ],
        )?;
    }
    Ok(())
}

pub(crate) fn read(db: &Connection, organization: i64) -> Result<Option<Preflight>> {
    let sql = "SELECT name, result, meaning, next_step, checked FROM preflight
               WHERE organization = ?1";
    let mut rows = db.all(sql, [organization], |row| {
        let check = Check {
            name: row.get::<_, Word<_>>(0)?.0,
            result: row.get::<_, Word<_>>(1)?.0,
            meaning: row.get(2)?,
            next_step: row.get(3)?,
        };
        Ok((check, row.get::<_, Millis>(4)?.0))
    })?;
    rows.sort_by_key(|(check, _)| check.name);
    let checked = rows.first().map(|(_, checked)| *checked);
    Ok(checked.map(|checked| Preflight {
        checked,
        checks: rows.into_iter().map(|(check, _)| check).collect(),
    }))
}
