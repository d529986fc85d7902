//! `vault.db`: the truth about connections and the only place of secrets on disk.
//!
//! Secrets are sealed with a random data key that the operating system's key store keeps; without a
//! key store nothing secret is written at all. Every write is one transaction of one thread, durable
//! (`synchronous=FULL`) before its future resolves.

mod connection;
mod custody;
mod data_key;
mod database;
mod failure;
mod instant;
mod key_record;
mod opening;
mod own_thread;
mod pending_login;
mod refresh_intent;
mod refresh_lock;
mod schema;
mod seal;
mod vault;
mod write_fault;

pub use custody::DATA_KEY_NAME;
pub use opening::{OpenError, Opening};
pub use refresh_lock::RefreshLock;
pub use vault::SqliteVault;
