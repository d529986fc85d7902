//! The files of a database and their names: what SQLite keeps beside it, backups, quarantined ones.

use jiff::Timestamp;
use lpc_platform::{private_file, restrict_file};
use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// What SQLite keeps beside a database, then the database itself.
const ALL: [&str; 4] = ["-wal", "-shm", "-journal", ""];
/// Suffixes of a copy from before a migration; the second as older versions named those of the vault.
const BACKUP: [&str; 2] = [".bak-", ".before-"];
/// Suffixes of a damaged file that is kept, likewise.
const QUARANTINED: [&str; 2] = [".corrupt-", ".damaged-"];

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    PathBuf::from(name)
}

/// A write-ahead log without its database is a loss too, never "new".
pub(crate) fn something_is_there(path: &Path) -> io::Result<bool> {
    Ok(path.try_exists()? || beside(path, "-wal").try_exists()?)
}

/// An empty private file for a database that is not whole yet.
pub(crate) fn unfinished(path: &Path) -> io::Result<PathBuf> {
    let unfinished = beside(path, ".new");
    for suffix in ALL {
        remove(&beside(&unfinished, suffix))?;
    }
    private_file(&unfinished)?;
    Ok(unfinished)
}

/// Whether a file of 64 KiB can be written beside the database.
pub(crate) fn try_room(path: &Path) -> io::Result<()> {
    let unfinished = unfinished(path)?;
    let written = fs::write(&unfinished, [0; 65_536]);
    remove(&unfinished)?;
    written
}

/// Gives a whole database its name, durably. Windows has no such call and does not need it.
pub(crate) fn publish(unfinished: &Path, path: &Path) -> io::Result<()> {
    fs::rename(unfinished, path)?;
    if cfg!(unix)
        && let Some(folder) = path.parent()
    {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// Before SQLite makes files beside the database, which get the rights of this one.
pub(crate) fn restrict(path: &Path) -> io::Result<()> {
    for suffix in ALL {
        match restrict_file(&beside(path, suffix)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// What a copy from before a migration is called.
pub(crate) fn backup(path: &Path, version: i64) -> PathBuf {
    beside(path, &format!("{}{version}", BACKUP[0]))
}

/// Renames a damaged database, with what is beside it, and answers where it is kept.
pub(crate) fn quarantine(path: &Path, now: Timestamp) -> io::Result<PathBuf> {
    let stamp = now.strftime("%Y%m%dT%H%M%SZ");
    let kept = free_name(path, &format!("{}{stamp}", QUARANTINED[0]))?;
    for suffix in ALL {
        match fs::rename(beside(path, suffix), beside(&kept, suffix)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(kept)
}

fn free_name(path: &Path, suffix: &str) -> io::Result<PathBuf> {
    let mut candidate = beside(path, suffix);
    let mut number = 1;
    while something_is_there(&candidate)? {
        number += 1;
        candidate = beside(path, &format!("{suffix}-{number}"));
    }
    Ok(candidate)
}

/// The quarantined files, by name; a folder that cannot be read has none.
pub(crate) fn quarantined(path: &Path) -> Vec<PathBuf> {
    let mut found = named(path, &QUARANTINED).unwrap_or_default();
    let companion = |name: &str| ALL.iter().any(|end| !end.is_empty() && name.ends_with(end));
    found.retain(|path| !companion(&path.to_string_lossy()));
    found
}

/// Removes the copies from before migrations.
pub(crate) fn remove_backups(path: &Path) -> io::Result<()> {
    named(path, &BACKUP)?
        .iter()
        .try_for_each(|path| remove(path))
}

/// Files beside `path` whose name is its name, one of the suffixes and more.
fn named(path: &Path, suffixes: &[&str]) -> io::Result<Vec<PathBuf>> {
    let file = path.file_name().unwrap_or_default().to_string_lossy();
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let rest = name
            .to_string_lossy()
            .strip_prefix(&*file)
            .map(str::to_owned);
        if rest.is_some_and(|rest| suffixes.iter().any(|suffix| rest.starts_with(suffix))) {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
