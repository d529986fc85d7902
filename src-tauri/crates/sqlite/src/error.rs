//! How opening and working fail.

use rusqlite::ErrorCode;
use std::io;
use std::path::{Path, PathBuf};

/// Why a database is not opened. In every case the file stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder or a file cannot be made, renamed or protected.
    #[error("{} cannot be prepared: {source}", path.display())]
    File { path: PathBuf, source: io::Error },
    #[error(
        "{file} was made by a newer version of the console (its format is {found}, this version \
         knows {known}); install the newer version again"
    )]
    Newer {
        file: &'static str,
        found: i64,
        known: i64,
    },
    /// Another program's database.
    #[error("{file} belongs to another program (application id {application_id:#010x})")]
    Foreign {
        file: &'static str,
        application_id: i64,
    },
    /// The disk is full, another process holds a lock, memory is short.
    #[error("the database cannot be opened: {0}")]
    Database(#[from] rusqlite::Error),
    /// The backup is beside it.
    #[error("the database cannot be brought up to date: {0}")]
    Migration(#[from] rusqlite_migration::Error),
    /// Says nothing about the disk, so it is no source.
    #[error("the thread that writes the database cannot be started: {0}")]
    Thread(io::Error),
}

impl OpenError {
    pub(crate) fn file(path: &Path) -> impl Fn(io::Error) -> Self {
        move |source| Self::File {
            path: path.to_owned(),
            source,
        }
    }

    /// Whether the file is damaged and has to give way.
    pub(crate) fn is_damage(&self) -> bool {
        let (Self::Database(error)
        | Self::Migration(rusqlite_migration::Error::RusqliteError { err: error, .. })) = self
        else {
            return false;
        };
        matches!(
            error.sqlite_error_code(),
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
        )
    }
}

/// How work on an open database fails.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{0}")]
    Sqlite(#[from] rusqlite::Error),
    #[error("a file beside the database: {0}")]
    File(#[source] io::Error),
    #[error("the write-ahead log cannot be emptied while somebody reads the file")]
    LogIsRead,
    /// The work panicked, or the database was closed meanwhile.
    #[error("the work on the database ended without an answer")]
    NoAnswer,
}
