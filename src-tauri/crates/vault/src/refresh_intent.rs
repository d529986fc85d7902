//! The table `refresh_intent`: what is written before a token is spent.

use crate::connection::place;
use crate::data_key::DataKey;
use crate::failure::{Failure, storage};
use crate::instant::to_column;
use crate::seal::{self, Kind};
use jiff::Timestamp;
use lpc_core::connection::StoredConnection;
use lpc_core::organization::OrganizationId;
use lpc_core::secret::Secret;
use rusqlite::{Connection, named_params};
use sha2::{Digest, Sha256};

/// A new token is about as long as the old one, and never taken for shorter than this.
const SHORTEST_DUMMY: usize = 256;

/// Writes the intent; an unfinished one of an earlier try is replaced.
pub(crate) fn open(
    connection: &Connection,
    key: &DataKey,
    stored: &StoredConnection,
    token: &Secret,
    now: Timestamp,
) -> Result<(), Failure> {
    let dummy = "0".repeat(token.expose().len().max(SHORTEST_DUMMY));
    let sealed = seal::seal(key, &place(Kind::IntentDummy, stored), &dummy)?;
    let token_hash: [u8; 32] = Sha256::digest(token.expose().as_bytes()).into();
    connection.execute(
        "INSERT OR REPLACE INTO refresh_intent
                 (organization, generation, token_hash, started, process, dummy)
             VALUES (:organization, :generation, :token_hash, :started, :process, :dummy)",
        named_params! {
            ":organization": stored.organization.to_string(),
            ":generation": i64::try_from(stored.generation).map_err(storage)?,
            ":token_hash": token_hash,
            ":started": to_column(now)?,
            ":process": std::process::id(),
            ":dummy": sealed,
        },
    )?;
    Ok(())
}

/// Ends the intent, if there is one.
pub(crate) fn close(connection: &Connection, organization: OrganizationId) -> Result<(), Failure> {
    connection.execute(
        "DELETE FROM refresh_intent WHERE organization = ?1",
        [organization.to_string()],
    )?;
    Ok(())
}

/// Ends every intent.
pub(crate) fn close_all(connection: &Connection) -> Result<(), Failure> {
    connection.execute("DELETE FROM refresh_intent", [])?;
    Ok(())
}
