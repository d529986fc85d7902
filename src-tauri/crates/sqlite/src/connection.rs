//! How connections are set up, alike for every database.

use crate::{Description, count};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::Duration;

const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// The one connection that writes.
pub(crate) fn writer(of: &Description, path: &Path) -> rusqlite::Result<Connection> {
    let connection = existing(path)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", of.synchronous as i64)?;
    if cfg!(target_os = "macos") {
        // There fsync does not reach the disk.
        connection.pragma_update(None, "fullfsync", "ON")?;
        connection.pragma_update(None, "checkpoint_fullfsync", "ON")?;
    }
    // The writer's thread checkpoints when it has nothing else to do; this bounds the log (in
    // pages) when it never has.
    connection.pragma_update(None, "wal_autocheckpoint", 16_384)?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    // What is deleted is gone when its row is.
    connection.pragma_update(None, "secure_delete", "ON")?;
    // The indices of 100,000 users fit, so that a full load does not read its own pages back.
    connection.pragma_update(None, "cache_size", -65_536)?;
    Ok(connection)
}

/// One of the connections that read.
pub(crate) fn reader(path: &Path) -> rusqlite::Result<Connection> {
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    connection.pragma_update(None, "query_only", "ON")?;
    connection.pragma_update(None, "cache_size", -16_384)?;
    Ok(connection)
}

/// A connection that looks at a file which may turn out not to be ours: it changes nothing, not
/// even by a checkpoint when it is closed. It is not opened read-only, because then SQLite could
/// not roll an interrupted transaction back.
pub(crate) fn inspector(path: &Path) -> rusqlite::Result<Connection> {
    let connection = existing(path)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    connection.pragma_update(None, "query_only", "ON")?;
    Ok(connection)
}

/// Reads and writes a file that is there, as SQLite does by itself.
pub(crate) fn existing(path: &Path) -> rusqlite::Result<Connection> {
    connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
}

fn connect(path: &Path, mode: OpenFlags) -> rusqlite::Result<Connection> {
    let flags = mode | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    // A file or a schema that somebody else wrote does as little as it can.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.pragma_update(None, "trusted_schema", "OFF")?;
    connection.pragma_update(None, "cell_size_check", "ON")?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.set_prepared_statement_cache_capacity(64);
    count::watch(&connection);
    Ok(connection)
}
