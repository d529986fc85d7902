//! The table `data_key`, and whether anything depends on the key.

use crate::data_key::{DataKey, Fingerprint};
use crate::failure::Failure;
use lpc_core::port::vault::VaultError;
use rusqlite::{Connection, OptionalExtension};

/// What `vault.db` knows about the data key.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KeyRecord {
    /// The key that sealed last; `None` before the first.
    pub(crate) fingerprint: Option<Fingerprint>,
    /// Whether that key is in the key store; `false` for one that a process holds in memory alone.
    kept: bool,
    /// Whether a refresh token is sealed. A verifier does not count: it lives for minutes, and a
    /// login whose verifier does not open is begun again.
    pub(crate) sealed: bool,
}

impl KeyRecord {
    /// Whether `key` may be used: what is sealed opens with it, or nothing is sealed.
    pub(crate) fn accepts(&self, key: &DataKey) -> bool {
        !self.sealed || self.is(key)
    }

    /// Whether `key` is the one that seals, and this process has it in memory alone.
    pub(crate) fn holds(&self, key: &DataKey) -> bool {
        !self.kept && self.is(key)
    }

    /// Whether something is sealed with a key that some process has in memory alone.
    pub(crate) fn left_by_session(&self) -> bool {
        self.sealed && !self.kept
    }

    /// Whether `key` is recorded as one that is in the key store.
    pub(crate) fn keeps(&self, key: &DataKey) -> bool {
        self.kept && self.is(key)
    }

    /// Whether `key` is the one that sealed last.
    pub(crate) fn is(&self, key: &DataKey) -> bool {
        self.fingerprint == Some(key.fingerprint())
    }
}

/// Reads the record.
pub(crate) fn read(connection: &Connection) -> Result<KeyRecord, Failure> {
    let (fingerprint, kept) = connection
        .query_row(
            "SELECT fingerprint, kept FROM data_key WHERE id = 1",
            [],
            |row| Ok((Some(row.get(0)?), row.get(1)?)),
        )
        .optional()?
        .unwrap_or((None, true));
    let sealed = connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM connection WHERE length(refresh_token) > 0)",
        [],
        |row| row.get(0),
    )?;
    Ok(KeyRecord {
        fingerprint,
        kept,
        sealed,
    })
}

/// Records the key that seals from now on, and whether it is in the key store.
pub(crate) fn write(
    connection: &Connection,
    fingerprint: Fingerprint,
    kept: bool,
) -> Result<(), Failure> {
    connection.execute(
        "INSERT INTO data_key (id, fingerprint, kept) VALUES (1, ?1, ?2)
             ON CONFLICT (id) DO UPDATE SET fingerprint = excluded.fingerprint,
                 kept = excluded.kept",
        (fingerprint, kept),
    )?;
    Ok(())
}

/// Refuses to seal with a key that another process has replaced meanwhile.
pub(crate) fn require(connection: &Connection, key: &DataKey) -> Result<(), Failure> {
    if read(connection)?.is(key) {
        Ok(())
    } else {
        Err(VaultError::KeyLost.into())
    }
}
