//! The table `user_search`: the index over the search keys.
//!
//! A trigger would keep it current too, but a statement that fires a trigger on a virtual table
//! begins a savepoint, and at each savepoint FTS5 writes out what it has gathered: a page of 2,000
//! users then takes three times as long. So the entries of a transaction are gathered here and
//! written together.

use crate::failure::Failure;
use rusqlite::Transaction;

/// The entries that a transaction has changed so far.
#[derive(Debug, Default)]
pub(crate) struct SearchIndex {
    changes: Vec<Change>,
}

#[derive(Debug)]
struct Change {
    row: i64,
    /// The key as it stands in the index, which has to be named to be taken out.
    old: Option<String>,
    new: Option<String>,
}

impl SearchIndex {
    pub(crate) fn change(&mut self, row: i64, old: Option<String>, new: Option<String>) {
        if old != new {
            self.changes.push(Change { row, old, new });
        }
    }

    /// Writes the entries, in the order in which they came.
    pub(crate) fn write(self, transaction: &Transaction<'_>) -> Result<(), Failure> {
        let mut remove = transaction.prepare_cached(
            "INSERT INTO user_search (user_search, rowid, search_key) VALUES ('delete', ?1, ?2)",
        )?;
        let mut add = transaction
            .prepare_cached("INSERT INTO user_search (rowid, search_key) VALUES (?1, ?2)")?;
        for change in self.changes {
            if let Some(old) = change.old {
                remove.execute((change.row, old))?;
            }
            if let Some(new) = change.new {
                add.execute((change.row, new))?;
            }
        }
        Ok(())
    }
}
