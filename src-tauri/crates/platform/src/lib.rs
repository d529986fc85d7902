//! The little that differs per operating system: where the data key lives, who may run beside us,
//! and who may read our files. Everything above this crate is the same on all three systems.

mod instance_lock;
mod key_store;
mod os_key_store;
mod person;
mod private_path;
mod set_aside;

pub use instance_lock::{InstanceLock, InstanceLockError};
pub use key_store::{KeyStore, KeyStoreError, Unlock};
pub use os_key_store::{DEFAULT_TIME_LIMIT, OsKeyStore};
pub use person::person;
pub use private_path::{private_file, private_folder, restrict_file};
pub use set_aside::set_aside;

// `cargo xtask cross-check` compiles these to see that it finds a type error of one system alone.
#[cfg(all(windows, cross_check_self_test))]
const WINDOWS_IS_CHECKED: u32 = "not a number";
#[cfg(all(target_os = "macos", cross_check_self_test))]
const MACOS_IS_CHECKED: u32 = "not a number";
