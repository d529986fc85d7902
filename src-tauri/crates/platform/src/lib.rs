//! The little that differs per operating system: where the data key lives, who may run beside us,
//! and who may read our files. Everything above this crate is the same on all three systems.

mod instance_lock;
mod key_store;
mod os_key_store;
mod private_path;

pub use instance_lock::{InstanceLock, InstanceLockError};
pub use key_store::{KeyStore, KeyStoreError, Unlock};
pub use os_key_store::{DEFAULT_TIME_LIMIT, OsKeyStore};
pub use private_path::{private_file, private_folder, restrict_file};
