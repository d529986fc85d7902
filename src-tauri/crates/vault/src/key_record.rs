//! The table `data_key`, and whether anything depends on the key.

use crate::data_key::{DataKey, Fingerprint};
use crate::failure::Failure;
use lpc_core::port::vault::VaultError;
use lpc_sqlite::Sql as _;
use rusqlite::{Connection, Result};

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
pub(crate) fn read(db: &Connection) -> Result<KeyRecord> {
    let sql = "SELECT fingerprint, coalesce(kept, 1),
                   EXISTS (SELECT 1 FROM connection WHERE length(refresh_token) > 0)
               FROM (SELECT 1) LEFT JOIN data_key ON id = 1";
    db.one(sql, [], |row| {
        Ok(KeyRecord {
            fingerprint: row.get(0)?,
            kept: row.get(1)?,
            sealed: row.get(2)?,
        })
    })
}

/// Records the key that seals from now on, and whether it is in the key store.
pub(crate) fn write(db: &Connection, fingerprint: Fingerprint, kept: bool) -> Result<()> {
    let sql = "INSERT OR REPLACE INTO data_key (id, fingerprint, kept) VALUES (1, ?1, ?2)";
    db.run(sql, (fingerprint, kept))
}

/// Refuses to seal with a key that another process has replaced meanwhile.
pub(crate) fn require(db: &Connection, key: &DataKey) -> Result<(), Failure> {
    if read(db)?.is(key) {
        Ok(())
    } else {
        Err(VaultError::KeyLost.into())
    }
}
