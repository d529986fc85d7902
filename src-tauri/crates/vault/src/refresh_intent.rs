//! The table `refresh_intent`: what is written before a token is spent.

use crate::column::Nanos;
use crate::connection::place;
use crate::data_key::DataKey;
use crate::failure::Failure;
use crate::seal::{self, Kind};
use jiff::Timestamp;
use lpc_core::connection::StoredConnection;
use lpc_core::organization::OrganizationId;
use lpc_core::secret::Secret;
use lpc_sqlite::{Key, Sql as _};
use rusqlite::{Connection, Result, params};
use sha2::{Digest, Sha256};

/// A new token is about as long as the old one, and never taken for shorter than this.
const SHORTEST_DUMMY: usize = 256;

/// Writes the intent; an unfinished one of an earlier try is replaced.
pub(crate) fn open(
    db: &Connection,
    key: &DataKey,
    stored: &StoredConnection,
    token: &Secret,
    now: Timestamp,
) -> Result<(), Failure> {
    let dummy = "0".repeat(token.expose().len().max(SHORTEST_DUMMY));
    let sealed = seal::seal(key, &place(Kind::IntentDummy, stored), &dummy)?;
    let token_hash: [u8; 32] = Sha256::digest(token.expose().as_bytes()).into();
    db.run(
        "INSERT OR REPLACE INTO refresh_intent
             (organization, generation, token_hash, started, process, dummy)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            Key(stored.organization),
            stored.generation.cast_signed(),
            token_hash,
            Nanos(now),
            std::process::id(),
            sealed,
        ],
    )?;
    Ok(())
}

/// Ends the intent, if there is one.
pub(crate) fn close(db: &Connection, organization: OrganizationId) -> Result<()> {
    let sql = "DELETE FROM refresh_intent WHERE organization = ?1";
    db.run(sql, [Key(organization)])
}

/// Ends every intent.
pub(crate) fn close_all(db: &Connection) -> Result<()> {
    db.run("DELETE FROM refresh_intent", [])
}
