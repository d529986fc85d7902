//! The floor of the product's databases: one way to open, check, make, migrate, back up and
//! quarantine a file, one supervised thread that writes it, and connections that only read beside
//! it. What a database holds is its crate's business; a [`Description`] says how it differs.

mod column;
mod connection;
mod count;
mod database;
mod description;
mod error;
mod files;
mod health;
mod open;
mod readers;
mod sql;
mod writer;

pub use column::{Id, Key, Millis, Word};
pub use count::Statements;
pub use database::Database;
pub use description::{Description, Synchronous};
pub use error::{Error, OpenError};
pub use health::write_fault;
pub use open::Opening;
pub use rusqlite_migration::M;
pub use sql::Sql;
