//! What a store of its own has to show, over real databases in temporary folders, and the suite that
//! every store runs.

mod audit;
mod changes;
mod counters;
mod deltas;
mod held_back;
mod incidents;
mod loads;
mod member_checks;
mod opening;
mod preflights;
mod session_list;
mod status_changes;
mod wiping;
mod writing;

use crate::ConsoleDb;
use crate::failure::Failure;
use lpc_core::port::store::conformance::rig::{
    add_organization, at, frozen, frozen_unknown, id, inactive, input, load_into, named,
    organization, service_account, user,
};
use lpc_core::port::store::conformance::{self, Subject};
use tempfile::TempDir;

/// A database with one organization.
type Rig = conformance::Rig<ConsoleDb>;

impl Subject for ConsoleDb {
    type Place = TempDir;

    fn begin() -> (Self, TempDir) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let db = Self::open(folder.path(), at(0)).expect("a new database opens");
        (db, folder)
    }

    fn reopened(self, folder: &TempDir) -> Self {
        drop(self);
        Self::open(folder.path(), at(0)).expect("an existing database opens")
    }
}

/// What only a database can be asked.
trait Sql {
    /// A number that a query gives, on the writer's connection.
    async fn number(&self, sql: &'static str) -> i64;

    async fn execute(&self, sql: &'static str);
}

impl Sql for Rig {
    async fn number(&self, sql: &'static str) -> i64 {
        self.db
            .write(move |db| Ok::<_, Failure>(db.query_row(sql, [], |row| row.get(0))?))
            .await
            .expect("the query gives a number")
    }

    async fn execute(&self, sql: &'static str) {
        self.db
            .write(move |db| Ok::<_, Failure>(db.execute_batch(sql)?))
            .await
            .expect("the statement runs");
    }
}

mod suite {
    use crate::ConsoleDb;

    lpc_core::store_conformance!(ConsoleDb);
}
