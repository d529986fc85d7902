//! `vault.db`: the truth about connections and the only place of secrets on disk.
//!
//! Secrets are sealed with a random data key that the operating system's key store keeps; without a
//! key store nothing secret is written at all. Every write is one transaction of one thread, durable
//! (`synchronous=FULL`) before its future resolves.

mod column;
mod connection;
mod custody;
mod data_key;
mod failure;
mod file_lock;
mod key_record;
mod pending_login;
mod refresh_intent;
mod schema;
mod seal;
mod vault;

pub use custody::DATA_KEY_NAME;
pub use file_lock::FileLock;
pub use lpc_sqlite::{OpenError, Opening};
pub use vault::SqliteVault;
