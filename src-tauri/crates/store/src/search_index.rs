//! The table `user_search`: the index over the search keys.
//!
//! A trigger would keep it current too, but a statement that fires a trigger on a virtual table
//! begins a savepoint, and at each savepoint FTS5 writes out what it has gathered: a page of 2,000
//! users then takes three times as long. So the entries of a transaction are gathered here and
//! written together.

use lpc_sqlite::Sql as _;
use rusqlite::{Connection, Result};

/// The entries that a transaction has changed so far: the row, its key as it stands in the index,
/// which has to be named to be taken out, and the new one.
#[derive(Debug, Default)]
pub(crate) struct SearchIndex(Vec<(i64, Option<String>, Option<String>)>);

impl SearchIndex {
    pub(crate) fn change(&mut self, row: i64, old: Option<String>, new: Option<String>) {
        if old != new {
            self.0.push((row, old, new));
        }
    }

    /// Writes the entries, in the order in which they came.
    pub(crate) fn write(self, db: &Connection) -> Result<()> {
        let remove =
            "INSERT INTO user_search (user_search, rowid, search_key) VALUES ('delete', ?1, ?2)";
        let add = "INSERT INTO user_search (rowid, search_key) VALUES (?1, ?2)";
        for (row, old, new) in self.0 {
            if let Some(old) = old {
                db.run(remove, (row, old))?;
            }
            if let Some(new) = new {
                db.run(add, (row, new))?;
            }
        }
        Ok(())
    }
}
