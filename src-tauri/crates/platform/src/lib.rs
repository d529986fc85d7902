//! The little that differs per operating system: where the data key lives, who may run beside us,
//! who may read our files, and how a person is told who does not look at the window. Everything
//! above this crate is the same on all three systems.

mod instance_lock;
mod key_store;
mod notification;
mod os_key_store;
mod person;
mod private_path;

pub use instance_lock::{InstanceLock, InstanceLockError};
pub use key_store::{KeyStore, KeyStoreError, Unlock};
pub use notification::{Clicked, Notification, NotificationError, Notifications};
pub use os_key_store::{DEFAULT_TIME_LIMIT, OsKeyStore};
pub use person::person;
pub use private_path::{private_file, private_folder, restrict_file};

// `cargo xtask cross-check` compiles these to see that it finds a type error of one system alone.
#[cfg(all(windows, cross_check_self_test))]
const WINDOWS_IS_CHECKED: u32 = "not a number";
#[cfg(all(target_os = "macos", cross_check_self_test))]
const MACOS_IS_CHECKED: u32 = "not a number";
