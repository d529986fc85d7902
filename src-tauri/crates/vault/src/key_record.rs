//! The table `data_key`, and whether anything depends on the key.

use crate::data_key::{DataKey, Fingerprint};
use crate::failure::storage;
use lpc_core::port::vault::VaultError;
use rusqlite::{Connection, OptionalExtension};

/// What `vault.db` knows about the data key.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KeyRecord {
    /// The key that sealed last; `None` before the first.
    fingerprint: Option<Fingerprint>,
    /// Whether a refresh token is sealed. A verifier does not count: it lives for minutes, and a
    /// login whose verifier does not open is begun again.
    pub(crate) sealed: bool,
}

impl KeyRecord {
    /// Whether `key` may be used: what is sealed opens with it, or nothing is sealed.
    pub(crate) fn accepts(&self, key: &DataKey) -> bool {
        !self.sealed || self.is(key)
    }

    /// Whether `key` is the one that sealed last.
    pub(crate) fn is(&self, key: &DataKey) -> bool {
        self.fingerprint == Some(key.fingerprint())
    }
}

/// Reads the record.
pub(crate) fn read(connection: &Connection) -> Result<KeyRecord, VaultError> {
    let fingerprint = connection
        .query_row("SELECT fingerprint FROM data_key WHERE id = 1", [], |row| {
            row.get(0)
        })
        .optional()
        .map_err(storage)?;
    let sealed = connection
        .query_row("SELECT EXISTS (SELECT 1 FROM connection)", [], |row| {
            row.get(0)
        })
        .map_err(storage)?;
    Ok(KeyRecord {
        fingerprint,
        sealed,
    })
}

/// Records the key that seals from now on.
pub(crate) fn write(connection: &Connection, fingerprint: Fingerprint) -> Result<(), VaultError> {
    connection
        .execute(
            "INSERT INTO data_key (id, fingerprint) VALUES (1, ?1)
             ON CONFLICT (id) DO UPDATE SET fingerprint = excluded.fingerprint",
            [fingerprint],
        )
        .map_err(storage)?;
    Ok(())
}

/// Refuses to seal with a key that another process has replaced meanwhile.
pub(crate) fn require(connection: &Connection, key: &DataKey) -> Result<(), VaultError> {
    if read(connection)?.is(key) {
        Ok(())
    } else {
        Err(VaultError::KeyLost)
    }
}
