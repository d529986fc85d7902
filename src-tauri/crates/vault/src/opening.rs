//! Opening `vault.db`: made, checked, brought up to date, or set aside. A damaged file is never
//! taken for a new one, and never deleted.

use crate::schema::{APPLICATION_ID, MIGRATIONS, VERSION};
use crate::write_fault;
use lpc_core::storage::WriteFault;
use lpc_platform::{private_file, private_folder, restrict_file};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use rusqlite_migration::Migrations;
use std::error::Error;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

const FILE: &str = "vault.db";
/// What SQLite keeps beside a database.
const COMPANIONS: [&str; 3] = ["-wal", "-shm", "-journal"];
/// No SQLite database is smaller.
const SMALLEST_PAGE: u64 = 512;
/// Suffix of a copy that was made before the file was brought up to date.
const BEFORE: &str = ".before-";
/// Suffix of a damaged file that is kept.
const ASIDE: &str = ".damaged-";
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opening {
    Existing,
    /// Nothing; a vault was made.
    Created,
    /// A damaged file. It was renamed and an empty vault was made: the person has to sign in again
    /// and should know why.
    SetAside {
        /// Where the damaged file lies now.
        damaged: PathBuf,
    },
}

/// Why the vault was not opened; nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A newer version of the console wrote it.
    #[error(
        "vault.db was written by a newer version of the console (its format is {found}, this \
         version knows {known}); install the newer version again"
    )]
    Newer {
        /// The format in the file.
        found: i64,
        /// The newest that this build knows.
        known: i64,
    },
    /// A database, but not one of ours.
    #[error("vault.db is a database of another application")]
    Foreign,
    /// The disk or the database failed.
    #[error("the vault cannot be opened: {0}")]
    Storage(#[source] Box<dyn Error + Send + Sync>),
}

impl OpenError {
    /// What keeps the file from being written, where that is the reason.
    pub fn write_fault(&self) -> Option<WriteFault> {
        match self {
            Self::Storage(source) => write_fault::of_source(source.as_ref()),
            _ => None,
        }
    }

    fn storage(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Storage(error.into())
    }
}

impl From<io::Error> for OpenError {
    fn from(error: io::Error) -> Self {
        Self::storage(error)
    }
}

impl From<rusqlite::Error> for OpenError {
    fn from(error: rusqlite::Error) -> Self {
        Self::storage(error)
    }
}

/// Held while files of the folder are made or renamed, and while the data key is made, so that two
/// processes do not do it at once.
pub(crate) struct FolderLock {
    _file: File,
}

impl FolderLock {
    /// Waits for the lock; nobody holds it for long.
    pub(crate) fn take(folder: &Path) -> io::Result<Self> {
        let file = private_file(&folder.join("vault.lock"))?;
        file.lock()?;
        Ok(Self { _file: file })
    }
}

/// Opens the vault of a folder. Blocks.
pub(crate) fn open(folder: &Path) -> Result<(Connection, Opening), OpenError> {
    private_folder(folder)?;
    let _lock = FolderLock::take(folder)?;
    let path = folder.join(FILE);
    let opening = match inspect(&path)? {
        Found::Sound => Opening::Existing,
        Found::Nothing => {
            create(folder, &path)?;
            Opening::Created
        }
        Found::Damaged => {
            let damaged = set_aside(&path)?;
            create(folder, &path)?;
            Opening::SetAside { damaged }
        }
    };
    let mut connection = connect(&path)?;
    configure(&connection)?;
    migrate(&mut connection, &MIGRATIONS, &path)?;
    Ok((connection, opening))
}

enum Found {
    Nothing,
    Sound,
    Damaged,
}

fn inspect(path: &Path) -> Result<Found, OpenError> {
    let length = match fs::metadata(path) {
        Ok(metadata) => metadata.len(),
        // A log without its database: somebody took the database away.
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Ok(if beside(path, "-wal").try_exists()? {
                Found::Damaged
            } else {
                Found::Nothing
            });
        }
        Err(error) => return Err(error.into()),
    };
    // SQLite takes a file without a whole header for a new database; ours never is one, see
    // `create`.
    if length < SMALLEST_PAGE {
        return Ok(Found::Damaged);
    }
    // Before SQLite makes files beside it, which get the rights of this one.
    for companion in COMPANIONS.into_iter().chain([""]) {
        match restrict_file(&beside(path, companion)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    match check(path) {
        Ok(()) => Ok(Found::Sound),
        Err(CheckError::Refused(error)) => Err(error),
        Err(CheckError::Unsound) => Ok(Found::Damaged),
        Err(CheckError::Sqlite(error)) => match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Ok(Found::Damaged),
            _ => Err(error.into()),
        },
    }
}

enum CheckError {
    Refused(OpenError),
    Unsound,
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for CheckError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

fn check(path: &Path) -> Result<(), CheckError> {
    let connection = connect(path)?;
    // A damaged file is kept as it is, with its log.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    let number = |sql| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
    let application = number("PRAGMA application_id")?;
    if application != i64::from(APPLICATION_ID) {
        return Err(CheckError::Refused(OpenError::Foreign));
    }
    let found = number("PRAGMA user_version")?;
    let known = VERSION as i64;
    if found > known {
        return Err(CheckError::Refused(OpenError::Newer { found, known }));
    }
    let verdict: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" {
        Ok(())
    } else {
        Err(CheckError::Unsound)
    }
}

/// Made under another name and renamed when it is whole: after a crash there is either no vault or
/// a sound one, so that an empty file is always damage.
fn create(folder: &Path, path: &Path) -> Result<(), OpenError> {
    let unfinished = beside(path, ".new");
    remove(&unfinished)?;
    for companion in COMPANIONS {
        remove(&beside(&unfinished, companion))?;
    }
    drop(private_file(&unfinished)?);
    let mut connection = connect(&unfinished)?;
    MIGRATIONS
        .to_latest(&mut connection)
        .map_err(OpenError::storage)?;
    connection.close().map_err(|(_, error)| error)?;
    fs::rename(&unfinished, path)?;
    sync_folder(folder)?;
    Ok(())
}

/// Where damaged files are kept.
pub(crate) fn set_aside_files(folder: &Path) -> Vec<String> {
    let found = lpc_platform::set_aside(&folder.join(FILE), ASIDE).into_iter();
    found.map(|path| path.display().to_string()).collect()
}

fn set_aside(path: &Path) -> Result<PathBuf, OpenError> {
    let mut number = 1_u32;
    let target = loop {
        let candidate = beside(path, &format!("{ASIDE}{number}"));
        let taken = candidate.try_exists()? || beside(&candidate, "-wal").try_exists()?;
        if !taken {
            break candidate;
        }
        number += 1;
    };
    // The log first: a database without its log is damage too, and found again after a crash here.
    for companion in COMPANIONS.into_iter().chain([""]) {
        match fs::rename(beside(path, companion), beside(&target, companion)) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(target)
}

fn connect(path: &Path) -> Result<Connection, rusqlite::Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    Ok(connection)
}

fn configure(connection: &Connection) -> Result<(), OpenError> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    let mode: String =
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    if !mode.eq_ignore_ascii_case("wal") {
        return Err(OpenError::storage(format!("the journal mode stays {mode}")));
    }
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    if cfg!(target_os = "macos") {
        // There fsync does not reach the disk.
        connection.pragma_update(None, "fullfsync", true)?;
        connection.pragma_update(None, "checkpoint_fullfsync", true)?;
    }
    Ok(())
}

/// Brings an older file up to date; keeps a copy of it as it was.
fn migrate(
    connection: &mut Connection,
    migrations: &Migrations<'_>,
    path: &Path,
) -> Result<(), OpenError> {
    let pending = migrations
        .pending_migrations(connection)
        .map_err(OpenError::storage)?;
    if pending <= 0 {
        return Ok(());
    }
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let copy = beside(path, &format!("{BEFORE}{version}"));
    remove(&copy)?;
    drop(private_file(&copy)?);
    let target = copy
        .to_str()
        .ok_or_else(|| OpenError::storage("the folder's name is not Unicode"))?;
    connection.execute("VACUUM INTO ?1", [target])?;
    migrations.to_latest(connection).map_err(OpenError::storage)
}

/// Removes the copies that were made before the file was brought up to date, and what is left of one
/// that was not finished.
pub(crate) fn remove_copies(folder: &Path) -> io::Result<()> {
    let copies = format!("{FILE}{BEFORE}");
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(&copies) {
            remove(&entry.path())?;
        }
    }
    Ok(())
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    PathBuf::from(name)
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Makes a rename durable. Windows has no such call and does not need it.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite_migration::M;

    #[test]
    fn a_migration_keeps_a_copy_of_the_file_as_it_was() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let (mut connection, _) = open(folder.path()).expect("created");
        let path = folder.path().join(FILE);
        let mut steps = vec![M::up("SELECT 1"); VERSION];
        steps.push(M::up("ALTER TABLE connection ADD COLUMN later TEXT"));
        let migrations = Migrations::new(steps);
        let (before, after) = (VERSION as i64, VERSION as i64 + 1);
        migrate(&mut connection, &migrations, &path).expect("migrated");
        let version = |connection: &Connection| {
            connection.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0))
        };
        assert_eq!(version(&connection), Ok(after));
        let copy = connect(&beside(&path, &format!(".before-{before}"))).expect("copy");
        assert_eq!(version(&copy), Ok(before));
        migrate(&mut connection, &migrations, &path).expect("nothing left to do");
    }

    #[test]
    fn the_connection_is_durable_and_distrustful() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let (connection, _) = open(folder.path()).expect("created");
        for (pragma, expected) in [
            ("synchronous", 2),
            ("foreign_keys", 1),
            ("trusted_schema", 0),
            ("cell_size_check", 1),
            ("secure_delete", 1),
            ("temp_store", 2),
            ("busy_timeout", 5000),
        ] {
            let sql = format!("PRAGMA {pragma}");
            let value = connection.query_row(&sql, [], |row| row.get::<_, i64>(0));
            assert_eq!(value, Ok(expected), "{pragma}");
        }
    }
}
