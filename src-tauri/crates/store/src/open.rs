//! Opening `console.db`: whether it is ours, whole and of a version that this build knows.

use crate::{connection, migration, write_fault};
use jiff::Timestamp;
use lpc_core::storage::WriteFault;
use lpc_platform::{private_file, private_folder, restrict_file};
use rusqlite::{Connection, ErrorCode};
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

/// `LPCC`, in SQLite's header. Says that a database is this console's, whatever its name.
const APPLICATION_ID: i64 = 0x4C50_4343;

const FILE_NAME: &str = "console.db";

/// What SQLite keeps beside a database.
const COMPANIONS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// What was found when the database was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opening {
    /// A database that was there before, brought to this build's version if needed.
    Existing,
    Created,
    /// The one that was there cannot be read. It was renamed and an empty one took its place;
    /// people must be told, for what they had entered is gone from view.
    RebuiltAfterCorruption {
        /// Where the unreadable file is now; `-wal` and `-shm` are beside it.
        aside: PathBuf,
    },
}

/// Why the database cannot be opened. In every case the file stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder or the file cannot be made, renamed or protected.
    #[error("{} cannot be prepared: {source}", path.display())]
    File {
        path: PathBuf,
        /// What the operating system says.
        #[source]
        source: io::Error,
    },
    /// A newer version of the console wrote it.
    #[error(
        "console.db was made by a newer version of this console (data version {found}, this one \
         knows {known}); install that version again"
    )]
    Newer {
        /// The version in the file.
        found: i64,
        /// The newest version that this build knows.
        known: i64,
    },
    /// Another program's database.
    #[error("console.db belongs to another program (application id {application_id:#010x})")]
    Foreign {
        /// The id in the file's header.
        application_id: i64,
    },
    /// SQLite fails: the disk is full, another process holds a lock, memory is short.
    #[error("console.db cannot be opened: {0}")]
    Database(#[source] rusqlite::Error),
    /// The database cannot be brought to this build's version; the backup is beside it.
    #[error("console.db cannot be brought up to date: {0}")]
    Migration(#[source] rusqlite_migration::Error),
    /// The thread that writes cannot be started.
    #[error("the thread that writes console.db cannot be started: {0}")]
    Thread(#[source] io::Error),
}

impl OpenError {
    /// What keeps the file from being written, where that is the reason.
    pub fn write_fault(&self) -> Option<WriteFault> {
        match self {
            Self::File { source, .. } => Some(WriteFault::of_io(source)),
            Self::Database(error)
            | Self::Migration(rusqlite_migration::Error::RusqliteError { err: error, .. }) => {
                write_fault::of_sqlite(error)
            }
            _ => None,
        }
    }
}

/// A database that was opened.
pub(crate) struct Opened {
    pub(crate) path: PathBuf,
    pub(crate) writer: Connection,
    pub(crate) opening: Opening,
}

/// Suffix of a damaged file that is kept.
const ASIDE: &str = ".corrupt-";

/// Where damaged files are kept.
pub(crate) fn set_aside_files(path: &Path) -> Vec<String> {
    let found = lpc_platform::set_aside(path, ASIDE).into_iter();
    found.map(|path| path.display().to_string()).collect()
}

/// Why an existing file is not used.
enum Refusal {
    Corrupt,
    Other(OpenError),
}

/// Opens the database in `folder`, or makes one.
pub(crate) fn open(folder: &Path, now: Timestamp) -> Result<Opened, OpenError> {
    private_folder(folder).map_err(file_error(folder))?;
    let path = folder.join(FILE_NAME);
    if !something_is_there(&path)? {
        let writer = create(&path)?;
        return Ok(Opened {
            path,
            writer,
            opening: Opening::Created,
        });
    }
    match open_existing(&path) {
        Ok(writer) => Ok(Opened {
            path,
            writer,
            opening: Opening::Existing,
        }),
        Err(Refusal::Other(error)) => Err(error),
        Err(Refusal::Corrupt) => {
            let aside = set_aside(&path, now)?;
            let writer = create(&path)?;
            Ok(Opened {
                path,
                writer,
                opening: Opening::RebuiltAfterCorruption { aside },
            })
        }
    }
}

/// A write-ahead log without its database is a loss too, never "new".
fn something_is_there(path: &Path) -> Result<bool, OpenError> {
    for candidate in [path.to_owned(), companion(path, "-wal")] {
        if candidate.try_exists().map_err(file_error(&candidate))? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn create(path: &Path) -> Result<Connection, OpenError> {
    // SQLite gives the files beside it the same mode.
    private_file(path).map_err(file_error(path))?;
    let mut writer = connection::writer(path).map_err(OpenError::Database)?;
    finish(&mut writer)?;
    Ok(writer)
}

fn open_existing(path: &Path) -> Result<Connection, Refusal> {
    // SQLite would take an empty file for a new database.
    let is_empty = std::fs::metadata(path).map_or_else(
        |error| {
            if error.kind() == io::ErrorKind::NotFound {
                Ok(true)
            } else {
                Err(Refusal::Other(file_error(path)(error)))
            }
        },
        |metadata| Ok(metadata.len() == 0),
    )?;
    if is_empty {
        return Err(Refusal::Corrupt);
    }
    restrict_file(path).map_err(|error| Refusal::Other(file_error(path)(error)))?;
    let version = inspect(path)?;
    if 0 < version && version < migration::NEWEST {
        back_up(path, version)?;
    }
    let mut writer = connection::writer(path)?;
    finish(&mut writer)?;
    Ok(writer)
}

/// Whether the file is ours, known and whole; its version.
fn inspect(path: &Path) -> Result<i64, Refusal> {
    let connection = connection::inspector(path)?;
    let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let application_id = pragma("application_id")?;
    let version = pragma("user_version")?;
    // The process ended between making the file and its first migration.
    let unfinished = application_id == 0
        && version == 0
        && connection.query_row("SELECT count(*) = 0 FROM sqlite_schema", [], |row| {
            row.get(0)
        })?;
    if application_id != APPLICATION_ID && !unfinished {
        return Err(Refusal::Other(OpenError::Foreign { application_id }));
    }
    if version > migration::NEWEST {
        return Err(Refusal::Other(OpenError::Newer {
            found: version,
            known: migration::NEWEST,
        }));
    }
    let verdict: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict != "ok" {
        return Err(Refusal::Corrupt);
    }
    Ok(version)
}

/// Copies an older database before it is changed. It was checked just now, so the copy is good.
fn back_up(path: &Path, version: i64) -> Result<(), Refusal> {
    let unfinished = companion(path, ".bak-unfinished");
    let backup = companion(path, &format!(".bak-{version}"));
    let cannot = |error| Refusal::Other(file_error(&backup)(error));
    // What an earlier attempt left; SQLite copies only into an empty file.
    private_file(&unfinished)
        .and_then(|file| file.set_len(0))
        .map_err(cannot)?;
    let target = unfinished
        .to_str()
        .ok_or_else(|| cannot(io::Error::from(io::ErrorKind::InvalidFilename)))?;
    let connection = connection::inspector(path)?;
    connection.pragma_update(None, "query_only", "OFF")?;
    connection.execute("VACUUM INTO ?1", [target])?;
    std::fs::rename(&unfinished, &backup).map_err(cannot)
}

/// Removes the copies that were made before migrations. What cannot be removed stays for the next
/// time and is told in the log.
pub(crate) fn remove_backups(path: &Path) {
    let own = companion(path, ".bak-");
    let own = own.file_name().unwrap_or_default().to_string_lossy();
    let Some(Ok(entries)) = path.parent().map(std::fs::read_dir) else {
        return;
    };
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().starts_with(&*own)
            && let Err(error) = std::fs::remove_file(entry.path())
        {
            tracing::error!(%error, "a copy of console.db that holds what was deleted cannot be removed");
        }
    }
}

fn finish(writer: &mut Connection) -> Result<(), OpenError> {
    writer
        .pragma_update(None, "application_id", APPLICATION_ID)
        .map_err(OpenError::Database)?;
    migration::run(writer).map_err(OpenError::Migration)
}

fn set_aside(path: &Path, now: Timestamp) -> Result<PathBuf, OpenError> {
    let stamp = now.strftime("%Y%m%dT%H%M%SZ");
    let aside = free_name(path, &format!("{ASIDE}{stamp}"))?;
    for suffix in std::iter::once("").chain(COMPANIONS) {
        let from = companion(path, suffix);
        match std::fs::rename(&from, companion(&aside, suffix)) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(file_error(&from)(error)),
        }
    }
    Ok(aside)
}

fn free_name(path: &Path, suffix: &str) -> Result<PathBuf, OpenError> {
    let mut candidate = companion(path, suffix);
    let mut number = 1;
    while candidate.try_exists().map_err(file_error(&candidate))? {
        number += 1;
        candidate = companion(path, &format!("{suffix}-{number}"));
    }
    Ok(candidate)
}

fn companion(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    PathBuf::from(name)
}

fn file_error(path: &Path) -> impl Fn(io::Error) -> OpenError + use<> {
    let path = path.to_owned();
    move |source| OpenError::File {
        path: path.clone(),
        source,
    }
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::from(OpenError::Database(error))
    }
}

impl From<OpenError> for Refusal {
    fn from(error: OpenError) -> Self {
        let sqlite = match &error {
            OpenError::Database(error) => Some(error),
            OpenError::Migration(rusqlite_migration::Error::RusqliteError { err, .. }) => Some(err),
            _ => None,
        };
        match sqlite.and_then(rusqlite::Error::sqlite_error_code) {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Corrupt,
            _ => Self::Other(error),
        }
    }
}
