//! How connections to `console.db` are set up.

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::Duration;

const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// The one connection that writes.
pub(crate) fn writer(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    set_up(&connection)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // A power loss may take the last transactions, never the consistency. That is enough for a
    // mirror: the next session reads them again. `vault.db`, which cannot be read again, is FULL.
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    // The writer's thread checkpoints when it has nothing else to do; this bounds the log (in
    // pages) when it never has.
    connection.pragma_update(None, "wal_autocheckpoint", 16_384)?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    // Personal data is gone when its row is.
    connection.pragma_update(None, "secure_delete", "ON")?;
    // The indices of 100,000 users fit, so that a full load does not read its own pages back.
    connection.pragma_update(None, "cache_size", -65_536)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// One of the connections that read.
pub(crate) fn reader(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    set_up(&connection)?;
    connection.pragma_update(None, "query_only", "ON")?;
    connection.pragma_update(None, "cache_size", -16_384)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// A connection that looks at a file which may turn out not to be ours: it changes nothing, not
/// even by a checkpoint when it is closed. It is not opened read-only, because then SQLite could
/// not roll an interrupted transaction back.
pub(crate) fn inspector(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    set_up(&connection)?;
    connection.pragma_update(None, "query_only", "ON")?;
    Ok(connection)
}

fn set_up(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    // A schema that somebody else wrote runs no functions of its choice.
    connection.pragma_update(None, "trusted_schema", "OFF")?;
    connection.pragma_update(None, "cell_size_check", "ON")?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    Ok(())
}
