//! One console per data folder. The single-instance plugin only forwards arguments and can be
//! bypassed; who holds this lock may poll and refresh.

use crate::private_path::{private_file, private_folder};
use std::fs::{File, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::Path;

/// The name of the lock file.
const FILE: &str = "instance.lock";

/// Held for as long as the console runs; the operating system releases it when the process ends in
/// whatever way.
#[derive(Debug)]
pub struct InstanceLock {
    _file: File,
}

/// Why the lock was not taken.
#[derive(Debug, thiserror::Error)]
pub enum InstanceLockError {
    /// Somebody else holds it.
    #[error(
        "the console is already running{}: perhaps in another session of yours on this computer, \
         or on another one that shares this folder",
        process.map(|id| format!(" (process {id})")).unwrap_or_default()
    )]
    AlreadyRunning {
        /// The process that took it last, where that can be read (not on Windows).
        process: Option<u32>,
    },
    /// The file cannot be created or locked.
    #[error("the data folder cannot be locked: {0}")]
    Storage(#[from] io::Error),
}

impl InstanceLock {
    /// Takes the lock of a folder, which is created if it is missing.
    ///
    /// # Errors
    /// See [`InstanceLockError`]. Never waits.
    pub fn acquire(folder: &Path) -> Result<Self, InstanceLockError> {
        private_folder(folder)?;
        let mut file = private_file(&folder.join(FILE))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(InstanceLockError::AlreadyRunning {
                    process: holder(&mut file),
                });
            }
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        file.set_len(0)?;
        file.rewind()?;
        file.write_all(std::process::id().to_string().as_bytes())?;
        Ok(Self { _file: file })
    }
}

/// Windows refuses to read a file that another process has locked.
fn holder(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.take(16).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_lock_is_refused_and_names_the_holder() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let _held = InstanceLock::acquire(folder.path()).expect("free");
        let error = InstanceLock::acquire(folder.path()).expect_err("held");
        let InstanceLockError::AlreadyRunning { process } = &error else {
            panic!("unexpected {error:?}");
        };
        if cfg!(unix) {
            assert_eq!(*process, Some(std::process::id()));
            let named = error.to_string().contains(&std::process::id().to_string());
            assert!(named, "the message names the process: {error}");
        }
    }

    #[test]
    fn the_lock_is_free_again_when_it_is_dropped() {
        let folder = tempfile::tempdir().expect("temporary folder");
        drop(InstanceLock::acquire(folder.path()).expect("free"));
        InstanceLock::acquire(folder.path()).expect("free again");
    }

    #[test]
    fn the_lock_survives_a_file_that_says_nothing_useful() {
        let folder = tempfile::tempdir().expect("temporary folder");
        std::fs::write(
            folder.path().join(FILE),
            "a crash left this, longer than a number",
        )
        .expect("written");
        let _held = InstanceLock::acquire(folder.path()).expect("free");
        let text = std::fs::read_to_string(folder.path().join(FILE));
        if cfg!(unix) {
            assert_eq!(text.expect("readable"), std::process::id().to_string());
        }
    }
}
