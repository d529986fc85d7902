//! The table `setting`.

use crate::failure::Failure;
use rusqlite::{OptionalExtension, Transaction};

pub(crate) fn read(transaction: &Transaction<'_>, key: &str) -> Result<Option<String>, Failure> {
    Ok(transaction
        .prepare_cached("SELECT value FROM setting WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()?)
}

pub(crate) fn write(transaction: &Transaction<'_>, key: &str, value: &str) -> Result<(), Failure> {
    transaction.execute(
        "INSERT INTO setting (key, value) VALUES (?1, ?2)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        [key, value],
    )?;
    Ok(())
}
