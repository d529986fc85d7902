//! The lock of a connection: one refresh at a time, over all processes.

use crate::failure::storage;
use crate::own_thread::on_own_thread;
use lpc_core::organization::OrganizationId;
use lpc_core::port::vault::VaultError;
use lpc_platform::private_file;
use std::fs::File;
use std::path::Path;

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
    let path = folder.join(format!("conn-{organization}.lock"));
    on_own_thread("refresh lock", move || {
        let file = private_file(&path).map_err(storage)?;
        file.lock().map_err(storage)?;
        Ok(RefreshLock { _file: file })
    })
    .await
}
