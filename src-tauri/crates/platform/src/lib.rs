//! The little that differs per operating system: where the data key lives, who may run beside us,
//! who may read our files, and how a person is told who does not look at the window. Everything
//! above this crate is the same on all three systems.

mod instance_lock;
mod key_store;
mod notification;
#[cfg_attr(target_os = "linux", path = "notifications/linux.rs")]
#[cfg_attr(target_os = "macos", path = "notifications/macos.rs")]
#[cfg_attr(windows, path = "notifications/windows.rs")]
mod notifications;
mod os_key_store;
mod person;
mod private_path;

pub use instance_lock::{InstanceLock, InstanceLockError};
pub use key_store::{KeyStore, KeyStoreError, Unlock};
pub use notification::{Clicked, Notification, NotificationError};
pub use notifications::Notifications;
pub use os_key_store::{DEFAULT_TIME_LIMIT, OsKeyStore};
pub use person::person;
pub use private_path::{private_file, private_folder, restrict_file};
