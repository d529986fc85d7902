//! Opening a database: made, checked, brought up to date, or quarantined. A damaged file is never
//! taken for a new one, and never deleted.

use crate::{Description, OpenError, connection, files};
use jiff::Timestamp;
use lpc_platform::private_folder;
use rusqlite::{Connection, ffi};
use rusqlite_migration::Migrations;
use std::io;
use std::path::{Path, PathBuf};

/// No SQLite database is smaller.
const SMALLEST_PAGE: u64 = 512;

/// What was found when a database was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opening {
    /// One that was there before, brought to this build's version if needed.
    Existing,
    Created,
    /// The one that was there is damaged. It was renamed and an empty one took its place; people must
    /// be told, for what it held is gone from view.
    Quarantined {
        /// Where the damaged file is now; what SQLite kept beside it still is.
        kept: PathBuf,
    },
}

/// Opens the database in `folder`, or makes it.
pub(crate) fn open(
    of: &Description,
    folder: &Path,
    now: Timestamp,
) -> Result<(Connection, Opening), OpenError> {
    private_folder(folder).map_err(OpenError::file(folder))?;
    let path = folder.join(of.file);
    if !files::something_is_there(&path).map_err(OpenError::file(&path))? {
        return Ok((create(of, &path)?, Opening::Created));
    }
    match open_existing(of, &path) {
        Ok(connection) => Ok((connection, Opening::Existing)),
        Err(error) if error.is_damage() => {
            let kept = files::quarantine(&path, now).map_err(OpenError::file(&path))?;
            Ok((create(of, &path)?, Opening::Quarantined { kept }))
        }
        Err(error) => Err(error),
    }
}

/// Made under another name and renamed when it is whole: after a crash there is either no database
/// or a sound one, so that an empty file is always damage.
fn create(of: &Description, path: &Path) -> Result<Connection, OpenError> {
    let unfinished = files::unfinished(path).map_err(OpenError::file(path))?;
    let mut connection = connection::existing(&unfinished)?;
    finish(of, &mut connection)?;
    connection.close().map_err(|(_, error)| error)?;
    files::publish(&unfinished, path).map_err(OpenError::file(path))?;
    Ok(connection::writer(of, path)?)
}

fn open_existing(of: &Description, path: &Path) -> Result<Connection, OpenError> {
    // SQLite takes a file without a whole header for a new database.
    let length = match std::fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
        metadata => metadata.map_err(OpenError::file(path))?.len(),
    };
    if length < SMALLEST_PAGE {
        return Err(damage("the file is cut short"));
    }
    files::restrict(path).map_err(OpenError::file(path))?;
    let version = inspect(of, path)?;
    let mut connection = connection::writer(of, path)?;
    if 0 < version && version < of.version() {
        back_up(&connection, path, version)?;
    }
    finish(of, &mut connection)?;
    Ok(connection)
}

/// Whether the file is ours, known and whole; its version.
fn inspect(of: &Description, path: &Path) -> Result<i64, OpenError> {
    let connection = connection::inspector(path)?;
    let number = |sql| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
    let application_id = number("PRAGMA application_id")?;
    let version = number("PRAGMA user_version")?;
    // Older versions made the file in place; the process ended before the first migration.
    let unfinished =
        application_id == 0 && version == 0 && number("SELECT count(*) FROM sqlite_schema")? == 0;
    let file = of.file;
    if application_id != i64::from(of.application_id) && !unfinished {
        return Err(OpenError::Foreign {
            file,
            application_id,
        });
    }
    if version > of.version() {
        return Err(OpenError::Newer {
            file,
            found: version,
            known: of.version(),
        });
    }
    let verdict: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" {
        Ok(version)
    } else {
        Err(damage(&verdict))
    }
}

/// Copies a database before it is changed. It was checked just now, so the copy is good.
fn back_up(connection: &Connection, path: &Path, version: i64) -> Result<(), OpenError> {
    let copy = files::unfinished(path).map_err(OpenError::file(path))?;
    let target = copy.to_str().ok_or(io::ErrorKind::InvalidFilename.into());
    connection.execute("VACUUM INTO ?1", [target.map_err(OpenError::file(path))?])?;
    files::publish(&copy, &files::backup(path, version)).map_err(OpenError::file(path))
}

fn finish(of: &Description, connection: &mut Connection) -> Result<(), OpenError> {
    connection.pragma_update(None, "application_id", of.application_id)?;
    Ok(Migrations::from_slice(of.migrations).to_latest(connection)?)
}

fn damage(verdict: &str) -> OpenError {
    let code = ffi::Error::new(ffi::SQLITE_CORRUPT);
    rusqlite::Error::SqliteFailure(code, Some(verdict.to_owned())).into()
}
