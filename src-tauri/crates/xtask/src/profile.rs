//! What an earlier demo kept. Each stand-in is a new organization with new tokens, so each demo
//! begins as on the first day.

use anyhow::{Context as _, Result, bail};
use std::env;
use std::fs::{self, File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

const NAME: &str = "com.lpcadmin.console.demo";

/// Removes the demo flavor's data; the shipped flavor's lies elsewhere.
pub fn forget() -> Result<()> {
    let Some(folder) = folder() else {
        return Ok(());
    };
    if !folder.exists() {
        return Ok(());
    }
    if is_in_use(&folder)? {
        bail!("a console of the demo is open already: close its window first");
    }
    println!(
        "What an earlier demo kept in {} is removed.",
        folder.display()
    );
    fs::remove_dir_all(&folder).with_context(|| folder.display().to_string())
}

/// The demo flavor's folder for local data on this system.
pub fn folder() -> Option<PathBuf> {
    let variable = |name| env::var_os(name).filter(|value| !value.is_empty());
    let home = || variable("HOME").map(PathBuf::from);
    let local = match env::consts::OS {
        "windows" => variable("LOCALAPPDATA").map(PathBuf::from),
        "macos" => home().map(|home| home.join("Library/Application Support")),
        _ => variable("XDG_DATA_HOME")
            .map(PathBuf::from)
            .or_else(|| home().map(|home| home.join(".local/share"))),
    };
    local.map(|local| local.join(NAME))
}

/// A running console holds this lock.
fn is_in_use(folder: &Path) -> Result<bool> {
    match File::open(folder.join("instance.lock")) {
        Ok(file) => Ok(matches!(file.try_lock(), Err(TryLockError::WouldBlock))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error).context("the lock of the demo’s data"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_in_use_while_its_lock_is_held() {
        let folder = env::temp_dir().join(format!("xtask-profile-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        assert!(!is_in_use(&folder).expect("no lock file"));
        let lock = File::create(folder.join("instance.lock")).expect("a lock file");
        assert!(!is_in_use(&folder).expect("nobody holds it"));
        lock.lock().expect("held");
        assert!(is_in_use(&folder).expect("held"));
        fs::remove_dir_all(&folder).expect("removed");
    }
}
