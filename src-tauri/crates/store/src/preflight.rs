//! The table `preflight`.

use crate::column::{Millis, Word};
use crate::failure::Failure;
use lpc_core::preflight::{Check, Preflight};
use lpc_core::text;
use rusqlite::{Transaction, params};

/// Replaces the list of an organization.
pub(crate) fn write(
    transaction: &Transaction<'_>,
    organization: i64,
    preflight: Option<&Preflight>,
) -> Result<(), Failure> {
    transaction.execute(
        "DELETE FROM preflight WHERE organization = ?1",
        [organization],
    )?;
    let Some(preflight) = preflight else {
        return Ok(());
    };
    for check in &preflight.checks {
        transaction.execute(
            "INSERT OR REPLACE INTO preflight
                 (organization, name, result, meaning, next_step, checked)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                organization,
                Word(check.name),
                Word(check.result),
                text::field(&check.meaning),
                check.next_step.as_deref().map(text::field),
                Millis(preflight.checked),
            ],
        )?;
    }
    Ok(())
}

pub(crate) fn read(
    transaction: &Transaction<'_>,
    organization: i64,
) -> Result<Option<Preflight>, Failure> {
    let mut statement = transaction.prepare_cached(
        "SELECT name, result, meaning, next_step, checked FROM preflight
         WHERE organization = ?1",
    )?;
    let rows = statement.query_map([organization], |row| {
        let check = Check {
            name: row.get::<_, Word<_>>(0)?.0,
            result: row.get::<_, Word<_>>(1)?.0,
            meaning: row.get(2)?,
            next_step: row.get(3)?,
        };
        Ok((check, row.get::<_, Millis>(4)?.0))
    })?;
    let mut rows = rows.collect::<Result<Vec<_>, _>>()?;
    rows.sort_by_key(|(check, _)| check.name);
    let checked = rows.first().map(|(_, checked)| *checked);
    Ok(checked.map(|checked| Preflight {
        checked,
        checks: rows.into_iter().map(|(check, _)| check).collect(),
    }))
}
