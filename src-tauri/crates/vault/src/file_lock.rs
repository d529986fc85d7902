//! Locks that hold over all processes, as files beside the vault.

use lpc_core::organization::OrganizationId;
use lpc_platform::private_file;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// Released on drop, and by the operating system when the process ends.
#[derive(Debug)]
pub struct FileLock {
    _file: File,
}

impl FileLock {
    /// Held while the vault is opened and while the data key is made, so that two processes do not
    /// do it at once. Nobody holds it for long.
    pub(crate) fn of_folder(folder: &Path) -> io::Result<Self> {
        Self::wait(&folder.join("vault.lock"))
    }

    /// One refresh at a time.
    pub(crate) fn of_connection(folder: &Path, organization: OrganizationId) -> io::Result<Self> {
        Self::wait(&path(folder, organization))
    }

    fn wait(path: &Path) -> io::Result<Self> {
        let file = private_file(path)?;
        file.lock()?;
        Ok(Self { _file: file })
    }
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
