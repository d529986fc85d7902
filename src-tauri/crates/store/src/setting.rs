//! The table `setting`.

use lpc_sqlite::Sql as _;
use rusqlite::{Connection, Result};

pub(crate) fn read(db: &Connection, key: &str) -> Result<Option<String>> {
    let sql = "SELECT value FROM setting WHERE key = ?1";
    db.first(sql, [key], |row| row.get(0))
}

pub(crate) fn write(db: &Connection, key: &str, value: &str) -> Result<()> {
    let sql = "INSERT OR REPLACE INTO setting (key, value) VALUES (?1, ?2)";
    db.run(sql, [key, value])
}
