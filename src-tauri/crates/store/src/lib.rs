//! `console.db`: organizations, the mirror of Salesforce's users, sessions and incidents, over
//! SQLite. [`ConsoleDb`] implements [`lpc_core::port::store::Store`].
//!
//! All writes go through one thread, each as one `BEGIN IMMEDIATE` transaction; reads run on
//! read-only connections beside it and never wait for it. Everything in the file can be read again
//! from Salesforce or typed again; secrets live in `vault.db`.

mod audit;
mod column;
mod console_db;
mod counter;
mod failure;
mod held_back;
mod incident;
mod member_check;
mod migration;
mod mirror;
mod organization;
mod preflight;
mod recovery;
mod search_index;
mod session;
mod session_list;
mod setting;
mod status_change;
mod user;
mod user_list;
mod user_record;
mod wipe;
mod work;

#[cfg(test)]
mod tests;

pub use console_db::ConsoleDb;
pub use lpc_sqlite::{OpenError, Opening};
