//! The lock of a connection: one refresh at a time, over all processes.

use crate::failure::storage;
use crate::own_thread::on_own_thread;
use lpc_core::organization::OrganizationId;
use lpc_core::port::vault::VaultError;
use lpc_platform::private_file;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// Held across a refresh. Released on drop, and by the operating system when the process ends.
#[derive(Debug)]
pub struct RefreshLock {
    _file: File,
}

/// Waits for the lock. When the future is dropped, the lock is released as soon as it is got.
pub(crate) async fn lock(
    folder: &Path,
    organization: OrganizationId,
) -> Result<RefreshLock, VaultError> {
    let path = path(folder, organization);
    on_own_thread("refresh lock", move || {
        let file = private_file(&path).map_err(storage)?;
        file.lock().map_err(storage)?;
        Ok(RefreshLock { _file: file })
    })
    .await
}

/// Removes the file of an organization that was forgotten: its name says which one there was. Whoever
/// waits for it gets a lock that nobody else will ask for, and finds no connection.
pub(crate) fn remove(folder: &Path, organization: OrganizationId) {
    match fs::remove_file(path(folder, organization)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            tracing::warn!(%organization, %error, "the lock file of a forgotten organization stays");
        }
        _ => {}
    }
}

fn path(folder: &Path, organization: OrganizationId) -> PathBuf {
    folder.join(format!("conn-{organization}.lock"))
}
