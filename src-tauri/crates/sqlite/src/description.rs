//! What differs between the databases of the product.

use rusqlite_migration::M;

/// What tells one database of the product from another.
#[derive(Debug)]
pub struct Description {
    /// The file's name in the data folder.
    pub file: &'static str,
    /// In SQLite's header. Says whose a database is, whatever its name.
    pub application_id: i32,
    /// Each runs in one transaction with its number (`user_version`, which counts positions), and
    /// none is edited after a release.
    pub migrations: &'static [M<'static>],
    pub synchronous: Synchronous,
}

impl Description {
    /// The `user_version` of this build.
    pub const fn version(&self) -> i64 {
        self.migrations.len() as i64
    }
}

/// What a power loss may take; never the consistency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Synchronous {
    /// The last transactions. Enough for what can be read again.
    Normal = 1,
    /// Nothing that was answered.
    Full = 2,
}
